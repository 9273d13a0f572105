import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, cast

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rasmi.core.language import isolated
from rasmi.people.models import Appointment, User
from rasmi.policy import pack, selectors
from rasmi.policy.fields import DecisionField, DecisionForm
from rasmi.policy.models import Decision, PolicyVersion
from rasmi.web.fields import day, day_of_issue, latin, prose
from rasmi.web.templatetags.web import day as day_in_words
from rasmi.web.templatetags.web import digits

SEPARATORS = re.compile(r"[\s,;،؛]+")
EASTERN = str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")
MOST_ERRORS = 20  # shown at once


class SignatoryField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic at run time
    def label_from_instance(self, obj: Appointment) -> str:
        until = day_in_words(obj.ends_at) if obj.ends_at else "…"
        acting = f" ({_('acting')})" if obj.is_acting else ""
        period = f"{day_in_words(obj.starts_at)} – {until}"
        return f"{obj.holder}{acting} · {obj.office} · {obj.office.unit} · {period}"


class EnterDecisionForm(forms.Form):
    number = latin(_("Decision number"), 60)
    decided_on = day_of_issue(_("Date of the decision"))
    kind = forms.TypedChoiceField(
        label=_("What it decides"), choices=Decision.Kind.choices, coerce=Decision.Kind
    )
    subject = forms.CharField(
        label=_("Subject"),
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=_("As it stands on the paper."),
    )
    signed_by = SignatoryField(
        Appointment.objects.none(),
        label=_("Signed by"),
        required=False,
        empty_label=_("Not in the list: the decision is older than this installation"),
        help_text=_("Who held an office that decides, and who acted for whom."),
    )
    signatory_name = forms.CharField(
        label=_("Name of who signed, as on an older paper"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    signatory_title = forms.CharField(
        label=_("Office of who signed, as on an older paper"),
        max_length=160,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    is_by_head = forms.BooleanField(
        label=_("The older paper was signed by the head of the ministry of its time"),
        required=False,
    )
    original = forms.FileField(
        label=_("Scan of the signed original"),
        help_text=_("PDF, PNG or JPEG, up to 25 megabytes; kept byte for byte."),
        widget=forms.ClearableFileInput(
            attrs={"accept": ".pdf,.png,.jpg,.jpeg", "dir": "ltr"}
        ),
        max_length=200,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        signatory = cast("SignatoryField", self.fields["signed_by"])
        signatory.queryset = selectors.who_may_sign()


class CheckDecisionForm(forms.Form):
    number_is_right = forms.BooleanField(label=_("The number and the date agree"))
    signatory_is_right = forms.BooleanField(
        label=_("Who signed, and for whom, agrees, and the signature is there")
    )
    subject_is_right = forms.BooleanField(
        label=_("The kind and the subject say what the paper says")
    )
    scan_is_complete = forms.BooleanField(
        label=_("The scan is complete: every page, and every annex it names")
    )


class ReturnForm(forms.Form):
    reason = forms.CharField(
        label=_("What is wrong"),
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )


class AcknowledgeForm(forms.Form):
    issue = forms.ModelChoiceField(
        PolicyVersion.objects.all(), widget=forms.HiddenInput
    )
    has_read = forms.BooleanField(
        label=_("I have read the policy in force and know what it asks of me")
    )


class ReadForm(forms.Form):
    """The word of who was sent a link."""

    has_read = AcknowledgeForm.base_fields["has_read"]


class SignedListForm(forms.Form):
    original = forms.FileField(
        label=_("Scan of the signed list"),
        help_text=_("PDF, PNG or JPEG, up to 25 megabytes; kept byte for byte."),
        widget=forms.ClearableFileInput(
            attrs={"accept": ".pdf,.png,.jpg,.jpeg", "dir": "ltr"}
        ),
        max_length=200,
    )
    signed_on = day_of_issue(_("Last day on which somebody signed"))
    people = forms.CharField(
        label=_("Staff numbers of those who signed"),
        max_length=20_000,
        help_text=_("One a line, or pasted from a table; in the order of the paper."),
        widget=forms.Textarea(attrs={"rows": 8, "dir": "ltr"}),
    )

    def clean_people(self) -> list[User]:
        """The people of the numbers; each line that names nobody is an error."""
        typed = [each.strip() for each in SEPARATORS.split(self.cleaned_data["people"])]
        numbers = [each.translate(EASTERN) for each in typed if each]
        known = {
            each.staff_number: each
            for each in User.objects.filter(staff_number__in=numbers)
        }
        wrong = list(_wrong_numbers(numbers, known))
        if wrong:
            raise forms.ValidationError(wrong[:MOST_ERRORS])
        return [known[each] for each in numbers]


def _wrong_numbers(numbers: list[str], known: dict[str, User]) -> Iterator[str]:
    seen: set[str] = set()
    for line, number in enumerate(numbers, 1):
        facts = {"line": digits(line), "number": isolated(number[:20])}
        if number in seen:
            yield gettext("Line %(line)s: %(number)s stands there twice.") % facts
        elif number not in known:
            yield gettext("Line %(line)s: nobody has the number %(number)s.") % facts
        elif not known[number].is_active:
            yield gettext("Line %(line)s: %(number)s has left.") % facts
        seen.add(number)


class CheckSignedListForm(forms.Form):
    names_agree = forms.BooleanField(
        label=_("Each name of the entry stands on the paper, signed, and no other")
    )
    issue_agrees = forms.BooleanField(
        label=_("The paper names the issue in force, and the day agrees")
    )


class DraftForm(forms.Form):
    issue = latin(_("Issue number"), 20)
    reason = prose(_("Why the policy is changed"), 300)
    is_material = forms.BooleanField(
        label=_("What people may do changes"),
        required=False,
        initial=True,
        help_text=_(
            "Who speaks officially then acknowledges the new issue before speaking on. "
            "Everybody is asked to read it anew in either case."
        ),
    )


class ClauseForm(forms.Form):
    ar = forms.CharField(
        label=_("Text in Arabic"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "rtl", "lang": "ar"}),
    )
    en = forms.CharField(
        label=_("Text in English"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "ltr", "lang": "en"}),
    )


class PartyReviewForm(forms.Form):
    agrees = forms.TypedChoiceField(
        label=_("What the party says"),
        choices=[
            ("yes", _("It agrees to the texts as they stand")),
            ("no", _("It returns them with remarks")),
        ],
        coerce=lambda chosen: chosen == "yes",
        widget=forms.RadioSelect,
        empty_value=None,
    )
    remarks = prose(_("Remarks"), 4000, required=False)


class AnnexForm(DecisionForm):
    kind = Decision.Kind.PARAMETERS
    holds_from = day(_("Holds from"), help_text=_("Today, or a day to come."))
    reason = prose(_("Reason"), 300)
    lines = forms.CharField(
        label=_("The annex, line by line"),
        max_length=60_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 12, "dir": "auto"}),
    )


