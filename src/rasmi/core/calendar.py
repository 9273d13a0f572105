"""Days and months as the ministry's calendar reckons them."""

import calendar
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

Hours = tuple[time, time]
Week = tuple[Hours, ...]  # of each day, Monday first, as `date.weekday` counts
CLOSED: Hours = (time.min, time.min)
# Working hours of ministries in Oman; Friday and Saturday are the weekend. They hold
# where nobody keeps a week. Holidays and Ramadan are entered when they are announced.
WORK: Hours = (time(7, 30), time(14, 30))
USUAL: Week = (*[WORK] * 4, CLOSED, CLOSED, WORK)


def start_of(day: date) -> datetime:
    """The first moment of a day in the ministry's time zone."""
    return timezone.make_aware(datetime.combine(day, time.min))


def months_later(day: date, months: int) -> date:
    """The same day some months later, or the last of that month where it is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def at_hour(day: date, hour: time) -> datetime:
    """An hour of a day by the ministry's clock."""
    return timezone.make_aware(datetime.combine(day, hour))


Announced = Callable[[date], "Hours | None"]
_announced: list[Announced] = []


def announce_by(announced: Announced) -> None:
    """
    Let a room say which days are other than usual.

    :param announced: the hours of a day, `CLOSED`, or None where nothing was announced
    """
    if announced not in _announced:
        _announced.append(announced)


@dataclass(frozen=True)
class Weeks:
    """
    The week as it is, and as it was.

    :param held: what was approved, each with the time from which it held, oldest first
    :param first: what held before all of them
    """

    held: tuple[tuple[datetime, Week], ...] = ()
    first: Week = USUAL

    def at(self, moment: datetime) -> Week:
        """The week that held at a time."""
        found = (week for begins, week in reversed(self.held) if begins <= moment)
        return next(found, self.first)


_weeks: list[Callable[[], Weeks]] = []


def week_by(kept: Callable[[], Weeks]) -> None:
    """Let a room say which week holds, and which held."""
    _weeks[:] = [kept]


def weeks() -> Weeks:
    """The weeks that were approved; to be asked once for many days."""
    return _weeks[0]() if _weeks else Weeks()


def hours_of(day: date, week: Week | None = None) -> Hours:
    """
    When the ministry works on a day; `CLOSED` where it does not.

    :param week: that holds for whoever asks; without it, that of the day
    """
    usual = (week or weeks().at(start_of(day)))[day.weekday()]
    if usual == CLOSED:
        return CLOSED
    said = (announced(day) for announced in _announced)
    return next((hours for hours in said if hours is not None), usual)


def in_working_hours(at: datetime) -> bool:
    """Whether the ministry is at work at a time, by its own clock."""
    local = timezone.localtime(at)
    begins, ends = hours_of(local.date(), weeks().at(at))
    return begins <= local.time() < ends


def working_hours_later(at: datetime, hours: int) -> datetime:
    """When so many working hours of the week that holds then have passed since."""
    week = weeks().at(at)
    left, now = timedelta(hours=hours), timezone.localtime(at)
    while True:
        day = now.date()
        first, last = (at_hour(day, hour) for hour in hours_of(day, week))
        begun = max(now, first)
        if begun < last:
            if left <= last - begun:
                return begun + left
            left -= last - begun
        now = timezone.localtime(start_of(day + timedelta(days=1)))


def working_days_later(at: datetime, days: int) -> datetime:
    """
    The end of work on the last of so many working days after that of a time, as the
    week goes that holds then.
    """
    week = weeks().at(at)
    day = timezone.localdate(at)
    while days > 0:
        day += timedelta(days=1)
        days -= hours_of(day, week) != CLOSED
    return at_hour(day, hours_of(day, week)[1])
