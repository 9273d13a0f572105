"""Findings: who puts them right, how they stand, and the list of all of them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from rasmi.compliance.models import Finding, FindingQuerySet, FindingState
from rasmi.people import selectors as people
from rasmi.people.models import Power, Unit, User
from rasmi.policy import pack
from rasmi.rules import Viewer

powers_of = people.powers_of
UNIT = "unit-"  # before the key of a unit, where units and powers are chosen from

_STATES: dict[str, Callable[[FindingQuerySet, datetime], FindingQuerySet]] = {
    FindingState.OPEN: lambda found, at: found.unwaived(at).filter(returned_at=None),
    FindingState.RETURNED: lambda found, at: found.unwaived(at).exclude(
        returned_at=None
    ),
    FindingState.WAITING: lambda found, at: found.waiting(),
    FindingState.WAIVED: lambda found, at: found.waived(at),
    FindingState.CLOSED: lambda found, at: found.closed(),
}


@dataclass(frozen=True)
class Choice:
    """What a reader looks for in the list; empty: everything."""

    lever: str = ""
    clause: str = ""
    owner: str = ""  # a power, or `unit-` and the key of a unit
    state: str = ""


def findings(choice: Choice, now: datetime) -> FindingQuerySet:
    """All findings of a choice, the newest first; the closed ones only if asked for."""
    found = Finding.objects.select_related(
        "control", "owner_unit", "waiver__decision", "corrector"
    )
    within = _STATES.get(choice.state)
    found = within(found, now) if within else found.open()
    if choice.lever:
        found = found.filter(control__lever=choice.lever)
    if choice.clause:
        levers = [
            lever
            for lever, clauses in pack.current().of_lever.items()
            if any(each.id == choice.clause for each in clauses)
        ]
        found = found.filter(control__lever__in=levers)
    if choice.owner.startswith(UNIT):
        key = choice.owner.removeprefix(UNIT)
        found = found.filter(owner_unit=int(key) if key.isdecimal() else 0)
    elif choice.owner:
        found = found.filter(owner_unit=None, owner_power=choice.owner)
    return found


def owners_chosen_from() -> list[tuple[str, str]]:
    """Every power and unit that can own a finding, by the value of a choice."""
    powers = [(each.value, str(each.label)) for each in Power]
    units = [(f"{UNIT}{each.pk}", str(each)) for each in Unit.objects.open()]
    return [*powers, *units]


def _of(powers: frozenset[str], units: frozenset[int]) -> Q:
    by_power = Q(owner_unit=None, owner_power__in=powers)
    return by_power | Q(owner_unit__in=units)


def puts_right(user: User, finding: Finding, now: datetime) -> bool:
    """Whether a finding is the person's to put right: its owner, or the policy's."""
    powers = people.powers_of(user, now)
    if Power.POLICY in powers:
        return True
    if finding.owner_unit_id is None:
        return finding.owner_power in powers
    return finding.owner_unit_id in people.units_of_offices(user, now)


def to_correct(viewer: Viewer, now: datetime) -> FindingQuerySet:
    """
    What a person has to put right by name or by a day, or has to say how it was.

    What follows from a duty of its own is owed there, and not twice.
    """
    mine = Finding.objects.filter(_of(viewer.powers, viewer.units))
    asked = mine.unwaived(now).filter(
        Q(is_assigned=True) | Q(correct_by__isnull=False) | Q(returned_at__isnull=False)
    )
    unsaid = mine.waiting().filter(corrector=None)
    return (asked | unsaid).select_related("control").order_by("correct_by", "pk")


def to_accept(viewer: Viewer) -> QuerySet[Finding]:
    waiting = Finding.objects.waiting().exclude(corrector=None)
    return waiting.exclude(corrector=viewer.pk).order_by("clean_at", "pk")


def unwaived_levers(now: datetime) -> set[str]:
    """The controls with a finding that no waiver covers now."""
    found = Finding.objects.unwaived(now).values_list("control__lever", flat=True)
    return set(found.distinct().order_by())
