"""What is due from a person and from the units for which the person speaks."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby

from django.db.models import QuerySet
from django.utils import timezone

from rasmi.compliance.models import Digest, NoDigest
from rasmi.core.calendar import at_hour, in_working_hours
from rasmi.people import selectors as people
from rasmi.people.models import User
from rasmi.rules import Owed, Viewer, duties

SENT_FROM = time(8)  # on Sunday, the first day of work
SUNDAY = 6  # as `date.weekday` counts


@dataclass(frozen=True)
class Due:
    """One thing that is due, from the person or from a unit of the person's."""

    owed: Owed
    is_of_unit: bool


def due_from(user: User, now: datetime) -> list[Due]:
    """Everything due from a person: by hour, and then what has none."""
    powers = people.powers_of(user, now)
    units = frozenset(people.units_of_offices(user, now))
    owed = duties(Viewer(user.pk, powers, units), now)
    own = set(duties(Viewer(user.pk, powers), now)) if units else set(owed)
    return [Due(each, is_of_unit=each not in own) for each in owed]


def of_month(found: Iterable[Due], now: datetime) -> Iterator[tuple[date, list[Due]]]:
    """What is still to come, by the first day of the month in which it is due."""
    to_come = [each for each in found if each.owed.due_at and each.owed.due_at >= now]
    for first, of_it in groupby(to_come, key=_month):
        yield first, list(of_it)


def _month(each: Due) -> date:
    # What is due at midnight was due until the day before.
    due_at = each.owed.due_at
    assert due_at is not None  # noqa: S101 — chosen by the caller
    return timezone.localdate(due_at - timedelta(microseconds=1)).replace(day=1)


def week_to_tell_of(now: datetime) -> date | None:
    """
    The Sunday of a week whose digest may be sent now; None at night and on days off.
    """
    today = timezone.localdate(now)
    sunday = today - timedelta(days=(today.weekday() - SUNDAY) % 7)
    is_time = timezone.localtime(now) >= at_hour(today, SENT_FROM)
    return sunday if is_time and in_working_hours(now) else None


def without_digest(week: date) -> QuerySet[User]:
    """Who has not got the digest of a week, and wants it."""
    told = Digest.objects.filter(week=week).values("user")
    unwanted = NoDigest.objects.values("user")
    users = User.objects.filter(is_active=True).exclude(pk__in=told)
    return users.exclude(pk__in=unwanted).order_by("pk")


def wants_digest(user: User) -> bool:
    return not NoDigest.objects.filter(user=user).exists()
