from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rasmi.core.calendar import start_of
from rasmi.people.courses import Question
from rasmi.people.models import Power, Unit, User
from rasmi.web.fields import CHOOSE, LATIN, arabic, day, day_of_issue, english
from rasmi.web.templatetags.web import digits


def _reason() -> forms.CharField:
    return forms.CharField(
        label=_("Reason"),
        max_length=200,
        help_text=_("The decision or circular that says so. It stays in the history."),
    )


def _unit(label: Any) -> "forms.ModelChoiceField[Unit]":
    return forms.ModelChoiceField(Unit.objects.open(), label=label, empty_label=CHOOSE)


class UnitForm(forms.Form):
    name_ar = arabic(_("Name in Arabic"))
    name_en = english(_("Name in English"))
    parent = _unit(_("Part of"))


class RenameForm(forms.Form):
    name_ar = arabic(_("New name in Arabic"))
    name_en = english(_("New name in English"))
    reason = _reason()


class MoveUnitForm(forms.Form):
    parent = _unit(_("From now on part of"))
    reason = _reason()


class CloseUnitForm(forms.Form):
    reason = _reason()


class PlaceForm(forms.Form):
    unit = _unit(_("Unit"))
    title_ar = arabic(_("Job title in Arabic"), 120)
    title_en = english(_("Job title in English"), 120)


class PersonForm(PlaceForm):
    staff_number = forms.CharField(
        label=_("Staff number"),
        max_length=20,
        validators=User._meta.get_field("staff_number").validators,
        widget=forms.TextInput(attrs=LATIN),
    )
    name_ar = arabic(_("Name in Arabic"), 120)
    name_en = english(_("Name in English"), 120)
    email = forms.EmailField(
        label=_("Work e-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs=LATIN),
        help_text=_("A link to choose a password is sent there."),
    )
    field_order = ["staff_number", "name_ar", "name_en", "email"]


class OfficeForm(forms.Form):
    title_ar = arabic(pgettext_lazy("an office", "Title in Arabic"), 120)
    title_en = english(pgettext_lazy("an office", "Title in English"), 120)
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
    decision_date = day_of_issue(_("Date of the decision"))


class AppointForm(DecisionForm):
    holder = forms.ModelChoiceField(
        User.objects.filter(is_active=True), label=_("Person"), empty_label=CHOOSE
    )
    starts_at = day(
        _("From"), help_text=_("From the start of this day, until it is ended.")
    )
    field_order = ["holder", "starts_at"]

    def clean_starts_at(self) -> datetime:
        return start_of(self.cleaned_data["starts_at"])


class DeputyForm(DecisionForm):
    deputy = forms.ModelChoiceField(
        User.objects.filter(is_active=True), label=_("Who acts"), empty_label=CHOOSE
    )
    starts_at = day(_("From"))
    ends_at = day(_("To"), help_text=_("This day is included."))
    field_order = ["deputy", "starts_at", "ends_at"]

    def clean_starts_at(self) -> datetime:
        return start_of(self.cleaned_data["starts_at"])

    def clean_ends_at(self) -> datetime:
        return start_of(self.cleaned_data["ends_at"] + timedelta(days=1))


class SetupForm(DecisionForm):
    body_ar = arabic(_("Name of the ministry in Arabic"))
    body_en = english(_("Name of the ministry in English"))
    unit_ar = arabic(_("Your unit in Arabic"))
    unit_en = english(_("Your unit in English"))
    staff_number = PersonForm.base_fields["staff_number"]
    name_ar = arabic(_("Your name in Arabic"), 120)
    name_en = english(_("Your name in English"), 120)
    title_ar = arabic(_("Your job title in Arabic"), 120)
    title_en = english(_("Your job title in English"), 120)
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
    witness = forms.EmailField(
        max_length=254,
        label=_("E-mail of the witness of the log"),
        required=False,
        widget=forms.EmailInput(attrs=LATIN),
        help_text=_(
            "Outside this server, such as the internal audit. Each day it is sent how "
            "the audit log stands, signed, so that nobody can rewrite it unseen. It "
            "can be named later."
        ),
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


class TopicForm(forms.Form):
    name_ar = arabic(_("Name in Arabic"), 120)
    name_en = english(_("Name in English"), 120)
    unit = _unit(_("Unit that knows the answers"))


class QuizForm(forms.Form):
    """The drawn questions of an attempt, each with its options."""

    def __init__(self, questions: list[Question], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, each in enumerate(questions, 1):
            self.fields[each.key] = forms.TypedChoiceField(
                label=f"{digits(number)}. {each.text}",
                choices=[(i, str(option)) for i, option in enumerate(each.options)],
                coerce=int,
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose an answer.")},
            )


class SearchForm(forms.Form):
    q = forms.CharField(
        label=_("Name, staff number or e-mail"), required=False, max_length=120
    )
