"""The line to a real server is cut at any call, and each thing is said once."""

from collections.abc import Callable
from datetime import timedelta
from itertools import count

import pytest

from rasmi.outbox import services, tasks
from rasmi.outbox.models import Intent
from tests.peers.wire import Call, Fault
from tests.speaking import acts_on, sweep
from tests.survival.conftest import Plan
from tests.survival.sites import Site

pytestmark = pytest.mark.once

State = Intent.State
MINUTE = timedelta(minutes=1)
LONGEST = 30  # minutes until everything is known


def is_number(wanted: int) -> Callable[[Call], bool]:
    """Whether a call is that one of those that come from now on."""
    numbers = count(1)
    return lambda call: next(numbers) == wanted


def settle(intent: Intent) -> None:
    """Let a worker and its clock go on until it is known what became of it."""
    for minutes in range(LONGEST):
        at = intent.not_before + minutes * MINUTE
        sweep(tasks.send, at)
        sweep(tasks.reconcile, at)
        intent.refresh_from_db()
        if intent.is_settled:
            return


def said(intent: Intent) -> str:
    """What is found of it on a site."""
    return intent.text.split("\n")[0]


@pytest.mark.parametrize(
    "fault",
    [
        Fault.CALL_LOST,
        Fault.ANSWER_LOST,
        Fault.ANSWER_CUT,
        Fault.ANSWER_TORN,
        Fault.BROKEN,
    ],
)
def test_whatever_becomes_of_the_visible_call_it_is_said_once(
    fault: Fault, plan: Plan, site: Site
) -> None:
    intent = plan()
    site.wire.fault = fault
    assert not services.deliver(intent, now=intent.not_before)
    intent.refresh_from_db()
    assert intent.state == State.UNKNOWN
    site.wire.fault = Fault.NONE

    settle(intent)

    assert intent.state == State.CONFIRMED
    assert len(site.visible(said(intent))) == 1
    assert len(site.objects(said(intent))) == 1
    is_there = fault != Fault.CALL_LOST
    assert acts_on(intent).count("outbox.intent.arm") == (1 if is_there else 2)


def test_whichever_answer_is_cut_it_is_said_once(plan: Plan, site: Site) -> None:
    first = plan()
    settle(first)
    calls = len(site.wire.calls)
    assert first.is_out
    assert calls > 3  # or there would be nothing to cut

    for number in range(1, calls + 1):
        intent = plan()
        site.wire.is_visible, site.wire.fault = is_number(number), Fault.ANSWER_CUT
        settle(intent)

        assert intent.is_out, (number, intent.last_error)
        assert len(site.visible(said(intent))) == 1, number
        assert len(site.objects(said(intent))) == 1, number


def test_an_answer_that_does_not_come_in_time_is_looked_for(
    plan: Plan, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    intent = plan()
    monkeypatch.setattr("rasmi.platforms.http.SILENCE", 1.5)
    site.wire.fault = Fault.HELD

    assert not services.deliver(intent, now=intent.not_before)

    intent.refresh_from_db()
    assert intent.state == State.UNKNOWN
    site.wire.fault = Fault.NONE
    settle(intent)
    assert intent.is_out
    assert len(site.visible(said(intent))) == 1
