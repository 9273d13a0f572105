from datetime import datetime

import pytest

from rasmi.compliance.clauses import State, held, totals
from rasmi.policy import pack
from rasmi.rules import Kind

pytestmark = pytest.mark.django_db


def test_every_clause_has_one_state(now: datetime) -> None:
    found = held(now)

    assert [each.clause.id for each in found] == list(pack.current().clauses)
    assert sum(totals(found).values()) == 110


@pytest.mark.parametrize(
    ("clause", "state"),
    [
        ("G0", State.DEFINITION),
        ("C2.1", State.PLANNED),
        ("A3.1", State.HELD),
        ("P2.1", State.HELD),
        ("C3.1", State.PARTLY),  # to take a post down is planned
        ("I3.1", State.OUTSIDE),
    ],
)
def test_a_clause_is_held_as_far_as_the_pack_says(
    now: datetime, clause: str, state: State
) -> None:
    found = {each.clause.id: each for each in held(now)}

    assert found[clause].state == state


def test_a_clause_names_its_controls_and_kinds(now: datetime) -> None:
    found = {each.clause.id: each for each in held(now)}

    (standing,) = found["A3.1"].standings
    assert standing.lever == "channels.verified"
    assert len(found["C3.3"].kinds) >= len({Kind.GATE, Kind.CHECK})
