"""Who has read the issue in force, and who is still asked to."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.signing import BadSignature
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from rasmi.people.models import Placement, Unit, User
from rasmi.policy.models import Acknowledgement, PersonalLink, SignedList
from rasmi.policy.models.acknowledgements import signer
from rasmi.policy.selectors.register import not_acknowledged, version_in_force

PAGE = 50


@dataclass(frozen=True)
class UnitReading:
    """How many of a unit's staff have read the issue in force."""

    unit: Unit
    staff: int
    read: int

    @property
    def missing(self) -> int:
        return self.staff - self.read

    @property
    def percent(self) -> int:
        return 100 * self.read // self.staff if self.staff else 100


def reading_by_unit(at: datetime) -> list[UnitReading]:
    """Every open unit that has staff, the one with most people missing first."""
    done = Acknowledgement.objects.filter(
        user=OuterRef("placements__user"),
        version=version_in_force(at),
        statement=Acknowledgement.Statement.POLICY,
    )
    present = Q(placements__ends_at=None, placements__user__is_active=True)
    units = (
        Unit.objects.open()
        .annotate(
            staff=Count("placements", filter=present),
            read=Count("placements", filter=present & Q(Exists(done))),
        )
        .filter(staff__gt=0)
        .values_list("pk", "staff", "read")
    )
    counts = {pk: (staff, read) for pk, staff, read in units}
    found = [
        UnitReading(each, *counts[each.pk])
        for each in Unit.objects.filter(pk__in=counts)
    ]
    return sorted(found, key=lambda each: (-each.missing, each.unit.name_ar))


def reading_by_way(at: datetime) -> list[tuple[str, int]]:
    """How many acknowledged the issue in force, by the way in which they did."""
    found = dict(
        Acknowledgement.objects.filter(
            version=version_in_force(at),
            statement=Acknowledgement.Statement.POLICY,
            user__is_active=True,
        )
        .values_list("how")
        .annotate(n=Count("pk"))
    )
    return [(str(how.label), found.get(how, 0)) for how in Acknowledgement.How]


def missing_in(units: set[int], at: datetime, *, after: int = 0) -> list[Placement]:
    """Who of some units has not read it: one page and one more, by key."""
    found = Placement.objects.filter(
        ends_at=None, unit__in=units, user__in=not_acknowledged(at), pk__gt=after
    )
    return list(found.select_related("user", "unit").order_by("pk")[: PAGE + 1])


def link_of(secret: str, at: datetime) -> PersonalLink | None:
    """
    The personal link that an address opens, while it works; else None.

    It works no longer once the person has another mail address than it was sent to.
    """
    try:
        uid = UUID(hex=signer().unsign(secret))
    except (BadSignature, ValueError):
        return None
    found = PersonalLink.objects.select_related("user", "version")
    return found.filter(
        uid=uid, ends_at__gt=at, user__is_active=True, user__email=F("address")
    ).first()


def acknowledgement_by(link: PersonalLink) -> Acknowledgement | None:
    return Acknowledgement.objects.filter(
        user=link.user,
        version=link.version,
        statement=Acknowledgement.Statement.POLICY,
    ).first()


def to_be_sent_a_link(at: datetime, *, not_since: datetime) -> QuerySet[User]:
    """Who has not read it and was sent no link since a time."""
    sent = PersonalLink.objects.filter(
        version=version_in_force(at), sent_at__gt=not_since
    )
    return not_acknowledged(at).exclude(pk__in=sent.values("user")).order_by("pk")


def signed_lists() -> QuerySet[SignedList]:
    return SignedList.objects.select_related(
        "version", "original", "entered_by", "checked_by", "returned_by"
    ).annotate(people=Count("names"))


def waiting_lists() -> QuerySet[SignedList]:
    return signed_lists().filter(checked_at=None, returned_at=None)
