"""The calendar of the week: on which days, and from when to when, the body works."""

import re
from collections.abc import Sequence
from datetime import time

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from rasmi.core.calendar import CLOSED, Week
from rasmi.policy.annexforms.lines import AnnexError, Line, Names
from rasmi.web.templatetags.web import digits

# From Sunday, as a week is written here; the place is that of `date.weekday`.
DAYS = {
    "sunday": 6,
    "monday": 0,
    "tuesday": 1,
    "wednesday": 2,
    "thursday": 3,
    "friday": 4,
    "saturday": 5,
}
NAMES = Names({day: WEEKDAYS[place] for day, place in DAYS.items()})
REST = Names({"rest": pgettext_lazy("day of the week", "rest")})
HOURS = re.compile(r"([01]\d|2[0-3]):([0-5]\d)\s*[-–]\s*([01]\d|2[0-3]):([0-5]\d)")
LATIN = str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")
TITLE = gettext_lazy("The calendar: working hours and days of rest")
LEAD = gettext_lazy(
    "Each day of the week in a line: its name, a bar, and its hours, such as "
    "«07:30-14:30», or «rest». What is announced for single days, such as holidays and "
    "the hours of Ramadan, is entered with the roster. A time that runs already keeps "
    "the week that held when it began."
)

Content = dict[str, list[str]]  # begin and end; of a day of rest: none


def read(lines: Sequence[Line]) -> Content:
    """
    What is kept of the lines.

    :raises AnnexError: naming the line that is wrong
    """
    found: Content = {}
    for line in lines:
        day, hours = _row(line)
        if day in found:
            raise line.wrong(_("this day stands in another line too."))
        found[day] = hours
    missing = [NAMES.name_of(day) for day in DAYS if day not in found]
    if missing:
        raise AnnexError(
            _("Days are missing: %(days)s.") % {"days": "، ".join(missing)}
        )
    if not any(found.values()):
        raise AnnexError(_("There is no working day in the week."))
    return {day: found[day] for day in DAYS}


def _row(line: Line) -> tuple[str, list[str]]:
    parts = line.parts()
    day = NAMES.key_of(parts[0])
    if day is None:
        raise line.wrong(_("it does not begin with a day of the week."))
    typed = parts[1] if len(parts) == 2 else ""
    if REST.key_of(typed):
        return day, []
    hours = HOURS.fullmatch(typed.translate(LATIN))
    if hours is None:
        raise line.wrong(_("write the day, a bar, and hours such as 07:30-14:30."))
    begins, ends = f"{hours[1]}:{hours[2]}", f"{hours[3]}:{hours[4]}"
    if begins >= ends:
        raise line.wrong(_("it ends before it begins."))
    return day, [begins, ends]


def write(content: Content) -> list[str]:
    return [
        f"{NAMES.name_of(day)} | {'-'.join(hours) or REST.name_of('rest')}"
        for day, hours in content.items()
    ]


def show(content: Content) -> list[str]:
    return [f"{NAMES.name_of(day)} · {_shown(hours)}" for day, hours in content.items()]


def _shown(hours: list[str]) -> str:
    if not hours:
        return REST.name_of("rest")
    begins, ends = map(digits, hours)
    return _("%(begins)s to %(ends)s") % {"begins": begins, "ends": ends}


def week_of(content: Content) -> Week:
    """The hours of each day, Monday first."""
    week = [CLOSED] * len(DAYS)
    for day, hours in content.items():
        if hours:
            begins, ends = map(time.fromisoformat, hours)
            week[DAYS[day]] = (begins, ends)
    return tuple(week)
