"""The list of all who speak for a unit, which is judged and signed once a year."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, Max, Min, OuterRef, QuerySet, Subquery
from django.utils import timezone

from rasmi.core.calendar import months_later, start_of
from rasmi.delegations.models import Delegation, ListedPerson, YearlyList
from rasmi.delegations.models.delegations import DelegationQuerySet
from rasmi.delegations.selectors import rights
from rasmi.people.models import Unit, User
from rasmi.policy import selectors as policy

CHANGED_WITHIN = timedelta(days=60)  # as long as a nomination may wait for its start


@dataclass(frozen=True)
class Due:
    """A unit for which somebody speaks, with the time by which its list is signed."""

    unit: Unit
    signed_on: date | None  # None: never since its first delegation
    due_at: datetime  # exclusive
    current: YearlyList | None  # begun and not completed

    def is_late(self, at: datetime) -> bool:
        return self.due_at <= at

    def is_near(self, at: datetime) -> bool:
        return self.due_at <= at + rights.RENEWAL_WARNING


def yearly_lists() -> QuerySet[YearlyList]:
    return YearlyList.objects.select_related(
        "unit", "begun_by", "closed_by", "decision", "completed_by"
    )


def lists_due(at: datetime, *, units: Collection[int] | None = None) -> list[Due]:
    """
    Each unit for which somebody speaks now, the nearest first.

    The year counts from the decision that was signed last; before the first one, from
    when the first delegation on an account of the unit was made active.

    :param units: keys of units to look at; None: all of them
    """
    of_unit = Delegation.objects.filter(channel__owner=OuterRef("pk"))
    signed = YearlyList.objects.filter(
        unit=OuterRef("pk"), completed_at__isnull=False
    ).values("unit")
    began = of_unit.filter(activated_at__isnull=False).values("channel__owner")
    found = Unit.objects.filter(
        Exists(Delegation.objects.in_force(at).filter(channel__owner=OuterRef("pk")))
    )
    if units is not None:
        found = found.filter(pk__in=units)
    found = found.annotate(
        signed_on=Subquery(
            signed.annotate(last=Max("decision__decided_on")).values("last")
        ),
        spoken_since=Subquery(began.annotate(first=Min("starts_at")).values("first")),
    )
    current = {each.unit_id: each for each in yearly_lists().filter(completed_at=None)}
    months = policy.setting("renewal_interval", at).number("months")
    due = [
        Due(unit, _signed_on(unit), _due_at(unit, months), current.get(unit.pk))
        for unit in found
    ]
    return sorted(due, key=lambda each: (each.due_at, each.unit.pk))


def _due_at(unit: Unit, months: int) -> datetime:
    since: datetime = unit.spoken_since  # type: ignore[attr-defined]  # annotated
    first = _signed_on(unit) or timezone.localdate(since)
    return start_of(months_later(first, months))


def _signed_on(unit: Unit) -> date | None:
    found: date | None = unit.signed_on  # type: ignore[attr-defined]  # annotated
    return found


@dataclass(frozen=True)
class OnList:
    """A person on a list, with what they hold there and what was said of them."""

    person: User
    held: list[Delegation]
    listed: ListedPerson | None

    @property
    def title_ar(self) -> str:
        return self.held[0].title_ar

    @property
    def title(self) -> str:
        return self.held[0].title


def spoken_for(unit: Unit, at: datetime) -> DelegationQuerySet:
    """All delegations in force on the accounts of a unit."""
    return (
        rights.delegations()
        .in_force(at)
        .filter(channel__owner=unit)
        .order_by("person__name_ar", "person", "channel")
    )


def on_list(yearly: YearlyList, at: datetime) -> list[OnList]:
    """
    Who stands on a list: who speaks now, or who did when it was closed.
    """
    listed = {
        each.person_id: each
        for each in yearly.people_listed.select_related("person", "judged_by")
    }
    held: dict[int, list[Delegation]] = {}
    for each in spoken_for(yearly.unit, yearly.closed_at or at):
        held.setdefault(each.person_id, []).append(each)
    return [OnList(mine[0].person, mine, listed.get(pk)) for pk, mine in held.items()]


def to_change(
    at: datetime, units: Collection[int]
) -> list[tuple[Delegation, datetime]]:
    """
    Delegations whose scope was to be changed by a signed list and that still stand as
    they were, each with the time by which that is done.
    """
    asked = ListedPerson.objects.filter(
        verdict=ListedPerson.Verdict.CHANGE,
        yearly_list__completed_at__lte=at,
        yearly_list__unit=OuterRef("channel__owner"),
        person=OuterRef("person"),
        yearly_list__closed_at__gte=OuterRef("activated_at"),
    ).order_by("-yearly_list")
    found = (
        rights.delegations()
        .in_force(at)
        .filter(~Exists(rights.later_ones()), channel__owner__in=units)
        .annotate(asked_at=Subquery(asked.values("yearly_list__completed_at")[:1]))
        .filter(asked_at__isnull=False)
    )
    return [
        (each, min(each.ends_at, each.asked_at + CHANGED_WITHIN))  # type: ignore[attr-defined]  # annotated
        for each in found
    ]


def kept_to_renew(yearly: YearlyList, at: datetime) -> list[Delegation]:
    """Kept by the last completed list, ending soon, and nobody has begun to renew."""
    later = YearlyList.objects.filter(
        unit=yearly.unit_id, pk__gt=yearly.pk, completed_at__isnull=False
    )
    if later.exists():
        return []
    kept = yearly.people_listed.filter(verdict=ListedPerson.Verdict.KEEP)
    return list(
        rights.to_renew(at).filter(
            channel__owner=yearly.unit_id, person__in=kept.values("person")
        )
    )
