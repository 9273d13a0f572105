from functools import partial

from django import forms
from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from rasmi.channels import access, services
from rasmi.channels.forms.disclaimers import (
    DisclaimerForm,
    ProfileForm,
    disclaimer_to_begin_with,
)
from rasmi.channels.selectors import disclaimers
from rasmi.core.http import UserRequest
from rasmi.files import selectors as files
from rasmi.people import selectors as people
from rasmi.people.models import Power
from rasmi.people.pages import for_power
from rasmi.web.downloads import kept_file
from rasmi.web.forms import Act, act_page


@require_GET
def disclaimer(request: UserRequest) -> HttpResponse:
    now = timezone.now()
    return render(
        request,
        "channels/disclaimer.html",
        {
            "notice": disclaimers.approved(),
            "waiting": disclaimers.waiting(),
            "pages": disclaimers.pages(now),
            "units": people.units_of_offices(request.user, now),
            "may_write": bool({Power.APPROVE, Power.POLICY} & request.powers),
        },
    )


@require_http_methods(["GET", "POST"])
def write_disclaimer(request: UserRequest) -> HttpResponse:
    act = Act(
        title=_("Write the notice of copyright"),
        lead=_(
            "The full text stands on the public page, the short one on the page of "
            "each account. Both hold once another person has approved them."
        ),
        button=_("Send for approval"),
        done=_("Sent. Who approves sees it now."),
        back=reverse("channels:disclaimer"),
    )
    last = disclaimers.waiting() or disclaimers.approved()
    initial = (
        {name: getattr(last, name) for name in DisclaimerForm.base_fields}
        if last
        else disclaimer_to_begin_with()
    )
    service = services.write_disclaimer
    return act_page(request, DisclaimerForm, service, act, initial=initial)


@for_power(Power.APPROVE)
def approve_disclaimer(request: UserRequest, pk: int) -> HttpResponse:
    found = access.disclaimer(pk)
    act = Act(
        title=_("Approve the notice of copyright"),
        button=_("Approve"),
        done=_("Approved. It stands on the public page."),
        back=reverse("channels:disclaimer"),
        template="channels/approve_disclaimer.html",
    )
    service = partial(services.approve_disclaimer, found)
    return act_page(request, forms.Form, service, act, more={"notice": found})


@require_http_methods(["GET", "POST"])
def read_profile(request: UserRequest, pk: int) -> HttpResponse:
    found = access.channel(pk)
    act = Act(
        title=_("What the page of «%(account)s» says") % {"account": found},
        lead=_("Rasmi compares it with the approved text, letter by letter."),
        button=_("Keep what I saw"),
        done=_("Kept, with your name and the day."),
        back=reverse("channels:channel", args=[pk]),
        template="channels/profile.html",
    )
    page = disclaimers.page(found, timezone.now())
    service = partial(services.read_profile, found)
    return act_page(request, ProfileForm, service, act, more={"page": page})


@require_GET
def profile_screenshot(request: UserRequest, pk: int, reading: int) -> FileResponse:
    kept = access.profile_screenshot(pk, reading)
    extension = kept.media_type.rpartition("/")[2]
    return kept_file(
        files.open_evidence(kept),
        name=f"{reading}.{extension}",
        media_type=kept.media_type,
    )
