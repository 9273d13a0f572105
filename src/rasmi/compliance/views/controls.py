from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from rasmi.compliance import access, selectors, services
from rasmi.compliance import clauses as of_policy
from rasmi.compliance.clauses import State
from rasmi.compliance.selectors import Standing
from rasmi.compliance.views.findings import FACES
from rasmi.compliance.views.reasons import with_reason
from rasmi.core.http import UserRequest
from rasmi.core.language import listed
from rasmi.policy import pack
from rasmi.rules import Verdict
from rasmi.web.charts import Face, columns, split
from rasmi.web.forms import key_in
from rasmi.web.templatetags.web import digits

DAYS = 90  # of the picture of a control


@require_GET
def overview(request: UserRequest) -> HttpResponse:
    now = timezone.now()
    found = selectors.standings(now)
    verdict, chapter = request.GET.get("verdict", ""), request.GET.get("chapter", "")
    shown = [each for each in found if _is_chosen(each, verdict, chapter)]
    totals = selectors.totals(found)
    held = of_policy.totals(of_policy.held(now))
    return render(
        request,
        "compliance/overview.html",
        {
            "controls": found,
            "last_run": selectors.last_run(found),
            "is_stale": any(each.is_stale for each in found),
            **_picture(selectors.FACES, totals),
            "tiles": [
                (each.value, face, totals[each], each == verdict)
                for each, face in selectors.FACES.items()
            ],
            "groups": _groups(shown),
            "chapters": _chapters(found, chapter),
            "is_all": shown == found,
            "may_read": bool(request.powers & services.MAY_READ),
            "may_check": bool(request.powers & services.MAY_CHECK),
            "held": held[State.HELD] + held[State.PARTLY],
            "asked": sum(held.values()) - held[State.DEFINITION],
        },
    )


def _is_chosen(each: Standing, verdict: str, chapter: str) -> bool:
    if chapter and not any(clause.chapter == chapter for clause in each.clauses):
        return False
    return verdict in ("", each.verdict)


def _picture(faces: Mapping[Any, Face], totals: Mapping[Any, int]) -> dict[str, Any]:
    counted = [(face, totals[each]) for each, face in faces.items()]
    words = (f"{face.label}: {digits(count)}" for face, count in counted)
    return {"bar": split(counted), "bar_says": listed(words)}


def _groups(shown: Iterable[Standing]) -> list[tuple[Face, list[Standing]]]:
    grouped: dict[Verdict, list[Standing]] = {}
    for each in shown:
        grouped.setdefault(each.verdict, []).append(each)
    return [(selectors.FACES[verdict], each) for verdict, each in grouped.items()]


def _chapters(found: Iterable[Standing], chosen: str) -> list[tuple[str, str, bool]]:
    """The chapters of the policy that any control is of."""
    used = {clause.chapter for each in found for clause in each.clauses}
    return [
        (key, str(title), key == chosen)
        for key, title in pack.current().chapters.items()
        if key in used
    ]


@require_GET
@with_reason
def control(request: UserRequest, lever: str) -> HttpResponse:
    now = timezone.now()
    found = access.control(request, lever, now)
    before = key_in(request.GET.get("before", ""))
    findings = selectors.open_findings(found, before=before)
    page = findings[: selectors.PAGE]
    closed = selectors.lately_closed(found)
    return render(
        request,
        "compliance/control.html",
        {
            "control": found,
            "findings": [(each, FACES[each.state(now)]) for each in page],
            "older": page[-1].pk if len(findings) > selectors.PAGE else None,
            "closed": [(each, FACES[each.state(now)]) for each in closed],
            **_course(lever, now),
            "may_check": bool(request.powers & services.MAY_CHECK),
        },
    )


def _course(lever: str, now: datetime) -> dict[str, Any]:
    """How a control stood each day of the last ninety, as a picture and as a table."""
    figures = selectors.trend(lever, now)
    faces = [(each, selectors.FACES[Verdict(each.verdict)]) for each in figures]
    by_day = {timezone.localdate(each.at): (face, each.found) for each, face in faces}
    today = timezone.localdate(now)
    days = [today - timedelta(days=back) for back in range(DAYS - 1, -1, -1)]
    return {
        "columns": columns([by_day.get(each) for each in days]),
        "figures": list(reversed(faces)),
        "first_day": days[0],
        "most": max((each.found for each in figures), default=0),
    }


@require_GET
def clauses(request: UserRequest) -> HttpResponse:
    found = of_policy.held(timezone.now())
    totals = of_policy.totals(found)
    asking = {
        state: face
        for state, face in of_policy.FACES.items()
        if state != State.DEFINITION
    }
    return render(
        request,
        "compliance/clauses.html",
        {
            **_picture(asking, totals),
            "tiles": [(face, totals[state]) for state, face in asking.items()],
            "asked": len(found) - totals[State.DEFINITION],
            "definitions": totals[State.DEFINITION],
            "chapters": [
                (title, [each for each in found if each.clause.chapter == key])
                for key, title in pack.current().chapters.items()
            ],
            "may_read": bool(request.powers & services.MAY_READ),
        },
    )


@require_POST
def check(request: UserRequest, lever: str = "") -> HttpResponse:
    now = timezone.now()
    if lever:
        access.control(request, lever, now)
    count = services.check_now(by=request.user, now=now, lever=lever)
    done = ngettext("%(n)s control was run.", "%(n)s controls were run.", count)
    messages.success(request, done % {"n": digits(count)})
    if lever:
        return redirect("compliance:control", lever)
    return redirect("compliance:overview")
