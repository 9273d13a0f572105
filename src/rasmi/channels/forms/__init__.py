from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rasmi.channels import lists
from rasmi.channels.models import Opinion, Proposal
from rasmi.channels.questions import ANSWERS, NO, Question, questions
from rasmi.core.language import in_language, isolated, listed
from rasmi.people.models import Unit
from rasmi.platforms import catalog
from rasmi.policy import pack
from rasmi.policy.fields import DecisionForm
from rasmi.policy.models import Decision
from rasmi.web.fields import CHOOSE, arabic, english, latin, prose
from rasmi.web.templatetags.web import digits

MOST_ERRORS = 20  # shown at once
LONGEST_NAME = 120  # characters


def _platforms() -> list[tuple[str, str]]:
    return [
        (each.key, in_language(each.name_ar, each.name_en))
        for each in catalog.PLATFORMS.values()
    ]


def _unit(label: Any, **more: Any) -> "forms.ModelChoiceField[Unit]":
    return forms.ModelChoiceField(
        Unit.objects.open(), label=label, empty_label=CHOOSE, **more
    )


class CaseForm(forms.Form):
    """What the policy wants to be known of an account before it is decided."""

    purposes = forms.MultipleChoiceField(
        label=gettext_lazy("Purposes"),
        choices=Proposal.Purpose.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    need = prose(
        gettext_lazy("Why this account is needed"),
        1000,
        help_text=gettext_lazy("And why an account that exists does not serve."),
    )
    audience = forms.CharField(
        label=gettext_lazy("Audience"),
        max_length=300,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages"),
        choices=Proposal.Language.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    answered_by = _unit(gettext_lazy("Who answers"))
    answered_when = forms.ChoiceField(
        label=gettext_lazy("When it is answered"), choices=Proposal.Hours.choices
    )


class ProposeForm(CaseForm):
    platform = forms.ChoiceField(label=gettext_lazy("Platform"), choices=_platforms)
    handle = latin(
        gettext_lazy("Handle"),
        100,
        help_text=gettext_lazy("Wanted or existing, without the @ sign."),
    )
    address = forms.URLField(
        label=gettext_lazy("Address"),
        max_length=300,
        required=False,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"dir": "ltr"}),
        help_text=gettext_lazy("Needed only where the handle does not tell it."),
    )
    name_ar = arabic(gettext_lazy("Name of the account in Arabic"), 120)
    name_en = english(gettext_lazy("Name of the account in English"), 120)
    owner = _unit(gettext_lazy("Unit that owns it"))
    field_order = ["platform", "handle", "address", "name_ar", "name_en", "owner"]

    def clean_address(self) -> str:
        return _web_address(self.cleaned_data["address"])


def _web_address(address: str) -> str:
    if address and not address.startswith(("https://", "http://")):
        raise ValidationError(_("An address begins with https://"))
    return address


class OpinionForm(forms.Form):
    """An opinion, before it the questions of the place that is asked."""

    questions: tuple[Question, ...] = ()
    stance = forms.TypedChoiceField(
        label=gettext_lazy("Opinion"),
        choices=Opinion.Stance.choices,
        coerce=Opinion.Stance,
        widget=forms.RadioSelect,
    )
    words = prose(gettext_lazy("Reasons and technical risks"))
    conditions = forms.CharField(
        label=gettext_lazy("Conditions"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=gettext_lazy("One on each line; each must be met before it opens."),
    )

    def clean_conditions(self) -> list[str]:
        lines = (line.strip() for line in self.cleaned_data["conditions"].splitlines())
        found = [line for line in lines if line]
        if any(len(line) > 300 for line in found):
            raise ValidationError(_("A condition has up to 300 characters."))
        return found

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        typed["answers"] = {
            each.key: typed.pop(each.key)
            for each in self.questions
            if each.key in typed
        }
        conditional = typed.get("stance") == Opinion.Stance.CONDITIONS
        lacks = NO in typed["answers"].values()
        if lacks and not typed.get("conditions"):
            return typed  # the answers are its conditions
        if "conditions" in typed and conditional != bool(typed["conditions"]):
            self.add_error(
                "conditions",
                _("Write the conditions.")
                if conditional
                else _("Conditions go with «no objection, with conditions»."),
            )
        return typed


def opinion_form(place: str) -> type[OpinionForm]:
    """The form of one place, with its questions first."""
    asked = questions(place)
    fields = {
        each.key: forms.ChoiceField(
            label=str(each.text), choices=ANSWERS, widget=forms.RadioSelect
        )
        for each in asked
    }
    order = [*fields, *OpinionForm.base_fields]
    parts = {**fields, "questions": asked, "field_order": order}
    return type("OpinionForm", (OpinionForm,), parts)


class ConditionForm(forms.Form):
    how = forms.CharField(
        label=gettext_lazy("How you saw that it is met"),
        max_length=300,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )


class ProcedureForm(forms.Form):
    text_ar = forms.CharField(
        label=gettext_lazy("Procedure in Arabic"),
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 9, "dir": "rtl", "lang": "ar"}),
    )
    text_en = forms.CharField(
        label=gettext_lazy("Procedure in English"),
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 9, "dir": "ltr", "lang": "en"}),
    )


