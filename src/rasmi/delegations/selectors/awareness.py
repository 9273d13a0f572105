"""Who is to be made aware of the risks, and what came of the campaigns."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from rasmi.core.calendar import months_later, start_of
from rasmi.delegations.models import Campaign, Delegation, Reached
from rasmi.people import selectors as people
from rasmi.people.models import Attempt, Placement, Unit, User
from rasmi.policy import selectors as policy

PARAMETER = "awareness_interval"


def audience(
    of: Campaign.Audience | str, unit: Unit | None, at: datetime
) -> QuerySet[User]:
    """Everyone in service whom a campaign is for."""
    placed = Placement.objects.filter(ends_at=None)
    if of == Campaign.Audience.UNIT and unit:
        placed = placed.filter(unit__in=people.units_below(unit))
    found = User.objects.filter(is_active=True, pk__in=placed.values("user"))
    if of == Campaign.Audience.DELEGATES:
        held = Delegation.objects.in_force(at)
        found = found.filter(pk__in=held.values("person"))
    return found


@dataclass(frozen=True)
class Outcome:
    """How many a campaign was for, told, read and passed: never who."""

    campaign: Campaign
    people: int
    told: int
    read: int
    passed: int | None  # None where no course belongs to it

    @property
    def share_read(self) -> int:
        return 100 * self.read // self.people if self.people else 0


def outcomes(found: QuerySet[Campaign], *, first: int) -> list[Outcome]:
    """The newest campaigns with their numbers, in one query."""
    passes = Attempt.objects.filter(
        user=OuterRef("reached__person"),
        course=OuterRef("course"),
        passed=True,
        finished_at__gte=OuterRef("begun_at"),
    )
    counted = found.select_related("unit", "begun_by").annotate(
        people=Count("reached"),
        told=Count("reached", filter=Q(reached__told_at__isnull=False)),
        was_read=Count("reached", filter=Q(reached__read_at__isnull=False)),
        passed=Count("reached", filter=Exists(passes)),
    )
    return [
        Outcome(
            each,
            people=each.people,
            told=each.told,
            read=each.was_read,
            passed=each.passed if each.course else None,
        )
        for each in counted.order_by("-pk")[:first]
    ]


def to_read(person: int, at: datetime) -> QuerySet[Reached]:
    """What a person was told of, has not read, and is still to read."""
    return Reached.objects.filter(
        person=person, read_at=None, campaign__ends_at__gt=at
    ).select_related("campaign")


def since(at: datetime) -> datetime | None:
    """From when on a campaign counts; None where the interval is not set."""
    setting = policy.setting(PARAMETER, at)
    if not setting.values:
        return None
    day = months_later(timezone.localdate(at), -setting.number("months"))
    return start_of(day)


@dataclass(frozen=True)
class Unaware:
    """A unit and how many of its people no campaign reached within the interval."""

    unit: Unit
    people: int
    missed: int


def awareness(first: datetime) -> list[Unaware]:
    """Each unit that has people; who joined within the interval is not missed yet."""
    told = Reached.objects.filter(
        person=OuterRef("placements__user"), told_at__gte=first
    )
    here = Q(placements__ends_at=None, placements__user__is_active=True)
    missed = here & Q(placements__user__joined_at__lt=first) & Q(~Exists(told))
    counted = (
        Unit.objects.annotate(
            people=Count("placements", filter=here),
            missed=Count("placements", filter=missed),
        )
        .filter(people__gt=0)
        .order_by("pk")
    )
    return [Unaware(each, *_counted(each)) for each in counted]


def _counted(unit: Any) -> tuple[int, int]:
    return unit.people, unit.missed
