from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rasmi.channels.models import Channel
from rasmi.core.calendar import start_of
from rasmi.delegations import selectors
from rasmi.delegations.models import AssessedCriterion, Task
from rasmi.people.models import Topic, User
from rasmi.policy.fields import DecisionForm
from rasmi.policy.models import Decision
from rasmi.web.fields import CHOOSE, LATIN, day


class NominateForm(forms.Form):
    person = forms.ModelChoiceField(
        User.objects.none(), label=_("Person"), empty_label=CHOOSE
    )
    channels = forms.ModelMultipleChoiceField(
        Channel.objects.none(),
        label=_("Accounts"),
        widget=forms.CheckboxSelectMultiple,
    )
    tasks = forms.TypedMultipleChoiceField(
        label=_("Tasks"),
        choices=Task.choices,
        coerce=Task,
        widget=forms.CheckboxSelectMultiple,
    )
    topics = forms.ModelMultipleChoiceField(
        Topic.objects.open(),
        label=_("Topics"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The policies or services that the person may speak about."),
    )
    starts_at = day(_("From"))
    ends_at = day(_("To"), help_text=_("This day is included; at most a year."))
    speaks_by_name = forms.BooleanField(
        label=_("The person may speak by name, and not only for the unit"),
        required=False,
    )
    contact = forms.CharField(
        label=_("Official contact shown beside the name"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs=LATIN),
        help_text=_(
            "An e-mail address or a number of the ministry; never a private one."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person: Any = self.fields["person"]
        person.queryset = selectors.people_to_name()
        channels: Any = self.fields["channels"]
        over = (Channel.State.CLOSED, Channel.State.WITHDRAWN)
        channels.queryset = Channel.objects.exclude(state__in=over)

    def clean_starts_at(self) -> Any:
        return start_of(self.cleaned_data["starts_at"])

    def clean_ends_at(self) -> Any:
        return start_of(self.cleaned_data["ends_at"] + timedelta(days=1))


class AssessForm(forms.Form):
    """The four criteria, each with its level and what shows it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for criterion in AssessedCriterion.Criterion:
            self.fields[f"{criterion}-level"] = forms.TypedChoiceField(
                label=criterion.label,
                choices=AssessedCriterion.Level.choices,
                coerce=AssessedCriterion.Level,
                widget=forms.RadioSelect,
            )
            self.fields[f"{criterion}-shown_by"] = forms.CharField(
                label=_("What shows it"),
                max_length=300,
                widget=forms.TextInput(attrs={"dir": "auto"}),
            )
        self.fields["evidence"] = forms.FileField(
            label=_("Evidence"),
            required=False,
            help_text=_(
                "Certificates or samples in one PDF or picture. It is kept byte for "
                "byte and shown to the person and to who decides."
            ),
        )

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        names = list(AssessedCriterion.Criterion)
        if all(f"{each}-{part}" in typed for each in names for part in PARTS):
            criteria = {
                each: (typed.pop(f"{each}-level"), typed.pop(f"{each}-shown_by"))
                for each in names
            }
            typed["criteria"] = criteria
        return typed


PARTS = ("level", "shown_by")


class ActivateForm(DecisionForm):
    kind = Decision.Kind.DELEGATION


class RevokeForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )


class AcknowledgeForm(forms.Form):
    has_read = forms.BooleanField(
        label=_(
            "I have read the policy in force, and know that what I publish is the "
            "official view of the ministry"
        )
    )
