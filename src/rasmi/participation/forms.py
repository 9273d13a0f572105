from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rasmi.intake.models.objects import RemoteObjectQuerySet
from rasmi.participation import selectors
from rasmi.participation.models import Outcome
from rasmi.people.models import Topic, User
from rasmi.web.fields import CHOOSE, arabic, day_of_issue, english, prose


def _long(label: Any, language: str, **more: Any) -> forms.CharField:
    direction = {"ar": "rtl", "en": "ltr"}[language]
    widget = forms.Textarea(attrs={"rows": 4, "dir": direction, "lang": language})
    return forms.CharField(label=label, max_length=4000, widget=widget, **more)


class OutcomeForm(forms.Form):
    """What came of contributions, in both languages."""

    topic = forms.ModelChoiceField(
        label=_("Topic"), queryset=Topic.objects.none(), empty_label=CHOOSE
    )
    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=Outcome.Decision.choices,
        widget=forms.RadioSelect,
    )
    decided_on = day_of_issue(_("Decided on"))
    title_ar = arabic(_("Title in Arabic"))
    title_en = english(_("Title in English"))
    said_ar = _long(_("What people said, in Arabic"), "ar")
    said_en = _long(_("What people said, in English"), "en")
    did_ar = _long(_("What we did or decided, in Arabic"), "ar")
    did_en = _long(_("What we did or decided, in English"), "en")
    why_ar = _long(_("Why, in Arabic"), "ar", required=False)
    why_en = _long(_("Why, in English"), "en", required=False)
    effect_ar = _long(
        _("What changed in our policies, in Arabic"), "ar", required=False
    )
    effect_en = _long(
        _("What changed in our policies, in English"), "en", required=False
    )

    def __init__(self, *args: Any, user: User, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        topic = self.fields["topic"]
        assert isinstance(topic, forms.ModelChoiceField)  # noqa: S101 — declared above
        topic.queryset = selectors.writable_topics(user, now)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("decision") not in (None, Outcome.Decision.ADOPTED):
            for name in ("why_ar", "why_en"):
                if not data.get(name) and name not in self.errors:
                    self.add_error(
                        name, ValidationError(gettext("Write why, in both languages."))
                    )
        return data


class WithdrawForm(forms.Form):
    reason = prose(_("Why"), 300, min_length=10)


class ContributionForm(forms.Form):
    number = forms.IntegerField(
        label=_("Number of the contribution"),
        min_value=1,
        help_text=_("It stands in the address of its page."),
    )

    def __init__(
        self, *args: Any, readable: RemoteObjectQuerySet, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._readable = readable

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if "number" in data:
            found = self._readable.filter(pk=data["number"]).first()
            if found is None:
                self.add_error(
                    "number", gettext("You read no contribution of this number.")
                )
            data = {"contribution": found}
        return data
