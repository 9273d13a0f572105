from functools import partial

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
)

from rasmi.core.http import UserRequest
from rasmi.people.models import Power
from rasmi.people.pages import for_power
from rasmi.records import access, selectors, services
from rasmi.records.classes import class_of
from rasmi.records.forms import DeclineForm, ReleaseForm
from rasmi.records.models import Release
from rasmi.web.forms import Act, act_page, form_page, submitted


@for_power(Power.POLICY)
def ask_release(request: UserRequest, pk: int) -> HttpResponse:
    found = access.record(request, pk)
    form = ReleaseForm(request.POST if request.method == "POST" else None)
    asked: list[Release] = []

    def ask(typed: dict[str, str]) -> None:
        now = timezone.now()
        asked.append(services.ask_release(found, by=request.user, now=now, **typed))

    if submitted(request, form, ask):
        return redirect("records:release", asked[0].pk)
    return form_page(request, "records/ask_release.html", form, {"record": found})


@require_GET
@access.with_reason
def release(request: UserRequest, pk: int) -> HttpResponse:
    found = access.release(request, pk, may_only_read=True)
    now = timezone.now()
    may_agree = bool(access.SECONDS & request.powers)
    context = {
        "release": found,
        "record": found.record,
        "class": class_of(found.record.subject_type),
        "holds": selectors.holds_over([found.record], now).get(found.record_id),
        "may_read": bool(access.READERS & request.powers),
        "may_agree": may_agree and found.asked_by_id != request.user.pk,
    }
    return render(request, "records/release.html", context)


@require_http_methods(["GET", "POST"])
def agree(request: UserRequest, pk: int) -> HttpResponse:
    found = access.release(request, pk)
    act = Act(
        title=_("Agree that it is handed over"),
        lead=_("To %(recipient)s. What is handed over is fixed from then on.")
        % {"recipient": found.recipient},
        button=_("Agree"),
        done=_("Agreed. Whoever asked makes the file."),
        back=reverse("records:release", args=[pk]),
    )
    return act_page(request, forms.Form, partial(services.agree_release, found), act)


@require_http_methods(["GET", "POST"])
def decline(request: UserRequest, pk: int) -> HttpResponse:
    found = access.release(request, pk)
    act = Act(
        title=_("Do not hand it over"),
        button=_("Do not agree"),
        done=_("Kept, with your reason."),
        back=reverse("records:release", args=[pk]),
        is_danger=True,
    )
    return act_page(request, DeclineForm, partial(services.decline_release, found), act)


@require_POST
def take_bundle(request: UserRequest, pk: int) -> HttpResponse:
    found = access.release(request, pk)
    content = services.release(found, by=request.user, now=timezone.now())
    response = HttpResponse(content, content_type="application/zip")
    name = f"record-{found.record_id}.zip"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
