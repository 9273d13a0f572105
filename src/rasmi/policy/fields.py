"""Form fields and forms for every room whose acts rest on a decision."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rasmi.core.calendar import start_of
from rasmi.policy import selectors
from rasmi.policy.models import Decision
from rasmi.web.fields import CHOOSE, day, prose
from rasmi.web.templatetags.web import day as day_in_words


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
        return f"{obj.number} · {day_in_words(obj.decided_on)} · {obj.subject}"


class DecisionForm(forms.Form):
    """A form that rests on a checked decision of one kind."""

    kind: Decision.Kind

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decision"] = DecisionField(self.kind)
        self.order_fields(["decision"])


class UntilForm(DecisionForm):
    kind = Decision.Kind.WAIVER
    ends_at = day(_("Until"), help_text=_("This day is included."))

    def clean_ends_at(self) -> Any:
        return start_of(self.cleaned_data["ends_at"] + timedelta(days=1))


class WaiveForm(UntilForm):
    reason = prose(_("Reason"), 300)
