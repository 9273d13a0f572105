from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rasmi.security.kinds import (
    LARGEST,
    PARTS,
    WORDS,
    Answer,
)
from rasmi.security.selectors.posture import State
from rasmi.web.fields import day, latin, prose

LATER = _("Not looked at today")


class AttestForm(forms.Form):
    """
    All that is asked of one account, each to be answered or left for later.

    Nothing is filled in before: who looks says what was seen. There is no field for a
    password, and none into which one would fit.
    """

    def __init__(self, *args: Any, asked: list[State], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = [each for each in asked if each.kept is None]
        for each in self.asked:
            self.fields[each.item.key] = _field(each)
        self.fields["note"] = prose(
            _("Note"),
            500,
            required=False,
            help_text=_(
                "What to know of it; and where something is not offered, what protects "
                "the account instead."
            ),
        )
        self.fields["original"] = forms.FileField(
            label=_("Picture or print of the settings"),
            required=False,
            help_text=_(
                "PDF, PNG or JPEG; kept as it is. No password, code or key on it."
            ),
        )

    @property
    def parts(self) -> list[tuple[str, list[forms.BoundField]]]:
        return [
            (str(title), [self[x.item.key] for x in self.asked if x.item.part == part])
            for part, title in PARTS.items()
            if any(x.item.part == part for x in self.asked)
        ]

    @property
    def rest(self) -> list[forms.BoundField]:
        return [self["note"], self["original"]]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        answers = {}
        for each in self.asked:
            value = typed.get(each.item.key)
            if value not in (None, ""):
                answers[each.item.key] = (
                    value.isoformat() if each.item.answer == Answer.DAY else str(value)
                )
        return {
            "answers": answers,
            "note": typed.get("note", ""),
            "original": typed.get("original"),
        }


def _field(state: State) -> forms.Field:
    item = state.item
    facts: dict[str, Any] = {
        "label": item.title,
        "required": False,
        "help_text": _help(state),
    }
    if item.answer == Answer.DAY:
        field: forms.Field = day(**facts)
        field.validators.append(_refuse_to_come)
        return field
    if item.answer == Answer.NUMBER:
        return forms.IntegerField(min_value=0, max_value=LARGEST, **facts)
    words = [x for x in WORDS.items() if item.takes(x[0], state.channel.platform)]
    return forms.ChoiceField(
        choices=[("", LATER), *words], widget=forms.RadioSelect, **facts
    )


def _help(state: State) -> str:
    if state.seen is None:
        return str(state.item.why)
    return gettext("%(why)s Last seen: %(value)s.") % {
        "why": state.item.why,
        "value": state.shown,
    }


def _refuse_to_come(value: Any) -> None:
    if value > timezone.localdate():
        raise ValidationError(gettext("This day is still to come."))


class AppForm(forms.Form):
    name = forms.CharField(
        label=_("Name of the application"),
        max_length=80,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=_("As the platform lists it."),
    )
    maker = forms.CharField(
        label=_("Its maker"),
        max_length=120,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    scopes = latin(
        _("What it may do"),
        300,
        help_text=_(
            "Every right in the words of the platform, with commas between them: read "
            "posts, write posts."
        ),
    )
    since_on = day(_("Connected since"), required=False)


class WhyForm(forms.Form):
    why = prose(
        _("Why it is needed"), 500, help_text=_("And why nothing that we have does it.")
    )


class DecideForm(forms.Form):
    is_allowed = forms.TypedChoiceField(
        label=_("Decision"),
        choices=[
            ("yes", _("Allow it, with what it may do now")),
            ("no", _("Do not allow it: it is removed")),
        ],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    answer = prose(_("Reason"), 500)


class EndForm(forms.Form):
    why = prose(
        _("Why it is no longer allowed"),
        500,
        help_text=_("It is then removed from every account on which it is listed."),
    )


class HowForm(forms.Form):
    how = prose(
        _("How it was removed"),
        300,
        help_text=_("Where on the platform, and what was checked afterwards."),
    )
