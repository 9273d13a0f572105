from functools import partial

from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from rasmi.core.http import UserRequest
from rasmi.files import selectors as files
from rasmi.people.models import Power
from rasmi.people.pages import for_power
from rasmi.policy import access, selectors, services
from rasmi.policy.forms import CheckDecisionForm, EnterDecisionForm, ReturnForm
from rasmi.web.downloads import kept_file
from rasmi.web.forms import Act, act_page, key_in

PAGE = 50


@require_GET
def decisions(request: UserRequest) -> HttpResponse:
    found = selectors.decisions().order_by("-pk")
    before = key_in(request.GET.get("before", ""))
    if before:
        found = found.filter(pk__lt=before)
    page = list(found[: PAGE + 1])
    return render(
        request,
        "policy/decisions.html",
        {"decisions": page[:PAGE], "has_more": len(page) > PAGE},
    )


@require_GET
def decision(request: UserRequest, pk: int) -> HttpResponse:
    found = access.decision(pk)
    return render(
        request,
        "policy/decision.html",
        {
            "decision": found,
            "is_mine": found.entered_by_id == request.user.pk,
            "rests": selectors.rests_on(found),
        },
    )


@require_GET
def original(request: UserRequest, pk: int) -> FileResponse:
    found = access.decision(pk)
    services.require_reader(request.user, found, now=timezone.now())
    services.require_intact(found)
    return kept_file(
        files.open_evidence(found.original),
        name=found.file_name,
        media_type=found.original.media_type,
    )


@for_power(Power.REGISTER)
def enter_decision(request: UserRequest) -> HttpResponse:
    act = Act(
        title=_("Enter a decision"),
        lead=_("A decision counts once a second person has checked it with its scan."),
        button=_("Enter"),
        done=_("Entered. Whoever keeps the registers is asked to check it."),
        back=reverse("policy:decisions"),
    )
    initial = {
        name: request.GET[name]
        for name in ("number", "decided_on", "kind")
        if name in request.GET
    }
    return act_page(
        request, EnterDecisionForm, services.enter_decision, act, initial=initial
    )


@for_power(Power.REGISTER)
def check_decision(request: UserRequest, pk: int) -> HttpResponse:
    found = access.decision(pk)
    act = Act(
        title=_("Check decision %(number)s") % {"number": found.number},
        lead=_("Open the scan and compare it with the entry, line by line."),
        button=_("It agrees with the scan"),
        done=_("Checked. Acts may rest on this decision from now on."),
        back=reverse("policy:decision", args=[pk]),
        template="policy/check.html",
    )
    service = partial(services.check_decision, found)
    return act_page(request, CheckDecisionForm, service, act, more={"decision": found})


@for_power(Power.REGISTER)
def return_decision(request: UserRequest, pk: int) -> HttpResponse:
    found = access.decision(pk)
    act = Act(
        title=_("Return decision %(number)s") % {"number": found.number},
        lead=_("The entry stays in the register as returned; it is entered anew."),
        button=_("Return"),
        done=_("Returned. It can be entered anew."),
        back=reverse("policy:decision", args=[pk]),
        is_danger=True,
    )
    service = partial(services.return_decision, found)
    return act_page(request, ReturnForm, service, act)
