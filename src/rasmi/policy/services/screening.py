"""The gates of what is said: one lever a category, which the pack maps to clauses."""

from django.utils.translation import gettext as _

from rasmi.policy import selectors
from rasmi.rules import Refusal, gate
from rasmi.screening import Category

GATES = {each: gate(f"screening.{each.value}") for each in Category}


def refuse_blocked(text: str) -> None:
    """
    Refuse a text that may not be said whoever approves it.

    :raises Refusal: naming the first such place and its clause
    """
    for found in selectors.screened(text).findings:
        if found.is_blocking:
            raise Refusal(
                GATES[found.category],
                _("«%(words)s»: %(why)s") % {"words": found.text, "why": found.says},
                remedy=found.remedy,
            )
