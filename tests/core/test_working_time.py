"""Working hours, against a counter that goes through every minute."""

import random
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest

from rasmi.core.calendar import (
    hours_of,
    in_working_hours,
    working_days_later,
    working_hours_later,
)

pytestmark = pytest.mark.django_db  # days that were announced are rows

MUSCAT = ZoneInfo("Asia/Muscat")
MINUTE = timedelta(minutes=1)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """In November 2026, of which the 22nd is a Sunday, by the clock of Muscat."""
    return datetime(2026, 11, day, hour, minute, tzinfo=MUSCAT)


@pytest.mark.parametrize(
    ("moment", "is_work"),
    [
        (at(22, 7, 29), False),
        (at(22, 7, 30), True),
        (at(26, 14, 29), True),
        (at(26, 14, 30), False),
        (at(27, 10), False),  # Friday
        (at(28, 10), False),  # Saturday
    ],
)
def test_it_is_known_when_the_ministry_works(moment: datetime, is_work: bool) -> None:
    assert in_working_hours(moment.astimezone(UTC)) is is_work


def test_hours_pass_only_at_work() -> None:
    seed = random.Random(7)  # noqa: S311 — the same sample at each run
    for _ in range(60):
        begun = at(1, 0) + timedelta(minutes=seed.randrange(60 * 24 * 25))
        hours = seed.randrange(1, 20)

        assert working_hours_later(begun, hours) == _counted(begun, hours * 60)


def _counted(begun: datetime, minutes: int) -> datetime:
    now, hours = begun, cache(hours_of)
    while minutes:
        begins, ends = hours(now.date())
        minutes -= begins <= now.time() < ends
        now += MINUTE
    return now


@pytest.mark.parametrize(
    ("begun", "days", "end"),
    [
        (at(22, 10), 2, at(24, 14, 30)),
        (at(26, 10), 1, at(29, 14, 30)),  # over the weekend
        (at(27, 10), 1, at(29, 14, 30)),
        (at(22, 23), 1, at(23, 14, 30)),
    ],
)
def test_days_end_with_the_work(begun: datetime, days: int, end: datetime) -> None:
    assert working_days_later(begun, days) == end
