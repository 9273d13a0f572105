from functools import partial
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from rasmi.core.http import UserRequest
from rasmi.security import access, selectors, services
from rasmi.security.forms import ACCOUNT, AskForm, LookForm, StopForm
from rasmi.security.models import Stop
from rasmi.web.forms import Act, act_page, key_in

PAGE = 50

page = require_http_methods(["GET", "POST"])


@require_GET
def stops(request: UserRequest) -> HttpResponse:
    now = timezone.now()
    before = key_in(request.GET.get("before", ""))
    past = list(selectors.past(before=before)[: PAGE + 1])
    return render(
        request,
        "security/stops.html",
        {
            "in_force": [] if before else selectors.stops_in_force(now),
            "past": past[:PAGE],
            "has_more": len(past) > PAGE,
            "may_stop": selectors.may_stop_something(request.user, now),
        },
    )


@require_GET
def stop(request: UserRequest, pk: int) -> HttpResponse:
    now = timezone.now()
    found = access.stop(pk)
    return render(
        request,
        "security/stop.html",
        {
            "stop": found,
            "may_resume": selectors.may_resume(request.user, found, now),
            "may_read": selectors.may_read_reason(
                request.user, request.powers, found, now
            ),
            "is_mine": found.resume_asked_by_id == request.user.pk,
        },
    )


@page
def begin(request: UserRequest) -> HttpResponse:
    services.require_stopper(request.user, now=timezone.now())
    act = Act(
        title=_("Stop speaking"),
        lead=_(
            "From now on nothing is published or answered. What is queued is kept, and "
            "two persons let it resume."
        ),
        button=_("Stop now"),
        done=_("Stopped. Whoever is concerned is told by e-mail."),
        back=reverse("security:stops"),
        is_danger=True,
    )
    account = key_in(request.GET.get("account", ""))
    initial = {"scope": ACCOUNT, "channel": account} if account else {}
    return act_page(request, StopForm, services.stop, act, initial=initial)


@page
def ask(request: UserRequest, pk: int) -> HttpResponse:
    found = access.stop(pk)
    act = Act(
        title=_("Ask that speaking resumes"),
        lead=_("It takes two persons: after you, somebody else confirms it."),
        button=_("Ask for it"),
        done=_("Asked. Whoever may confirm it is told by e-mail."),
        back=reverse("security:stop", args=[pk]),
        template="security/act.html",
    )

    def service(*, has_looked: bool, **typed: Any) -> None:
        services.ask_to_resume(found, **typed)

    return act_page(request, AskForm, service, act, more=_shown(request, found))


@page
def confirm(request: UserRequest, pk: int) -> HttpResponse:
    found = access.stop(pk)
    act = Act(
        title=_("Confirm that speaking resumes"),
        lead=_("Look at what is queued first: it is sent as soon as you confirm."),
        button=_("Let speaking resume"),
        done=_("Speaking resumes."),
        back=reverse("security:stop", args=[pk]),
        template="security/act.html",
    )

    def service(*, has_looked: bool, **signed: Any) -> None:
        services.resume(found, **signed)

    return act_page(request, LookForm, service, act, more=_shown(request, found))


@page
def keep(request: UserRequest, pk: int) -> HttpResponse:
    found = access.stop(pk)
    act = Act(
        title=_("Keep speaking stopped"),
        lead=_("What was asked for is taken back; it can be asked for again."),
        button=_("Keep it stopped"),
        done=_("Speaking stays stopped."),
        back=reverse("security:stop", args=[pk]),
        template="security/act.html",
    )
    service = partial(services.keep_stopped, found)
    return act_page(request, forms.Form, service, act, more=_shown(request, found))


def _shown(request: UserRequest, found: Stop) -> dict[str, Any]:
    """What stands beside the form of an act: the stop, and why, for whom it is."""
    may_read = selectors.may_read_reason(
        request.user, request.powers, found, timezone.now()
    )
    return {"stop": found, "may_read": may_read}
