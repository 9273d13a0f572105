"""Form fields that every room needs: texts in one language, days, reasons."""

from datetime import UTC, date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

LATIN = {"dir": "ltr"}
CHOOSE = _("Choose…")  # where nothing is chosen yet
EARLIEST, LATEST = date(1970, 1, 1), date(2100, 1, 1)  # before it there was no ministry


def arabic(label: Any, length: int = 200, **more: Any) -> forms.CharField:
    widget = forms.TextInput(attrs={"dir": "rtl", "lang": "ar"})
    return forms.CharField(label=label, max_length=length, widget=widget, **more)


def english(label: Any, length: int = 200, **more: Any) -> forms.CharField:
    widget = forms.TextInput(attrs={"dir": "ltr", "lang": "en"})
    return forms.CharField(label=label, max_length=length, widget=widget, **more)


def latin(label: Any, length: int = 200, **more: Any) -> forms.CharField:
    """A number, handle or code: read from the left in every language."""
    widget = forms.TextInput(attrs=LATIN)
    return forms.CharField(label=label, max_length=length, widget=widget, **more)


def prose(label: Any, length: int = 2000, **more: Any) -> forms.CharField:
    """Some sentences in whatever language they are written."""
    widget = forms.Textarea(attrs={"rows": 3, "dir": "auto"})
    return forms.CharField(label=label, max_length=length, widget=widget, **more)


def day(label: Any, **more: Any) -> forms.DateField:
    bounds = {"min": EARLIEST.isoformat(), "max": LATEST.isoformat()}
    attrs = {"type": "date", **bounds, **LATIN}
    widget = forms.DateInput(attrs=attrs, format="%Y-%m-%d")
    field = forms.DateField(label=label, widget=widget, **more)
    wrong = _("The year is out of range.")
    field.validators += [
        MinValueValidator(EARLIEST, wrong),
        MaxValueValidator(LATEST, wrong),
    ]
    return field


def moment(label: Any, **more: Any) -> forms.DateTimeField:
    """A day and an hour by the clock of the ministry."""
    widget = forms.DateTimeInput(
        attrs={"type": "datetime-local", **LATIN}, format="%Y-%m-%dT%H:%M"
    )
    field = forms.DateTimeField(label=label, widget=widget, **more)
    wrong = _("The year is out of range.")
    field.validators += [
        MinValueValidator(_start(EARLIEST), wrong),
        MaxValueValidator(_start(LATEST), wrong),
    ]
    return field


def _start(of: date) -> datetime:
    return datetime.combine(of, time.min, tzinfo=UTC)


def day_of_issue(label: Any, **more: Any) -> forms.DateField:
    """The day on which a paper was issued: today or before."""
    field = day(label, **more)
    field.validators.append(_refuse_to_come)
    return field


def _refuse_to_come(value: date) -> None:
    if value > timezone.localdate():
        raise ValidationError(
            gettext(
                "This date is still to come. "
                "Enter the day on which the decision was issued."
            )
        )