class AskReviewForm(forms.Form):
    reason = prose(_("What makes it needed now"), 300)
    due_on = day(_("To be done by"))


class BringIntoForceForm(DecisionForm):
    kind = Decision.Kind.POLICY
    holds_from = day(_("Holds from"), help_text=_("Today, or a day to come."))


class PublishForm(DecisionForm):
    kind = Decision.Kind.PUBLICATION


class WithdrawForm(forms.Form):
    reason = prose(_("Reason"), 300)


class ReviewForm(forms.Form):
    reviewed_on = day(_("Date of the review"))
    reviewer = forms.CharField(label=_("Name of the reviewer"), max_length=120)
    amended_by = forms.CharField(label=_("Amended by"), max_length=120, required=False)
    parts_amended = forms.CharField(
        label=_("Parts amended"), max_length=300, required=False
    )
    reasons = prose(_("Reasons"), 300)


class AdoptForm(forms.Form):
    """One form for all open parameters; what is left empty stays as it is."""

    def __init__(
        self,
        *args: Any,
        classes: Sequence[selectors.InformationClass],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decision"] = DecisionField(Decision.Kind.PARAMETERS)
        self.fields["holds_from"] = day(
            _("Holds from"), help_text=_("From the start of this day; today or later.")
        )
        for parameter in pack.current().open_parameters():
            for field in parameter.fields:
                self.fields[_key(parameter, field)] = _form_field(field)
                if field.choices_of:
                    shown: Any = self.fields[_key(parameter, field)]
                    shown.choices = [(each.key, str(each.title)) for each in classes]

    def groups(self) -> Iterator[tuple[pack.Parameter, list[forms.BoundField]]]:
        """The parameters, each with its bound fields, for the page."""
        for parameter in pack.current().open_parameters():
            yield parameter, [self[_key(parameter, each)] for each in parameter.fields]

    def head_fields(self) -> list[forms.BoundField]:
        return [self["decision"], self["holds_from"]]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        values = {}
        for parameter in pack.current().open_parameters():
            value = {
                each.name: _plain(typed.pop(_key(parameter, each), None))
                for each in parameter.fields
            }
            missing = [name for name, given in value.items() if given in ("", [], None)]
            if not missing:
                values[parameter.name] = value
            elif len(missing) < len(value):
                for each in parameter.fields:
                    if each.name in missing:
                        self.add_error(
                            _key(parameter, each), _("Both values, or neither.")
                        )
        typed["values"] = values
        return typed


def initial_values(at: Any) -> dict[str, Any]:
    """What the form begins with: what is approved, and our proposal for the rest."""
    found: dict[str, Any] = {}
    for setting in selectors.settings_now(at):
        values = setting.values or setting.parameter.proposal or {}
        for field in setting.parameter.fields:
            if field.name in values:
                found[_key(setting.parameter, field)] = values[field.name]
    return found


def _key(parameter: pack.Parameter, field: pack.Field) -> str:
    return f"{parameter.name}-{field.name}"


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _form_field(field: pack.Field) -> forms.Field:
    if field.type == "integer":
        return forms.IntegerField(
            label=str(field.title),
            required=False,
            min_value=field.minimum,
            max_value=field.maximum,
            widget=forms.NumberInput(attrs={"dir": "ltr", "inputmode": "numeric"}),
        )
    if field.type == "date":
        return day(str(field.title), required=False)
    if field.type == "choices":
        return forms.MultipleChoiceField(
            label=str(field.title),
            required=False,
            choices=[(key, str(title)) for key, title in field.choices],
            widget=forms.CheckboxSelectMultiple,
        )
    return forms.CharField(
        label=str(field.title),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
