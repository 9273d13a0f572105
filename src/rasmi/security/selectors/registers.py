"""What binds us from outside, and what protects data: read again once a year."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import (
    DateTimeField,
    F,
    Max,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Coalesce
from django.utils import timezone

from rasmi.channels.models import Channel
from rasmi.core.calendar import months_later, start_of
from rasmi.people import selectors as people
from rasmi.people.models import Power, Unit, User
from rasmi.security.models import (
    Gap,
    Instrument,
    InstrumentReview,
    Measure,
    MeasureReview,
)

# The policy names no interval for either; once a year, as its list of delegates is
# renewed, is the rarest that it knows.
EVERY = 12  # months


def instruments() -> QuerySet[Instrument]:
    gaps = Gap.objects.select_related("owner", "found_by", "closed_by")
    return (
        Instrument.objects.select_related("owner", "entered_by")
        .annotate(
            read_at=Coalesce(
                Max("reviews__reviewed_at"),
                F("entered_at"),
                output_field=DateTimeField(),
            )
        )
        .prefetch_related(Prefetch("gaps", gaps))
    )


def unread_since(at: datetime) -> list[Instrument]:
    """Instruments that their owner has not read for longer than is allowed."""
    return [each for each in instruments() if is_old(read_at(each), at)]


def read_at(instrument: Instrument) -> datetime:
    """When it was read last; needs `instruments`."""
    found: datetime = instrument.read_at  # type: ignore[attr-defined]
    return found


def reviews_of(instrument: Instrument) -> QuerySet[InstrumentReview]:
    return instrument.reviews.select_related("reviewed_by")


def security_policy() -> Instrument | None:
    return instruments().filter(kind=Instrument.Kind.SECURITY).last()


def open_gaps() -> QuerySet[Gap]:
    return Gap.objects.open().select_related("instrument", "owner")


def measures() -> QuerySet[Measure]:
    """With when and how each was seen last: `seen_at` and `stands`, or None."""
    last = MeasureReview.objects.filter(measure=OuterRef("pk")).order_by("-pk")
    return Measure.objects.select_related("owner", "channel", "entered_by").annotate(
        seen_at=Subquery(last.values("reviewed_at")[:1]),
        stands=Subquery(last.values("is_in_place")[:1]),
    )


def measures_of(
    user: User, accounts: Collection[Channel], at: datetime
) -> QuerySet[Measure]:
    """Those of a person's units, of these accounts, and those for every account."""
    units = people.units_of_offices(user, at)
    return measures().filter(
        Q(owner__in=units) | Q(channel__in=accounts) | Q(channel=None)
    )


def measure_reviews(measure: Measure) -> QuerySet[MeasureReview]:
    return measure.reviews.select_related("reviewed_by", "original")


def next_due(seen_at: datetime) -> datetime:
    """By when what was read or seen then is read again."""
    return start_of(months_later(timezone.localdate(seen_at), EVERY))


def is_old(seen_at: datetime, at: datetime) -> bool:
    return next_due(seen_at) <= at


@dataclass(frozen=True)
class Seen:
    """How a measure was seen last; `at` is None where nobody has looked."""

    at: datetime | None
    is_in_place: bool
    due_at: datetime | None
    is_old: bool  # too long ago to say anything


def seen(measure: Measure, at: datetime) -> Seen:
    """Needs `measures`."""
    last: datetime | None = measure.seen_at  # type: ignore[attr-defined]
    if last is None:
        return Seen(None, is_in_place=False, due_at=None, is_old=True)
    stands = bool(measure.stands)  # type: ignore[attr-defined]
    return Seen(last, stands, next_due(last), is_old=is_old(last, at))


def may_keep(user: User, owner: Unit, at: datetime) -> bool:
    """Who owns the policy, or holds an office in the unit that answers for it."""
    if people.authority(user, Power.POLICY, at):
        return True
    return people.holds_office_in(user, owner, at)


def late(gaps: Iterable[Gap], at: datetime) -> list[Gap]:
    return [each for each in gaps if each.is_late(at)]
