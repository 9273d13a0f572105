from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from rasmi.core.calendar import weeks
from rasmi.core.http import UserRequest
from rasmi.intake import selectors as intake
from rasmi.intake.models import RemoteObject
from rasmi.moderation import access, selectors, services, stories
from rasmi.moderation.forms import (
    DecideForm,
    HideForm,
    MatchForm,
    ReasonForm,
    StandForm,
)
from rasmi.moderation.models import Appeal, Judgement
from rasmi.outbox import selectors as outbox
from rasmi.web.forms import Act, act_page, key_in

PAGE = 50
page = require_http_methods(["GET", "POST"])


@require_GET
def queue(request: UserRequest) -> HttpResponse:
    now = timezone.now()
    visible = partial(
        selectors.visible, user=request.user, powers=request.powers, at=now
    )
    waiting, hidden = visible(selectors.waiting()), visible(selectors.hidden())
    appeals = selectors.visible_appeals(request.user, request.powers, now)
    tab = request.GET.get("tab", "")
    context: dict[str, Any] = {
        "on_waiting": tab not in ("hidden", "appeals"),
        "on_hidden": tab == "hidden",
        "on_appeals": tab == "appeals",
        "waiting": waiting.count(),
        "open_appeals": appeals.filter(state=Appeal.State.OPEN).count(),
    }
    if tab == "appeals":
        context |= _appeals(appeals)
    elif tab == "hidden":
        context |= _hidden(hidden, key_in(request.GET.get("before", "")), now)
    else:
        context["lines"] = selectors.queue(waiting, now)
    return render(request, "moderation/queue.html", context)


def _hidden(found: Any, before: int, now: Any) -> dict[str, Any]:
    if before:
        found = found.filter(pk__lt=before)
    last = list(found[: PAGE + 1])
    return {"lines": selectors.lines(last[:PAGE], now), "has_more": len(last) > PAGE}


def _appeals(found: QuerySet[Appeal]) -> dict[str, Any]:
    open_ones = found.filter(state=Appeal.State.OPEN).order_by("received_at")
    decided = found.exclude(state=Appeal.State.OPEN)[:PAGE]
    held = weeks()
    return {
        "appeals": [
            (each, selectors.answer_due(each, held)) for each in (*open_ones, *decided)
        ]
    }


@require_GET
def contribution(request: UserRequest, pk: int) -> HttpResponse:
    now = timezone.now()
    found = access.contribution(request, pk)
    version = found.version
    last = selectors.last_judgement(found)
    is_waiting = selectors.waiting().filter(pk=pk).exists()
    line = selectors.lines([found], now)[0]
    may_judge = selectors.may_judge(request.user, found.channel, now)
    return render(
        request,
        "moderation/object.html",
        {
            "object": found,
            "version": version,
            "pieces": intake.marked(version),
            "findings": intake.findings_of(version),
            "earlier": found.versions.exclude(pk=version.pk),
            "beneath": outbox.of_thread(found.channel, found.thread),
            "line": line if is_waiting else None,
            "told": stories.told(found),
            "hiding": last if last and last.is_hiding else None,
            "capture": stories.capture(found),
            "appeals": selectors.appeals().filter(judgement__object=found),
            "may_judge": may_judge,
            "may_hide": may_judge and not found.is_deleted and _is_open(last, found),
        },
    )


def _is_open(last: Judgement | None, found: RemoteObject) -> bool:
    """Whether the words can be judged: they are not hidden, nor on the way to it."""
    if last is None or not last.is_hiding:
        return True
    if last.intent is None or last.intent.is_over:
        return True
    return last.intent.is_out and last.version.text != found.version.text


def _back(pk: int) -> str:
    return reverse("moderation:object", args=[pk])


@page
def hide(request: UserRequest, pk: int) -> HttpResponse:
    found = access.contribution(request, pk)
    version = found.version
    act = Act(
        title=_("Hide a contribution on «%(account)s»") % {"account": found.channel},
        lead=_("Criticism stands, however sharp. A copy is kept, and one may appeal."),
        button=_("Hide it"),
        done=_("Decided. The platform hides it as soon as it can."),
        back=_back(pk),
        is_danger=True,
        template="moderation/act.html",
    )
    initial = {"version_number": version.number, "rule": stories.suggested(version)}
    more = {"pieces": intake.marked(version)}
    service = partial(services.hide, found)
    return act_page(request, HideForm, service, act, initial=initial, more=more)


@page
def let_stand(request: UserRequest, pk: int) -> HttpResponse:
    found = access.contribution(request, pk)
    act = Act(
        title=_("Let it stand on «%(account)s»") % {"account": found.channel},
        lead=_("You have looked at it. If it changes, it comes back."),
        button=_("Let it stand"),
        done=_("Kept: it stands."),
        back=_back(pk),
        template="moderation/act.html",
    )
    initial = {"version_number": found.version.number}
    more = {"pieces": intake.marked(found.version)}
    service = partial(services.let_stand, found)
    return act_page(request, StandForm, service, act, initial=initial, more=more)


@page
def show_again(request: UserRequest, pk: int) -> HttpResponse:
    hiding = access.hiding(request, pk)
    act = Act(
        title=_("Show it again on «%(account)s»") % {"account": hiding.object.channel},
        lead=_("The mistake is counted in the figures that the public reads."),
        button=_("Show it again"),
        done=_("Decided. The platform shows it again as soon as it can."),
        back=_back(hiding.object_id),
        template="moderation/act.html",
    )
    more = {"pieces": intake.marked(hiding.version)}
    service = partial(services.show_again, hiding)
    return act_page(request, ReasonForm, service, act, more=more)


@require_GET
def appeal(request: UserRequest, pk: int) -> HttpResponse:
    now = timezone.now()
    found = access.appeal(request, pk)
    hiding = found.judgement
    may = selectors.may_decide(request.user, found, now)
    is_other = hiding is None or selectors.is_other(request.user, hiding, now)
    return render(
        request,
        "moderation/appeal.html",
        {
            "appeal": found,
            "hiding": hiding,
            "rule": selectors.rule(hiding.rule) if hiding else None,
            "pieces": intake.marked(hiding.version) if hiding else [],
            "due_at": selectors.answer_due(found),
            "may_decide": may and is_other and found.is_open,
            "may_match": may and hiding is None and found.is_open,
            "is_own": may and not is_other and found.is_open,
        },
    )


@page
def decide_appeal(request: UserRequest, pk: int) -> HttpResponse:
    found = access.appeal(request, pk)
    act = Act(
        title=_("Decide the appeal"),
        lead=_("You did not decide the hiding. Judge the words, not the person."),
        button=_("Keep the decision"),
        done=_("Decided. The answer is read with the code of the appeal."),
        back=reverse("moderation:appeal", args=[pk]),
        template="moderation/act.html",
    )
    hiding = found.judgement
    more = {"pieces": intake.marked(hiding.version) if hiding else []}
    service = partial(services.decide_appeal, found)
    return act_page(request, DecideForm, service, act, more=more)


@page
def match_appeal(request: UserRequest, pk: int) -> HttpResponse:
    found = access.appeal(request, pk)
    hidings = selectors.hidings_to_match(request.user, request.powers, timezone.now())
    act = Act(
        title=_("What is this appeal about?"),
        lead=found.place,
        button=_("This is it"),
        done=_("Kept. The appeal can be decided now."),
        back=reverse("moderation:appeal", args=[pk]),
    )
    form: Any = partial(MatchForm, hidings=hidings)
    return act_page(request, form, partial(services.match_appeal, found), act)
