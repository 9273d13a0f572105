"""The tags of every template: icons, numbers and dates as people read them."""

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import count
from typing import Any, Literal

from django import template
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, pgettext
from hijridate import Gregorian
from tablericons.templatetags.tablericons import icon as tabler_icon

from rasmi.rules import Explanation, Lever, explanations
from rasmi.web import taste

register = template.Library()

ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
NO_BREAK = "\u00a0"
_numbers = count()


@lru_cache(maxsize=256)
def _icon(name: str, flip: bool) -> SafeString:
    classes = "ic flip" if flip else "ic"
    dress: Any = {"class": classes, "aria-hidden": "true"}
    # From the icon package's own files, never from a person.
    return mark_safe(tabler_icon(f"outline/{name}", **dress))  # noqa: S308


@register.simple_tag
def icon(name: str, flip: bool = False) -> SafeString:
    """An icon of Tabler; `flip` for one that means "onward" and turns with the text."""
    return _icon(name, flip)


@register.filter
def digits(value: Any) -> str:
    """A number, or a text with numbers, in the digits that the reader chose."""
    shown = f"{value:,}" if isinstance(value, int) else str(value)
    if taste.current.get().digits == "arabic" and get_language() == "ar":
        return shown.translate(ARABIC_DIGITS).replace(",", "٬").replace(".", "٫")
    return shown


@register.filter
def day(value: date | datetime | None) -> str:
    """A date such as «23 نوفمبر 2026», never broken between its parts."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return digits(date_format(value, "j F Y")).replace(" ", NO_BREAK)


@register.filter
def last_day(ends_at: datetime) -> str:
    """The last day of a period whose end is exclusive."""
    return day(ends_at - timedelta(microseconds=1))


@register.filter
def deadline(value: datetime) -> SafeString | str:
    """When something is due at the latest: an hour, or the last day before midnight."""
    is_midnight = timezone.localtime(value).time() == time.min
    return last_day(value) if is_midnight else moment(value)


@register.filter
def weekday(value: datetime) -> str:
    return date_format(timezone.localtime(value), "l")


@register.filter
def hour(value: datetime) -> str:
    """An hour such as «1:20 ظهراً»: the part of the day in words."""
    local = timezone.localtime(value)
    shown = local.strftime("%I:%M").lstrip("0")
    return digits(shown) + NO_BREAK + _part_of_day(local.hour)


@register.filter
def clock(value: time) -> str:
    """An hour of every day, such as «7:30 صباحاً»."""
    return digits(f"{value:%I:%M}".lstrip("0")) + NO_BREAK + _part_of_day(value.hour)


def _part_of_day(hour_of_day: int) -> str:
    if hour_of_day < 12:
        return pgettext("part of the day", "am")
    if hour_of_day < 15:
        return pgettext("part of the day, at noon", "pm")
    if hour_of_day < 18:
        return pgettext("part of the day, in the afternoon", "pm")
    return pgettext("part of the day, in the evening", "pm")


@register.filter
def moment(value: datetime | None) -> SafeString | str:
    """A date and an hour in a `time` element."""
    if value is None:
        return ""
    shown = gettext("%(day)s, %(hour)s") % {"day": day(value), "hour": hour(value)}
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), shown)


@register.filter
def hijri(value: date | datetime) -> str:
    """The same day in the Umm al-Qura calendar: shown beside, never computed with."""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    try:
        found = Gregorian.fromdate(value).to_hijri()
    except OverflowError:  # outside the years of the calendar's tables
        return ""
    language: Literal["ar", "en"] = "ar" if get_language() == "ar" else "en"
    parts = (found.day, found.month_name(language), found.year)
    shown = "{} {} {} {}".format(*parts, found.notation(language))
    return digits(shown).replace(" ", NO_BREAK)


@register.filter
def control(field: BoundField) -> SafeString:
    """The control of a form field, dressed as the style sheet expects it."""
    plain = (CheckboxInput, CheckboxSelectMultiple, RadioSelect)
    if isinstance(field.field.widget, plain):
        return field.as_widget()
    return field.as_widget(attrs={"class": "in"})


@register.filter
def arabic_address(path: str) -> str:
    """The address of the same public page in Arabic: without /en."""
    return path.removeprefix("/en") or "/"


@register.filter
def is_check(field: BoundField) -> bool:
    return isinstance(field.field.widget, CheckboxInput)


@register.filter
def is_group(field: BoundField) -> bool:
    return isinstance(field.field.widget, CheckboxSelectMultiple | RadioSelect)


@register.inclusion_tag("web/components/clauses.html")
def clauses(lever: str) -> dict[str, Any]:
    """The clauses that a lever carries out, each opening its plain statement."""
    # The number makes the ids unique on a page that names a clause twice.
    return {"explained": explanations(lever), "number": next(_numbers)}


@register.filter
def explained(lever: Lever | str) -> list[Explanation]:
    """The clauses behind a lever, to be read at once and not on a click."""
    return explanations(lever if isinstance(lever, str) else lever.name)


@register.inclusion_tag("web/components/badge.html")
def badge(text: str, kind: str = "", icon: str = "info-circle") -> dict[str, str]:
    """A state as icon, word and colour; never as colour alone."""
    return {"text": text, "kind": kind, "icon": icon}