def procedure_to_begin_with() -> dict[str, str]:
    text = pack.current().reply_procedure
    return {"text_ar": text.ar, "text_en": text.en}


class ActivateForm(DecisionForm):
    kind = Decision.Kind.OPENING
    is_named_too = forms.BooleanField(
        label=gettext_lazy("The decision opened another account and names this one"),
        required=False,
        help_text=gettext_lazy("I have read it in the scan. It is kept with my name."),
    )


class CloseForm(DecisionForm):
    kind = Decision.Kind.CLOSING
    reason = prose(gettext_lazy("Reason"), 300)


class OwnerForm(DecisionForm):
    kind = Decision.Kind.OPENING
    owner = _unit(gettext_lazy("Unit that owns it from now on"))


class FinalApproverForm(DecisionForm):
    kind = Decision.Kind.OPENING
    unit = _unit(gettext_lazy("Unit whose people approve last"))


class ConsulteeForm(DecisionForm):
    kind = Decision.Kind.PARAMETERS
    unit = _unit(gettext_lazy("Unit that is consulted"))


class VerificationForm(forms.Form):
    is_verified = forms.TypedChoiceField(
        label=gettext_lazy("Does the account carry the badge of its platform today?"),
        choices=[("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )


class ConfirmForm(forms.Form):
    is_needed = forms.TypedChoiceField(
        label=gettext_lazy("Is the account still wanted as it stands here?"),
        choices=[
            ("yes", gettext_lazy("Yes: purpose, audience and who answers are right")),
            ("no", gettext_lazy("No: it is to be closed")),
        ],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=gettext_lazy("What you looked at, or why it is to be closed"),
        max_length=300,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )


class SettingsReviewForm(forms.Form):
    found = prose(
        gettext_lazy("What was looked at, and what was changed"),
        1000,
        help_text=gettext_lazy(
            "Who sees what, who may message, linked applications, recovery addresses."
        ),
    )


class ImportForm(forms.Form):
    original = forms.FileField(
        label=gettext_lazy("List of accounts"),
        help_text=gettext_lazy(
            "CSV or XLSX, up to 2 megabytes. Columns: platform, handle, name in "
            "Arabic, owner; name in English and address if you have them."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx", "dir": "ltr"}),
        max_length=200,
    )

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        if "original" not in typed:
            return typed
        try:
            rows = lists.read(typed["original"].file)
        except lists.ListError as error:
            self.add_error("original", _reason(error))
            return typed
        accounts = [self._account(number, row) for number, row in rows]
        typed["accounts"] = [each for each in accounts if each]
        return typed

    def _account(self, number: int, row: lists.Row) -> dict[str, Any] | None:
        """One row as an account; what is wrong with it goes to the form's errors."""
        platform = catalog.find(row["platform"])
        handle = catalog.clean_handle(row["handle"])
        owner = _unit_named(row["owner"])
        wrong = [*_wrong_handle(platform, handle, row), *_wrong_texts(row)]
        if owner is None:
            wrong.append(
                _("no open unit is called «%(said)s»") % {"said": row["owner"]}
            )
        if wrong or platform is None:
            if len(self.errors.get("original", [])) < MOST_ERRORS:
                facts = {
                    "number": digits(number),
                    "wrong": in_language("؛ ", "; ").join(wrong),
                }
                self.add_error("original", _("Row %(number)s: %(wrong)s") % facts)
            return None
        return {
            "platform": platform.key,
            "handle": handle,
            "address": row.get("address", ""),
            "name_ar": row["name_ar"],
            "name_en": row.get("name_en") or row["name_ar"],
            "owner": owner,
        }


def _wrong_handle(
    platform: catalog.Platform | None, handle: str, row: lists.Row
) -> Iterator[str]:
    if platform is None:
        yield _("unknown platform «%(said)s»") % {"said": row["platform"]}
    elif not platform.has_handle(handle):
        yield _("«%(said)s» cannot be a handle there") % {"said": isolated(handle)}


def _wrong_texts(row: lists.Row) -> Iterator[str]:
    if not row["name_ar"] or len(row["name_ar"]) > LONGEST_NAME:
        yield _("the name in Arabic is missing or too long")
    if len(row.get("name_en", "")) > LONGEST_NAME:
        yield _("the name in English is too long")
    if not all(map(lists.is_plain, row.values())):
        yield _("a cell is too long or holds hidden characters")
    address = row.get("address", "")
    if address and not _is_web_address(address):
        yield _("the address is not one that begins with https://")


def _is_web_address(address: str) -> bool:
    try:
        URLValidator(schemes=["https", "http"])(address)
    except ValidationError:
        return False
    return True


def _unit_named(name: str) -> Unit | None:
    wanted = " ".join(name.split())
    if not lists.is_plain(wanted):
        return None
    found = Unit.objects.open()
    return (
        found.filter(name_ar=wanted).first()
        or found.filter(name_en__iexact=wanted).first()
    )


def _reason(error: lists.ListError) -> str:
    words = {
        "large": _("The list is too large: up to 2 megabytes and 2,000 accounts."),
        "empty": _("The list has headings and no account."),
        "headings": _("Columns are missing: %(columns)s.")
        % {"columns": listed(error.columns)},
        "table": _("This is no table that can be read. Save it as CSV or XLSX."),
    }
    return words[error.reason]
