"""Form fields for every room whose acts rest on a decision."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rasmi.policy import selectors
from rasmi.policy.models import Decision
from rasmi.web.fields import CHOOSE
from rasmi.web.templatetags.web import day


class DecisionField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A checked decision of one kind; the list is read anew for each form."""

    def __init__(self, kind: Decision.Kind, **more: Any) -> None:
        more.setdefault("label", _("Decision"))
        more.setdefault("empty_label", CHOOSE)
        more.setdefault(
            "help_text", _("Only decisions that were entered and checked are listed.")
        )
        super().__init__(selectors.usable_decisions(kind), **more)

    def label_from_instance(self, obj: Decision) -> str:
        return f"{obj.number} · {day(obj.decided_on)} · {obj.subject}"
