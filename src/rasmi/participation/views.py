from dataclasses import fields
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from rasmi.core.http import UserRequest
from rasmi.intake.models import RemoteObject
from rasmi.participation import access, selectors, services
from rasmi.participation.forms import ContributionForm, OutcomeForm, WithdrawForm
from rasmi.participation.models import Outcome
from rasmi.participation.services.outcomes import Told
from rasmi.web.forms import Act, act_page, form_page, key_in, submitted

page = require_http_methods(["GET", "POST"])
WORDS = tuple(each.name for each in fields(Told))


@require_GET
def outcomes(request: UserRequest) -> HttpResponse:
    now = timezone.now()
    found = selectors.visible(request.user, request.powers, now)
    chosen = request.GET.get("state", "")
    if chosen in Outcome.State.values:
        found = found.filter(state=chosen)
    return render(
        request,
        "participation/outcomes.html",
        {
            "outcomes": found[:200],
            "states": [
                (value, label, value == chosen)
                for value, label in Outcome.State.choices
            ],
            "is_all": chosen not in Outcome.State.values,
            "may_write": selectors.writable_topics(request.user, now).exists(),
        },
    )


@require_GET
def outcome(request: UserRequest, pk: int) -> HttpResponse:
    now = timezone.now()
    found = access.outcome(request, pk)
    is_approver = "approve" in request.powers
    may_write = selectors.may_write(request.user, found.topic, now)
    return render(
        request,
        "participation/outcome.html",
        {
            "outcome": found,
            "contributions": selectors.contributions(found),
            "may_write": may_write,
            "may_publish": found.is_draft
            and selectors.may_publish(request.user, found, now),
            "may_withdraw": is_approver if found.is_published else may_write,
            "is_corrected": hasattr(found, "corrected_by"),
        },
    )


@page
def new(request: UserRequest) -> HttpResponse:
    """A new outcome; `object` names a contribution that is behind it."""
    now = timezone.now()
    behind = _behind(request)

    def save(**data: Any) -> Outcome:
        return services.record_outcome(
            behind=behind, by=request.user, now=now, **_split(data)
        )

    return _write(request, save, {"decided_on": timezone.localdate(now)}, behind=behind)


@page
def correct(request: UserRequest, pk: int) -> HttpResponse:
    found = access.outcome(request, pk)
    now = timezone.now()

    def save(**data: Any) -> Outcome:
        split = _split(data)
        split.pop("topic")
        return services.correct_outcome(found, by=request.user, now=now, **split)

    initial = {
        name: getattr(found, name) for name in (*WORDS, "decision", "decided_on")
    }
    return _write(request, save, {**initial, "topic": found.topic_id}, outcome=found)


def _behind(request: UserRequest) -> RemoteObject | None:
    if pk := key_in(request.GET.get("object", "")):
        readable = selectors.readable_objects(
            request.user, request.powers, timezone.now()
        )
        return get_object_or_404(readable, pk=pk)
    return None


def _split(data: dict[str, Any]) -> dict[str, Any]:
    words = {name: data.pop(name) for name in WORDS}
    return {**data, "told": Told(**words)}


def _write(
    request: UserRequest, save: Any, initial: dict[str, Any], **context: Any
) -> HttpResponse:
    typed = request.POST if request.method == "POST" else None
    form = OutcomeForm(typed, initial=initial, user=request.user, now=timezone.now())
    made: list[Outcome] = []
    if submitted(request, form, lambda data: made.append(save(**data))):
        messages.success(request, _("Saved. Another person reads and publishes it."))
        return redirect("participation:outcome", made[0].pk)
    return form_page(request, "participation/write.html", form, context)


@page
def add_contribution(request: UserRequest, pk: int) -> HttpResponse:
    found = access.outcome(request, pk)
    readable = selectors.readable_objects(request.user, request.powers, timezone.now())
    act = Act(
        title=_("Name a contribution behind it"),
        lead=_("The public reads how many there were, and never who wrote them."),
        button=_("Add it"),
        done=_("Added."),
        back=_back(pk),
    )
    form: Any = partial(ContributionForm, readable=readable)
    return act_page(request, form, partial(services.add_contribution, found), act)


@page
def publish(request: UserRequest, pk: int) -> HttpResponse:
    found = access.outcome(request, pk)
    act = Act(
        title=_("Publish «%(outcome)s»") % {"outcome": found},
        lead=_("Everybody reads it from now on. Its words are not changed any more."),
        button=_("Publish it"),
        done=_("Published on the public page."),
        back=_back(pk),
    )
    return act_page(request, forms.Form, partial(services.publish_outcome, found), act)


@page
def withdraw(request: UserRequest, pk: int) -> HttpResponse:
    found = access.outcome(request, pk)
    act = Act(
        title=_("Withdraw «%(outcome)s»") % {"outcome": found},
        lead=_("The public no longer reads it. It stays on record, with your reason."),
        button=_("Withdraw it"),
        done=_("Withdrawn."),
        back=_back(pk),
        is_danger=True,
    )
    return act_page(
        request, WithdrawForm, partial(services.withdraw_outcome, found), act
    )


def _back(pk: int) -> str:
    return reverse("participation:outcome", args=[pk])
