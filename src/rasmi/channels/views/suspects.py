from functools import partial

from django import forms
from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from rasmi.channels import access, services
from rasmi.channels.forms.suspects import (
    AskedForm,
    ExamineForm,
    PlaceForm,
    ReportForm,
    SecondForm,
    SiteForm,
    WithdrawForm,
)
from rasmi.channels.models import Suspect
from rasmi.channels.selectors import suspects as selectors
from rasmi.core.http import UserRequest
from rasmi.files import selectors as files
from rasmi.people.models import Power
from rasmi.people.pages import for_power
from rasmi.web.downloads import kept_file
from rasmi.web.forms import Act, act_page, key_in

PAGE = 30


@require_GET
def suspects(request: UserRequest) -> HttpResponse:
    chosen = request.GET.get("state", "")
    found = selectors.suspects()
    if chosen in Suspect.State.values:
        found = found.filter(state=chosen)
    before = key_in(request.GET.get("before", ""))
    if before:
        found = found.filter(pk__lt=before)
    page = list(found[: PAGE + 1])
    return render(
        request,
        "channels/suspects.html",
        {
            "suspects": page[:PAGE],
            "older": page[PAGE - 1].pk if len(page) > PAGE else None,
            "states": [(each, each.value == chosen) for each in Suspect.State],
            "chosen": chosen,
        },
    )


@require_GET
def suspect(request: UserRequest, pk: int) -> HttpResponse:
    found = access.suspect(pk)
    return render(
        request,
        "channels/suspect.html",
        {
            "suspect": found,
            "likeness": selectors.likeness_of(found),
            "sightings": found.sightings.select_related("by")[:PAGE],
            "is_unregistered": found.is_ours and not selectors.in_register(found),
            "opening": getattr(found.like, "opening", None),
            "may_confirm": Power.REGISTER in request.powers
            and found.examined_by_id != request.user.pk,
        },
    )


@require_http_methods(["GET", "POST"])
def report_suspect(request: UserRequest) -> HttpResponse:
    act = Act(
        title=_("Report an account that may be taken for ours"),
        lead=_(
            "Anybody may. Those who keep the register look at it within three days."
        ),
        button=_("Report it"),
        done=_("Reported. Thank you."),
        back=reverse("channels:suspects"),
    )
    return act_page(request, ReportForm, services.report_suspect, act)


@for_power(Power.REGISTER)
def examine_suspect(request: UserRequest, pk: int) -> HttpResponse:
    found = access.suspect(pk)
    act = Act(
        title=_("What is this account?"),
        lead=found.asked,
        button=_("Keep it"),
        done=_("Kept, with your name and the day."),
        back=reverse("channels:suspect", args=[pk]),
    )
    service = partial(services.examine_suspect, found)
    form = SiteForm if found.site else ExamineForm
    if not selectors.is_placed(found):
        form = PlaceForm
    return act_page(request, form, service, act)


@for_power(Power.REGISTER)
def confirm_suspect(request: UserRequest, pk: int) -> HttpResponse:
    found = access.suspect(pk)
    act = Act(
        title=_("Look at it as the second person"),
        lead=found.asked,
        button=_("Keep the decision"),
        done=_("Kept, with your name and the day."),
        back=reverse("channels:suspect", args=[pk]),
    )
    service = partial(services.confirm_suspect, found)
    return act_page(request, SecondForm, service, act)


@for_power(Power.REGISTER)
def ask_takedown(request: UserRequest, pk: int) -> HttpResponse:
    found = access.suspect(pk)
    act = Act(
        title=_("The platform was asked to take it down"),
        lead=found.asked,
        button=_("Keep it"),
        done=_("Kept, with your name and the day."),
        back=reverse("channels:suspect", args=[pk]),
    )
    return act_page(request, AskedForm, partial(services.ask_takedown, found), act)


@for_power(Power.REGISTER)
def end_suspect(request: UserRequest, pk: int) -> HttpResponse:
    found = access.suspect(pk)
    act = Act(
        title=_("It is no longer there"),
        lead=_("Open its link first: only what you saw is kept."),
        button=_("It is gone"),
        done=_("Kept: it is taken down."),
        back=reverse("channels:suspect", args=[pk]),
    )
    return act_page(request, forms.Form, partial(services.end_suspect, found), act)


@for_power(Power.REGISTER)
def withdraw_suspect(request: UserRequest, pk: int) -> HttpResponse:
    found = access.suspect(pk)
    act = Act(
        title=_("Take it back: it does not pretend to be ours"),
        lead=_("The public page warns of it no longer."),
        button=_("Take it back"),
        done=_("Taken back. Nobody is warned of it any more."),
        back=reverse("channels:suspect", args=[pk]),
        is_danger=True,
    )
    service = partial(services.withdraw_suspect, found)
    return act_page(request, WithdrawForm, service, act)


@require_GET
def sighting_screenshot(request: UserRequest, pk: int, sighting: int) -> FileResponse:
    kept = access.sighting_screenshot(pk, sighting)
    extension = kept.media_type.rpartition("/")[2]
    return kept_file(
        files.open_evidence(kept),
        name=f"{pk}-{sighting}.{extension}",
        media_type=kept.media_type,
    )


@require_GET
def suspect_screenshot(request: UserRequest, pk: int) -> FileResponse:
    kept = access.suspect_screenshot(pk)
    extension = kept.media_type.rpartition("/")[2]
    return kept_file(
        files.open_evidence(kept),
        name=f"{pk}.{extension}",
        media_type=kept.media_type,
    )
