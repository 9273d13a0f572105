from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from rasmi.people.models import Unit, User
from rasmi.policy import pack, selectors, services
from rasmi.policy.models import Decision, Waiver
from rasmi.rules import Kind, Lever
from tests.conftest import Decided
from tests.factories import refused

DAY = timedelta(days=1)
WAIVER = Decision.Kind.WAIVER
SHOULD = Lever("rules_of_a_test.should", Kind.GATE, can_be_waived=True)
Grant = Callable[..., Waiver]


@pytest.fixture
def grant(body: Unit, decided: Decided, rania: User, now: datetime) -> Grant:
    def grant(
        lever: Lever = SHOULD, *, kind: Decision.Kind = WAIVER, days: int = 90
    ) -> Waiver:
        return services.grant_waiver(
            lever,
            body,
            decision=decided(kind),
            reason="تعذر ذلك هذا العام",
            ends_at=now + days * DAY,
            by=rania,
            now=now,
        )

    return grant


def test_a_should_is_set_aside_until_an_end(
    grant: Grant, body: Unit, now: datetime
) -> None:
    waiver = grant()

    assert selectors.waiver(SHOULD.name, body, now) == waiver
    assert selectors.waiver(SHOULD.name, body, now + 91 * DAY) is None
    assert selectors.waiver("another.lever", body, now) is None


@pytest.mark.parametrize("days", [0, -1, 400])
def test_a_waiver_has_an_end_within_a_year(grant: Grant, days: int) -> None:
    with refused("policy.waiver_has_an_end"):
        grant(days=days)


def test_a_must_has_no_waiver(grant: Grant) -> None:
    must = next(
        name
        for name, clauses in pack.current().of_lever.items()
        if any(clause.is_binding for clause in clauses)
    )

    with refused("policy.must_has_no_waiver"):
        grant(Lever(must, Kind.GATE, can_be_waived=True))
    with refused("policy.must_has_no_waiver"):
        grant(Lever("rules_of_a_test.firm", Kind.GATE))


def test_a_waiver_rests_on_its_own_decision(grant: Grant) -> None:
    with refused("policy.rests_on_a_checked_decision"):
        grant(kind=Decision.Kind.OPENING)


def test_one_decision_sets_a_thing_aside_once(
    body: Unit, decided: Decided, rania: User, now: datetime
) -> None:
    decision = decided(WAIVER)

    def waive(days: int) -> Waiver:
        return services.grant_waiver(
            SHOULD,
            body,
            decision=decision,
            reason="س",
            ends_at=now + days * DAY,
            by=rania,
            now=now,
        )

    waive(30)

    with refused("policy.waiver_decision_is_used_once"):
        waive(90)
