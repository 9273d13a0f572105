from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rasmi.compliance import selectors
from rasmi.compliance.models import FindingState, Violation
from rasmi.people.models import Power, Unit, User
from rasmi.web.fields import day, latin, prose


class RemarkForm(forms.Form):
    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)
    remark = prose(_("What you want to say to it"), 2000, required=False)


class PersonField(forms.CharField):
    """A person of the staff by number: nobody browses a list of names for this."""

    def clean(self, value: str) -> User | None:
        number = super().clean(value)
        if not number:
            return None
        found = User.objects.filter(staff_number=number, is_active=True).first()
        if found is None:
            raise forms.ValidationError(_("Nobody has this staff number."))
        return found


class ViolationForm(forms.Form):
    kind = forms.TypedChoiceField(
        label=_("Kind of violation"),
        choices=Violation.Kind.choices,
        coerce=Violation.Kind,
    )
    what = prose(_("What happened, and when"), 4000)
    place = forms.CharField(
        label=_("Where it can be seen"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=_("The address of the post or the page, if there is one."),
    )
    evidence = forms.FileField(
        label=_("A picture or a document of it"),
        required=False,
        max_length=200,
        help_text=_("PDF, PNG or JPEG, up to 25 megabytes; kept byte for byte."),
        widget=forms.ClearableFileInput(
            attrs={"accept": ".pdf,.png,.jpg,.jpeg", "dir": "ltr"}
        ),
    )
    staff_number = PersonField(
        label=_("Staff number of the person concerned"),
        max_length=20,
        required=False,
        help_text=_("Only if you know it."),
    )
    concerns_owner = forms.BooleanField(
        label=_("It concerns the section that owns the policy"),
        required=False,
        help_text=_("Then the auditor handles it, and that section does not see it."),
    )
    is_anonymous = forms.BooleanField(
        label=_("Report without my name"),
        required=False,
        help_text=_("Nothing is kept of who made it. Follow it with the code you get."),
    )


class FollowForm(forms.Form):
    code = latin(_("Code"), 24)


class StepForm(forms.Form):
    words = prose(_("What was done"), 2000)


class ShareForm(forms.Form):
    staff_number = PersonField(
        label=_("Staff number of the legal adviser"), max_length=20
    )


class CloseForm(forms.Form):
    outcome = forms.TypedChoiceField(
        label=_("Outcome"), choices=Violation.Outcome.choices, coerce=Violation.Outcome
    )
    words = prose(_("Reason"), 2000)


class ReasonForm(forms.Form):
    reason = prose(_("Subject and reason"), 200)


class AssignForm(forms.Form):
    owner = forms.ChoiceField(
        label=pgettext_lazy("of a finding", "Owner"),
        choices=selectors.owners_chosen_from,
        help_text=_("A unit, or whoever holds a power by office."),
    )

    def clean_owner(self) -> Unit | Power:
        chosen: str = self.cleaned_data["owner"]
        if chosen.startswith(selectors.UNIT):
            return Unit.objects.get(pk=chosen.removeprefix(selectors.UNIT))
        return Power(chosen)


class CorrectForm(forms.Form):
    words = prose(
        _("What puts it right"),
        help_text=_("What was or will be done, so that a second person can judge."),
    )
    correct_by = day(_("Correct by"))


class NoteForm(forms.Form):
    words = prose(_("Progress"))


class AcceptForm(forms.Form):
    words = prose(_("What was seen of the correction"), required=False)


class ReturnForm(forms.Form):
    words = prose(_("What is still missing"))


class ChoiceForm(forms.Form):
    lever = forms.ChoiceField(label=_("Rule"), required=False)
    clause = forms.ChoiceField(label=_("Clause"), required=False)
    owner = forms.ChoiceField(
        label=pgettext_lazy("of a finding", "Owner"), required=False
    )
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", pgettext_lazy("findings of every state but closed", "Not closed")),
            *FindingState.choices,
        ],
    )
