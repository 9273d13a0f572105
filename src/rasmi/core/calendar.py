"""Days and months as the ministry's calendar reckons them."""

import calendar
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from django.utils import timezone

# Working hours of ministries in Oman; Friday and Saturday are the weekend. Holidays and
# Ramadan are entered by an officer when they are announced.
Hours = tuple[time, time]
CLOSED: Hours = (time.min, time.min)
BEGINS, ENDS = time(7, 30), time(14, 30)
WEEKEND = (4, 5)  # as `date.weekday` counts


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


def hours_of(day: date) -> Hours:
    """When the ministry works on a day; `CLOSED` where it does not."""
    if day.weekday() in WEEKEND:
        return CLOSED
    said = (announced(day) for announced in _announced)
    return next((hours for hours in said if hours is not None), (BEGINS, ENDS))


def is_working_day(day: date) -> bool:
    return hours_of(day) != CLOSED


def in_working_hours(at: datetime) -> bool:
    """Whether the ministry is at work at a time, by its own clock."""
    local = timezone.localtime(at)
    begins, ends = hours_of(local.date())
    return begins <= local.time() < ends


def working_hours_later(at: datetime, hours: int) -> datetime:
    """When so many working hours have passed since a time."""
    left, now = timedelta(hours=hours), timezone.localtime(at)
    while True:
        day = now.date()
        first, last = (at_hour(day, hour) for hour in hours_of(day))
        begun = max(now, first)
        if begun < last:
            if left <= last - begun:
                return begun + left
            left -= last - begun
        now = timezone.localtime(start_of(day + timedelta(days=1)))


def working_days_later(at: datetime, days: int) -> datetime:
    """The end of work on the last of so many working days after that of a time."""
    day = timezone.localdate(at)
    while days > 0:
        day += timedelta(days=1)
        days -= is_working_day(day)
    return at_hour(day, hours_of(day)[1])
