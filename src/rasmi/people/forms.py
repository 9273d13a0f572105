from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rasmi.people.models import Power, Unit, User

LATIN = {"dir": "ltr"}
EARLIEST, LATEST = date(1970, 1, 1), date(2100, 1, 1)  # before it there was no ministry


def _arabic(label: Any, length: int = 200) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=length,
        widget=forms.TextInput(attrs={"dir": "rtl", "lang": "ar"}),
    )


def _english(label: Any, length: int = 200) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=length,
        widget=forms.TextInput(attrs={"dir": "ltr", "lang": "en"}),
    )


def _reason() -> forms.CharField:
    return forms.CharField(
        label=_("Reason"),
        max_length=200,
        help_text=_("The decision or circular that says so. It stays in the history."),
    )


def _date(label: Any, **more: Any) -> forms.DateField:
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


def _unit(label: Any) -> "forms.ModelChoiceField[Unit]":
    return forms.ModelChoiceField(Unit.objects.open(), label=label)


def start_of(day: Any) -> datetime:
    """The first moment of a day in the ministry's time zone."""
    return timezone.make_aware(datetime.combine(day, time.min))


class UnitForm(forms.Form):
    name_ar = _arabic(_("Name in Arabic"))
    name_en = _english(_("Name in English"))
    parent = _unit(_("Part of"))


class RenameForm(forms.Form):
    name_ar = _arabic(_("New name in Arabic"))
    name_en = _english(_("New name in English"))
    reason = _reason()


class MoveUnitForm(forms.Form):
    parent = _unit(_("From now on part of"))
    reason = _reason()


class CloseUnitForm(forms.Form):
    reason = _reason()


class PlaceForm(forms.Form):
    unit = _unit(_("Unit"))
    title_ar = _arabic(_("Job title in Arabic"), 120)
    title_en = _english(_("Job title in English"), 120)


class PersonForm(PlaceForm):
    staff_number = forms.CharField(
        label=_("Staff number"),
        max_length=20,
        validators=User._meta.get_field("staff_number").validators,
        widget=forms.TextInput(attrs=LATIN),
    )
    name_ar = _arabic(_("Name in Arabic"), 120)
    name_en = _english(_("Name in English"), 120)
    email = forms.EmailField(
        label=_("Work e-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs=LATIN),
        help_text=_("A link to choose a password is sent there."),
    )
    field_order = ["staff_number", "name_ar", "name_en", "email"]


class OfficeForm(forms.Form):
    title_ar = _arabic(_("Title in Arabic"), 120)
    title_en = _english(_("Title in English"), 120)
    powers = forms.TypedMultipleChoiceField(
        label=_("Powers"),
        choices=Power.choices,
        coerce=Power,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("To speak on an account is no power: it needs a delegation."),
    )


class PowersForm(forms.Form):
    powers = OfficeForm.base_fields["powers"]


class DecisionForm(forms.Form):
    decision_number = forms.CharField(
        label=_("Decision number"),
        max_length=60,
        widget=forms.TextInput(attrs=LATIN),
    )
    decision_date = _date(_("Date of the decision"))

    def clean_decision_date(self) -> Any:
        day = self.cleaned_data["decision_date"]
        if day > timezone.localdate():
            raise ValidationError(
                _(
                    "This date is still to come. "
                    "Enter the day on which the decision was issued."
                )
            )
        return day


class AppointForm(DecisionForm):
    holder = forms.ModelChoiceField(
        User.objects.filter(is_active=True), label=_("Person")
    )
    starts_at = _date(
        _("From"), help_text=_("From the start of this day, until it is ended.")
    )
    field_order = ["holder", "starts_at"]

    def clean_starts_at(self) -> datetime:
        return start_of(self.cleaned_data["starts_at"])


class DeputyForm(DecisionForm):
    deputy = forms.ModelChoiceField(
        User.objects.filter(is_active=True), label=_("Who acts")
    )
    starts_at = _date(_("From"))
    ends_at = _date(_("To"), help_text=_("This day is included."))
    field_order = ["deputy", "starts_at", "ends_at"]

    def clean_starts_at(self) -> datetime:
        return start_of(self.cleaned_data["starts_at"])

    def clean_ends_at(self) -> datetime:
        return start_of(self.cleaned_data["ends_at"] + timedelta(days=1))


class SetupForm(DecisionForm):
    body_ar = _arabic(_("Name of the ministry in Arabic"))
    body_en = _english(_("Name of the ministry in English"))
    unit_ar = _arabic(_("Your unit in Arabic"))
    unit_en = _english(_("Your unit in English"))
    staff_number = PersonForm.base_fields["staff_number"]
    name_ar = _arabic(_("Your name in Arabic"), 120)
    name_en = _english(_("Your name in English"), 120)
    title_ar = _arabic(_("Your job title in Arabic"), 120)
    title_en = _english(_("Your job title in English"), 120)
    email = forms.EmailField(
        max_length=254,
        label=_("Your work e-mail"),
        widget=forms.EmailInput(attrs=LATIN),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={**LATIN, "autocomplete": "new-password"}),
        help_text=_("At least 12 characters; a sentence is easiest to remember."),
    )
    field_order = [
        "body_ar",
        "body_en",
        "unit_ar",
        "unit_en",
        "decision_number",
        "decision_date",
    ]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        if "password" in typed:
            try:
                validate_password(typed["password"])
            except ValidationError as error:
                self.add_error("password", error)
        return typed


class SearchForm(forms.Form):
    q = forms.CharField(
        label=_("Name, staff number or e-mail"), required=False, max_length=120
    )
