from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from rasmi.moderation.models import Judgement
from rasmi.moderation.services.judging import SHORTEST_REASON
from rasmi.policy import pack
from rasmi.web.fields import CHOOSE, prose


def _rules() -> list[tuple[str, Any]]:
    return [
        (
            rule.key,
            format_html(
                '{}: {} <bdi dir="ltr">{}</bdi>', rule.title, rule.means, rule.clause
            ),
        )
        for rule in pack.current().house_rules
    ]


class LookedForm(forms.Form):
    """Binds a judgement to the words that the person has read."""

    version_number = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class HideForm(LookedForm):
    rule = forms.ChoiceField(
        label=_("Which house rule does it break?"),
        choices=_rules,
        widget=forms.RadioSelect,
    )
    reason = prose(
        _("Why"),
        500,
        min_length=SHORTEST_REASON,
        help_text=_(
            "One sentence about these words. The author reads it where one appeals."
        ),
    )


class StandForm(LookedForm):
    reason = prose(_("Why it stands"), 500, required=False)


class ReasonForm(forms.Form):
    reason = prose(_("Why"), 500, min_length=SHORTEST_REASON)


class DecideForm(forms.Form):
    is_granted = forms.TypedChoiceField(
        label=_("Your decision"),
        choices=[
            ("yes", _("The appeal is right: it is shown again")),
            ("no", _("The decision stays: it remains hidden")),
        ],
        coerce=lambda chosen: chosen == "yes",
        widget=forms.RadioSelect,
    )
    answer = prose(
        _("Your answer"),
        4000,
        min_length=10,
        help_text=_("Whoever appealed reads it, with the code of the appeal."),
    )


class MatchForm(forms.Form):
    judgement = forms.ModelChoiceField(
        label=_("What it is about"),
        queryset=Judgement.objects.none(),
        empty_label=CHOOSE,
    )

    def __init__(self, *args: Any, hidings: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["judgement"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 — declared above
        field.queryset = hidings
        field.label_from_instance = _in_a_line  # type: ignore[assignment]  # how Django lets one name its choices


def _in_a_line(judgement: Judgement) -> str:
    return f"{judgement.object} · {judgement.version.excerpt}"
