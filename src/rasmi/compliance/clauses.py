"""By what each clause of the policy is held: the pack joined with the running code."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rasmi.compliance import selectors
from rasmi.compliance.selectors import Standing
from rasmi.policy import pack
from rasmi.rules import Kind, levers
from rasmi.web.charts import Face


class State(StrEnum):
    HELD = "held"
    PARTLY = "partly"  # something of it is still planned
    PLANNED = "planned"
    OUTSIDE = "outside"  # somebody attests it
    DEFINITION = "definition"  # asks for nothing


FACES = {
    State.HELD: Face(_("Covered by the system"), "info", "shield-check", "c1"),
    State.PARTLY: Face(_("Covered in part"), "warn", "circle-half-2", "c2"),
    State.PLANNED: Face(_("Still planned"), "unset", "circle-dashed", "none"),
    State.OUTSIDE: Face(_("Outside the system"), "void", "user-check", "c4"),
    State.DEFINITION: Face(_("Asks for nothing"), "", "book", "none"),
}
KINDS = {
    Kind.GATE: _("Prevents"),
    Kind.CHECK: _("Checks"),
    Kind.DUTY: _("Asks somebody"),
    Kind.NOTICE: _("Tells"),
}


@dataclass(frozen=True)
class Held:
    """A clause: how far it is held, by what kinds of rules, and how those stand."""

    clause: pack.Clause
    state: State
    kinds: tuple[str | Promise, ...]
    standings: tuple[Standing, ...]

    @property
    def face(self) -> Face:
        return FACES[self.state]


def held(now: datetime) -> list[Held]:
    """Every clause, in the order of the policy."""
    kinds: dict[str, set[Kind]] = {}
    for lever in levers():
        kinds.setdefault(lever.name, set()).add(lever.kind)
    standings = {each.lever: each for each in selectors.standings(now)}
    return [
        _held(clause, kinds, standings) for clause in pack.current().clauses.values()
    ]


def _held(
    clause: pack.Clause, kinds: dict[str, set[Kind]], standings: dict[str, Standing]
) -> Held:
    found = {kind for name in clause.levers for kind in kinds.get(name, ())}
    return Held(
        clause=clause,
        state=_state(clause.reason, is_held=bool(found)),
        kinds=tuple(word for kind, word in KINDS.items() if kind in found),
        standings=tuple(standings[name] for name in clause.levers if name in standings),
    )


def _state(reason: str, *, is_held: bool) -> State:
    if reason.startswith("definition"):
        return State.DEFINITION
    if reason.startswith("outside software"):
        return State.OUTSIDE
    if not is_held:
        return State.PLANNED
    return State.PARTLY if reason else State.HELD


def totals(found: Iterable[Held]) -> dict[State, int]:
    """How many clauses are in each state; definitions, which ask for nothing, last."""
    counted = Counter(each.state for each in found)
    return {state: counted[state] for state in State}
