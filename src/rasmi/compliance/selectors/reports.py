"""Periods that are reported on, and what a report says of one."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any

from django.db.models import Count, Max, Q
from django.utils import timezone, translation

from rasmi import rules
from rasmi.audit.models import Entry
from rasmi.compliance.models import Control, Figure, Finding, Report, Violation
from rasmi.compliance.selectors.standings import ORDER
from rasmi.core.calendar import months_later, start_of
from rasmi.policy import pack
from rasmi.policy import selectors as policy
from rasmi.policy.models import Waiver
from rasmi.rules import Verdict

Json = dict[str, Any]
TREND = timedelta(days=90)


@dataclass(frozen=True)
class Period:
    """Days that one report tells of; `ends_on` is exclusive."""

    begins_on: date
    ends_on: date

    @property
    def begins_at(self) -> datetime:
        return start_of(self.begins_on)

    @property
    def ends_at(self) -> datetime:
        return start_of(self.ends_on)

    @property
    def last_day(self) -> date:
        return self.ends_on - timedelta(days=1)

    @property
    def due_at(self) -> datetime:
        return self.ends_at + Report.SIGNED_WITHIN


def reports() -> list[Report]:
    return list(Report.objects.select_related("signed_by", "seen_by").defer("contents"))


def periods(now: datetime) -> list[Period]:
    """
    Each whole period since the controls first ran, the oldest first.

    What was reported keeps its days; a new interval counts from the next period on.
    """
    kept = Report.objects.order_by("begins_on").values_list("begins_on", "ends_on")
    found = [Period(*days) for days in kept]
    if found:
        begins_on = found[-1].ends_on
    else:
        first = Figure.objects.order_by("at").values_list("at", flat=True).first()
        if first is None:
            return []
        begins_on = timezone.localdate(first).replace(day=1)
    today = timezone.localdate(now)
    while (ends_on := _end(begins_on)) <= today:
        found.append(Period(begins_on, ends_on))
        begins_on = ends_on
    return found


def _end(begins_on: date) -> date:
    interval = policy.setting("report_interval", start_of(begins_on))
    return months_later(begins_on, interval.number("months"))


def unreported(now: datetime) -> list[Period]:
    """Periods that are over and have no signed report, the oldest first."""
    signed = set(
        Report.objects.filter(signed_at__isnull=False).values_list(
            "begins_on", flat=True
        )
    )
    return [each for each in periods(now) if each.begins_on not in signed]


def unseen() -> list[Report]:
    """Signed reports that the head has not seen, the oldest first."""
    found = Report.objects.filter(signed_at__isnull=False, seen_at=None)
    return list(found.defer("contents").order_by("begins_on"))


def trend(lever: str, now: datetime) -> list[Figure]:
    """The last figure of each day of the last ninety, the oldest first."""
    found = Figure.objects.filter(control__lever=lever, at__gt=now - TREND)
    by_day = {timezone.localdate(each.at): each for each in found.order_by("at", "pk")}
    return list(by_day.values())


def contents(period: Period) -> Json:
    """
    What rows say of a period: counts and rules, and nobody's name.

    Findings may name persons; a report is read by more people than they are.
    """
    controls = _controls(period)
    return {
        "controls": controls,
        "totals": {
            when: _counted(each[when] for each in controls) for when in ("begin", "end")
        },
        "findings": _findings(period),
        "refusals": _refusals(period),
        "waivers": [_waiver(each) for each in _waivers(period)],
        "proposals": _proposals(period),
        "violations": {
            "received": Violation.objects.filter(_of(period, "received_at")).count(),
            "closed": Violation.objects.filter(_of(period, "closed_at")).count(),
        },
    }


def _controls(period: Period) -> list[Json]:
    begin = _figures(period.begins_at)
    end = _figures(period.ends_at)
    opened = _per_control(_of(period, "opened_at"))
    closed = _per_control(_of(period, "closed_at"))
    found = [
        _control(lever, control, begin.get(lever), end.get(lever))
        | {"opened": opened[lever], "closed": closed[lever]}
        for lever, control in rules.controls().items()
    ]
    return sorted(found, key=lambda each: (_order(each["end"]), each["lever"]))


def _order(verdict: str) -> int:
    return ORDER.index(Verdict(verdict))


def _control(
    lever: str, control: rules.Control, begin: Figure | None, end: Figure | None
) -> Json:
    clauses = pack.current().of_lever.get(lever, ())
    return {
        "lever": lever,
        "title": _in_both(control),
        "clauses": [each.id for each in clauses],
        "begin": begin.verdict if begin else "",
        "end": end.verdict if end else Verdict.UNKNOWN.value,
        "population": end.population if end else None,
        "found": end.found if end else None,
        "unknown": end.unknown if end else None,
    }


def _in_both(control: rules.Control) -> dict[str, str]:
    said = {}
    for language in ("ar", "en"):
        with translation.override(language):
            said[language] = str(control.title)
    return said


def _figures(at: datetime) -> dict[str, Figure]:
    """
    The last figure of each control before a time.

    One that is older than a day and a half says nothing: the control did not run.
    """
    within = Q(figures__at__lt=at, figures__at__gte=at - timedelta(hours=36))
    newest = Control.objects.annotate(last=Max("figures__at", filter=within))
    found = Figure.objects.filter(
        control__in=newest.filter(last__isnull=False), at__lt=at
    )
    latest = {each.pk: each.last for each in newest if each.last}
    figures = found.filter(at__in=set(latest.values())).select_related("control")
    return {
        each.control.lever: each
        for each in figures.order_by("pk")
        if latest.get(each.control_id) == each.at
    }


def _of(period: Period, column: str) -> Q:
    between = {f"{column}__gte": period.begins_at, f"{column}__lt": period.ends_at}
    return Q(**between)


def _per_control(which: Q) -> Counter[str]:
    found = Finding.objects.filter(which).values_list("control__lever")
    return Counter(dict(found.annotate(n=Count("pk")).order_by()))


def _counted(verdicts: Iterable[str]) -> dict[str, int]:
    counted = Counter(verdicts)
    return {each.value: counted[each.value] for each in ORDER}


def _findings(period: Period) -> Json:
    closed = Finding.objects.filter(_of(period, "closed_at"))
    open_ = Finding.objects.filter(opened_at__lt=period.ends_at).filter(
        Q(closed_at=None) | Q(closed_at__gte=period.ends_at)
    )
    took = [
        (until - since).total_seconds() / timedelta(days=1).total_seconds()
        for since, until in closed.values_list("opened_at", "closed_at")
        if until
    ]
    return {
        "opened": Finding.objects.filter(_of(period, "opened_at")).count(),
        "closed": len(took),
        "open": open_.count(),
        "older": open_.filter(opened_at__lt=period.begins_at).count(),
        "days_to_close": round(median(took), 1) if took else None,
    }


def _refusals(period: Period) -> list[Json]:
    """What the rules prevented, by the rule: the most often refused first."""
    found = (
        Entry.objects.refused()
        .filter(_of(period, "at"))
        .values_list("lever")
        .annotate(n=Count("pk"))
        .order_by("-n", "lever")
    )
    current = pack.current()
    return [
        {
            "lever": lever,
            "clauses": [each.id for each in current.of_lever.get(lever, ())],
            "count": count,
        }
        for lever, count in found
    ]


def _waivers(period: Period) -> Sequence[Waiver]:
    return list(
        Waiver.objects.filter(
            granted_at__lt=period.ends_at, ends_at__gt=period.begins_at
        ).select_related("decision")
    )


def _waiver(each: Waiver) -> Json:
    return {
        "lever": each.lever,
        "decision": str(each.decision),
        "ends_at": each.ends_at.isoformat(),
    }


def _proposals(period: Period) -> list[Json]:
    """Numbers that nobody had approved when the period ended."""
    last = period.ends_at - timedelta(seconds=1)
    return [
        {
            "clause": each.parameter.clause,
            "title": {"ar": each.parameter.title.ar, "en": each.parameter.title.en},
            "is_used": each.source == policy.Source.PROPOSAL,
        }
        for each in policy.settings_now(last)
        if not each.is_approved
    ]
