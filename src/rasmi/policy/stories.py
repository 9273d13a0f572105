"""How an issue of the policy stands, in words, a colour and an icon."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from rasmi.policy.selectors import State


@dataclass(frozen=True)
class Standing:
    words: str
    kind: str
    icon: str


_STANDINGS = {
    State.DRAFT: (_("Draft"), "void", "pencil"),
    State.REVIEW: (_("Under review"), "warn", "hourglass"),
    State.REVIEWED: (_("Agreed, to be approved"), "info", "users"),
    State.APPROVED: (_("Approved, to come"), "info", "rubber-stamp"),
    State.IN_FORCE: (_("In force"), "ok", "circle-check"),
    State.SUPERSEDED: (_("Superseded"), "void", "history"),
}


def standing(state: State) -> Standing:
    words, kind, icon = _STANDINGS[state]
    return Standing(str(words), kind, icon)
