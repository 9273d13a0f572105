from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rasmi.delegations.models import ListedPerson
from rasmi.delegations.selectors import OnList


@dataclass(frozen=True)
class Row:
    """A person on the list with the two fields that are asked of them."""

    on: OnList
    verdict: forms.BoundField
    reason: forms.BoundField


class _Reason(forms.CharField):
    is_asked = True  # of each of whom something is said


class JudgeForm(forms.Form):
    """What is said of each person; who is left blank is judged later."""

    def __init__(self, *args: Any, on: Sequence[OnList], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        for each in on:
            listed, pk = each.listed, each.person.pk
            self.fields[f"verdict-{pk}"] = forms.TypedChoiceField(
                label=_("Keep, change or remove"),
                choices=ListedPerson.Verdict.choices,
                coerce=ListedPerson.Verdict,
                empty_value=None,
                widget=forms.RadioSelect,
                required=False,
                initial=listed.verdict if listed else None,
            )
            self.fields[f"reason-{pk}"] = _Reason(
                label=_("Reason"),
                max_length=200,
                widget=forms.TextInput(attrs={"dir": "auto"}),
                required=False,
                initial=listed.reason if listed else "",
            )

    @property
    def rows(self) -> list[Row]:
        keys = [(each, each.person.pk) for each in self.on]
        return [
            Row(each, self[f"verdict-{pk}"], self[f"reason-{pk}"]) for each, pk in keys
        ]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        said = {}
        for each in self.on:
            pk = each.person.pk
            verdict = typed.pop(f"verdict-{pk}", None)
            reason = typed.pop(f"reason-{pk}", "")
            if verdict and not reason:
                self.add_error(f"reason-{pk}", _("Say why, in a few words."))
            elif reason and not verdict:
                self.add_error(f"verdict-{pk}", _("Choose what is to be done."))
            elif verdict:
                said[pk] = (verdict, reason)
        typed["said"] = said
        return typed
