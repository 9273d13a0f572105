"""Days and months as the ministry's calendar reckons them."""

import calendar
from datetime import date, datetime, time, timedelta

from django.utils import timezone

# Working hours of ministries in Oman; Friday and Saturday are the weekend. Holidays and
# Ramadan come with the calendars that an officer keeps.
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


def is_working_day(day: date) -> bool:
    return day.weekday() not in WEEKEND


def in_working_hours(at: datetime) -> bool:
    """Whether the ministry is at work at a time, by its own clock."""
    local = timezone.localtime(at)
    return is_working_day(local.date()) and BEGINS <= local.time() < ENDS


def working_hours_later(at: datetime, hours: int) -> datetime:
    """When so many working hours have passed since a time."""
    left, now = timedelta(hours=hours), timezone.localtime(at)
    while True:
        day = now.date()
        first, last = _at(day, BEGINS), _at(day, ENDS)
        begun = max(now, first)
        if is_working_day(day) and begun < last:
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
    return _at(day, ENDS)


def _at(day: date, hour: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, hour))
