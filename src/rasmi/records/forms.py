from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rasmi.channels.models import Channel
from rasmi.policy.fields import DecisionForm
from rasmi.policy.models import Decision
from rasmi.records.models import Ruling
from rasmi.web.fields import CHOOSE, prose

LONGEST = 100  # years


class RulingForm(DecisionForm):
    kind = Decision.Kind.PARAMETERS
    is_public_record = forms.TypedChoiceField(
        label=gettext_lazy("Is it a public record?"),
        choices=[("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    access = forms.ChoiceField(
        label=gettext_lazy("Who outside may see it?"),
        choices=Ruling.Access.choices,
        widget=forms.RadioSelect,
    )
    keep_years = forms.IntegerField(
        label=gettext_lazy("How many years is it kept?"),
        min_value=1,
        max_value=LONGEST,
        required=False,
        help_text=gettext_lazy("Leave it empty for what is kept without end."),
    )
    schedule_name = forms.CharField(
        label=gettext_lazy("Its name in the schedule of the archives authority"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    basis = prose(gettext_lazy("On what this rests"), 300)

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        is_open = typed.get("access") == Ruling.Access.EVERYBODY
        if is_open and typed.get("is_public_record") is False:
            self.add_error(
                "access", _("Only what is a public record is open to everybody.")
            )
        return typed


class ReturnForm(forms.Form):
    reason = prose(gettext_lazy("What differs from the decision"), 200)


class ReleaseForm(forms.Form):
    recipient = forms.CharField(
        label=gettext_lazy("To whom it is handed"),
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    reason = prose(gettext_lazy("Why, and by what request"), 300)


class DeclineForm(forms.Form):
    reason = prose(gettext_lazy("Why it is not handed over"), 300)


class ReasonForm(forms.Form):
    reason = prose(gettext_lazy("Subject and reason"), 200)


class HoldForm(forms.Form):
    asked_by = forms.CharField(
        label=gettext_lazy("Who asks for it"),
        max_length=200,
        help_text=gettext_lazy("The court, the public prosecution, or the lawyer."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    reference = forms.CharField(
        label=gettext_lazy("Number and day of the letter or decision"),
        max_length=120,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    reason = prose(gettext_lazy("Which case, and why this is needed for it"), 300)


class HoldAccountForm(HoldForm):
    channel = forms.ModelChoiceField(
        Channel.objects.order_by("name_ar", "pk"),
        label=gettext_lazy("Account"),
        empty_label=CHOOSE,
        help_text=gettext_lazy("All that was said and heard on it is held."),
    )
    field_order = ["channel"]


class LiftForm(forms.Form):
    reason = prose(gettext_lazy("By what the case has ended"), 300)
