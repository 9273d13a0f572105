from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rasmi.delegations.models import Weekday
from rasmi.delegations.selectors import Turn
from rasmi.delegations.words import span_in_words
from rasmi.people.models import User
from rasmi.policy.fields import UntilForm
from rasmi.web.fields import CHOOSE, LATIN, arabic, day, english, moment, prose


def clock(label: Any, **more: Any) -> forms.TimeField:
    """An hour of the day."""
    widget = forms.TimeInput(attrs={"type": "time", **LATIN}, format="%H:%M")
    return forms.TimeField(label=label, widget=widget, **more)


class PersonForm(forms.Form):
    """A form that chooses one of those who may answer on an account."""

    person = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Who takes it"),
        empty_label=CHOOSE,
        help_text=_("Who holds a delegation to reply or moderate on this account."),
    )
    among: Any = None  # set by `of`

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person: Any = self.fields["person"]
        person.queryset = self.among


class ShiftForm(PersonForm):
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Days of the week"),
        choices=Weekday.choices,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )
    begins = clock(_("From"))
    ends = clock(
        _("Until"),
        help_text=_("Where it is not later than the beginning, of the next day."),
    )
    first_day = day(_("First day"))


class EndShiftForm(forms.Form):
    last_day = day(
        _("Last day"), help_text=_("Included. Yesterday: it is not held any more.")
    )


class CoverForm(PersonForm):
    starts_at = moment(_("From"))
    ends_at = moment(_("Until"))


class SubstituteForm(PersonForm):
    reason = prose(_("Reason"), 200)


def _key(turn: Turn) -> str:
    """The same turn at each look, however the list has changed meanwhile."""
    return f"{turn.shift and turn.shift.pk}:{turn.day:%Y-%m-%d}"


class SwapForm(SubstituteForm):
    in_return = forms.TypedChoiceField(
        label=_("A shift that you take in return"),
        required=False,
        empty_value=None,
        help_text=_("A shift of the colleague whom you ask; or none."),
    )
    theirs: tuple[Turn, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["in_return"]
        choice.choices = [("", CHOOSE)] + [
            (
                _key(turn),
                f"{turn.person} · {turn.day:%Y-%m-%d} · {span_in_words(turn.span)}",
            )
            for turn in self.theirs
        ]
        choice.coerce = {_key(turn): turn for turn in self.theirs}.__getitem__


class HandoverForm(forms.Form):
    note = prose(
        _("What the next one must know"),
        help_text=_(
            "What is open, what was promised, and what to watch. No passwords."
        ),
    )


class AnnounceForm(forms.Form):
    name_ar = arabic(_("Name in Arabic"), 120)
    name_en = english(_("Name in English"), 120)
    first_day = day(_("First day"))
    last_day = day(_("Last day"), help_text=_("This day is included."))
    begins = clock(_("Work begins"), required=False)
    ends = clock(
        _("Work ends"),
        required=False,
        help_text=_("Both hours empty: the ministry is closed on these days."),
    )
    source = forms.CharField(
        label=_("Announced by"),
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=_("The decision, circular or statement, with number and date."),
    )


class AnswerHoursForm(UntilForm):
    begins = clock(_("From"))
    ends = clock(_("Until"))
    on_weekends = forms.BooleanField(
        label=_("On Friday and Saturday too"), required=False
    )

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        if "ends_at" in typed:
            typed["until_at"] = typed.pop("ends_at")
        return typed


def of(form: type[PersonForm], among: Any, **more: Any) -> type[PersonForm]:
    """The form for one account: its people, read anew for each page."""
    return type(form.__name__, (form,), {"among": among, **more})
