from datetime import datetime, timedelta

import pytest
from django.test import override_settings

from rasmi.channels.models import Channel
from rasmi.outbox import connectors, services, tasks
from rasmi.outbox.models import Intent
from rasmi.outbox.services import outcomes
from rasmi.people.models import User
from rasmi.platforms.connector import Found, Op, RateLimited, Staged
from rasmi.platforms.sandbox.connector import SandboxConnector
from rasmi.policy.models import Approval
from rasmi.publishing import services as publishing
from rasmi.publishing.models import Post
from rasmi.rules import Verdict
from tests.factories import owed, verdict
from tests.outbox.delivering import deliver
from tests.outbox.platform import VISIBLE, Fault, Platform, Wire
from tests.publishing.conftest import Write
from tests.security.conftest import Begin
from tests.speaking import (
    HOUR,
    acts_on,
    add_picture,
    approved,
    intents_of,
    letters,
    submitted,
    sweep,
)

State = Intent.State
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
SETTLE = SandboxConnector.settle
GONE = 3 * MINUTE  # after which a worker that armed is taken to be dead


@pytest.fixture
def account(training: Channel) -> Channel:
    return training


@pytest.fixture
def intent(
    wire: Wire, write: Write, salma: User, khalid: User, now: datetime
) -> Intent:
    """Planned for the training platform, with a picture."""
    post = write()
    add_picture(post, salma, now)
    return intents_of(approved(submitted(post, salma, now), khalid, now))[0]


def reconcile(intent: Intent, now: datetime) -> bool:
    intent.refresh_from_db()
    is_known = services.reconcile(intent, now=now)
    intent.refresh_from_db()
    return is_known


@pytest.mark.parametrize(
    "fault",
    [Fault.ANSWER_LOST, Fault.ANSWER_CUT, Fault.ANSWER_TORN, Fault.BROKEN],
)
def test_what_is_there_after_a_lost_answer_is_found_and_not_sent_again(
    intent: Intent, wire: Wire, fault: Fault, platform: Platform, hour: datetime
) -> None:
    wire.fault = fault
    assert not deliver(intent, hour)
    assert intent.state == State.UNKNOWN
    assert intent.due_at == hour + SETTLE
    wire.fault = Fault.NONE

    assert sweep(tasks.send, hour + SECOND) == 0
    assert sweep(tasks.reconcile, hour + SECOND) == 0  # the call may still take effect
    assert sweep(tasks.reconcile, hour + SETTLE) == 1

    intent.refresh_from_db()
    (post,) = platform.posts()
    assert (intent.state, intent.remote_id) == (State.CONFIRMED, post["id"])
    assert wire.calls.count(VISIBLE) == 1
    assert acts_on(intent)[-3:] == [
        "outbox.intent.arm",
        "outbox.intent.lose_sight",
        "outbox.intent.confirm",
    ]


def test_what_is_not_there_after_a_lost_call_goes_its_way_again(
    intent: Intent, wire: Wire, platform: Platform, hour: datetime
) -> None:
    wire.fault = Fault.CALL_LOST
    assert not deliver(intent, hour)
    assert intent.state == State.UNKNOWN
    wire.fault = Fault.NONE

    assert reconcile(intent, hour + SETTLE)

    assert intent.state == State.STAGED
    assert acts_on(intent)[-1] == "outbox.intent.find_absent"
    assert deliver(intent, hour + SETTLE)
    assert intent.state == State.CONFIRMED
    assert len(platform.posts()) == 1


def test_what_goes_its_way_again_passes_every_gate_again(
    intent: Intent, wire: Wire, begin: Begin, platform: Platform, hour: datetime
) -> None:
    wire.fault = Fault.CALL_LOST
    deliver(intent, hour)
    wire.fault = Fault.NONE
    begin(now=hour + SECOND)
    assert reconcile(intent, hour + SETTLE)

    assert not deliver(intent, hour + SETTLE)

    assert intent.held_by == "security.no_stop_in_force"
    assert platform.posts() == []


@pytest.mark.parametrize("was_sent", [True, False])
def test_what_a_dead_worker_had_armed_is_looked_for(
    intent: Intent, was_sent: bool, platform: Platform, hour: datetime
) -> None:
    connector, op = connectors.connector_of(intent), connectors.op_of(intent)
    staged = dict(connector.stage(op))
    assert intent.claim(hour, lease=2 * MINUTE)
    assert intent.move((State.PLANNED,), State.ARMED, armed_at=hour, staged=staged)
    if was_sent:
        connector.commit(op, staged)

    assert services.find_lost(now=hour + MINUTE) == 0  # it may still be at work
    assert services.find_lost(now=hour + GONE) == 1
    intent.refresh_from_db()
    assert intent.state == State.UNKNOWN
    assert reconcile(intent, hour + GONE + SETTLE)

    assert intent.state == (State.CONFIRMED if was_sent else State.STAGED)
    sweep(tasks.send, hour + GONE + MINUTE)
    assert len(platform.posts()) == 1


def test_a_worker_that_comes_back_late_changes_nothing(
    intent: Intent, platform: Platform, salma: User, hour: datetime
) -> None:
    late = Intent.objects.get(pk=intent.pk)
    assert late.claim(hour, lease=2 * MINUTE)

    assert not deliver(intent, hour + SECOND)
    assert deliver(intent, hour + GONE)

    assert len(platform.posts()) == 1
    assert not late.settle(held_by="nobody")


def test_while_nobody_knows_the_outcome_it_is_not_called_good(
    intent: Intent, wire: Wire, salma: User, hour: datetime
) -> None:
    lever = "outbox.outcome_is_known"
    wire.fault = Fault.ANSWER_LOST
    deliver(intent, hour)
    assert len(owed(lever, hour, user=salma)) == 1
    assert letters("outbox", salma)
    assert verdict(lever, hour + MINUTE) == (Verdict.MET, 0, 0)
    assert verdict(lever, hour + HOUR)[0] == Verdict.UNKNOWN

    wire.fault = Fault.NONE
    assert reconcile(intent, hour + HOUR)

    assert verdict(lever, hour + HOUR) == (Verdict.MET, 1, 0)
    assert owed(lever, hour + HOUR, user=salma) == []


def test_while_the_platform_cannot_be_asked_nothing_is_sent(
    intent: Intent, wire: Wire, platform: Platform, hour: datetime
) -> None:
    wire.fault = Fault.CALL_LOST
    deliver(intent, hour)

    with override_settings(SANDBOX_ADDRESS="http://127.0.0.1:1"):
        for minutes in range(1, 61):
            assert not reconcile(intent, hour + minutes * MINUTE)
            sweep(tasks.send, hour + minutes * MINUTE)

    assert intent.state == State.UNKNOWN
    assert not Intent.objects.stuck().exists()
    assert platform.posts() == []


def test_what_is_lost_each_time_is_left_to_a_person(
    intent: Intent, wire: Wire, platform: Platform, hour: datetime
) -> None:
    wire.fault = Fault.CALL_LOST

    for minutes in range(60):
        sweep(tasks.send, hour + minutes * MINUTE)
        sweep(tasks.reconcile, hour + minutes * MINUTE + 30 * SECOND)

    intent.refresh_from_db()
    assert (intent.is_undecided, wire.calls.count(VISIBLE)) == (True, 3)
    assert platform.posts() == []


@pytest.mark.parametrize("fault", [Fault.CALL_LOST, Fault.ANSWER_LOST])
def test_what_is_recalled_while_nobody_knows_does_not_go_its_way_again(
    intent: Intent,
    wire: Wire,
    fault: Fault,
    platform: Platform,
    salma: User,
    hour: datetime,
) -> None:
    post = Post.objects.get(pk=intent.record.subject_id)
    wire.fault = fault
    deliver(intent, hour)
    wire.fault = Fault.NONE

    publishing.recall(post, reason="خطأ", by=salma, now=hour + SECOND)

    assert reconcile(intent, hour + SETTLE)
    sweep(tasks.send, hour + MINUTE)
    intent.refresh_from_db()
    is_there = fault == Fault.ANSWER_LOST
    assert intent.state == (State.CONFIRMED if is_there else State.WITHDRAWN)
    assert len(platform.posts()) == is_there
    assert not Approval.objects.filter(digest=intent.digest, voided_at=None).exists()


def test_what_is_recalled_while_it_is_sent_is_not_tried_again(
    intent: Intent, wire: Wire, platform: Platform, salma: User, hour: datetime
) -> None:
    post = Post.objects.get(pk=intent.record.subject_id)
    assert services.make_ready(intent, now=hour)
    assert intent.move((State.STAGED,), State.ARMED, armed_at=hour)
    publishing.recall(post, reason="خطأ", by=salma, now=hour)

    busy = RateLimited("later", retry_in=MINUTE)
    outcomes.not_sent(intent, busy, (State.ARMED,), hour)

    intent.refresh_from_db()
    assert intent.state == State.WITHDRAWN
    assert platform.posts() == []


@pytest.mark.parametrize("url", ["http://[x", "javascript:alert(1)", "x" * 600])
def test_an_address_that_no_browser_may_open_is_not_kept(url: str) -> None:
    found = connectors.cleaned(Found("1" * 300, url, {}))

    assert (found.url, len(found.remote_id)) == ("", 100)


@pytest.mark.logs_errors
def test_what_fails_in_a_way_that_nobody_foresaw_is_left_to_a_person(
    intent: Intent, wire: Wire, hour: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(self: SandboxConnector, op: Op, staged: Staged) -> Found:
        raise ZeroDivisionError

    wire.fault = Fault.CALL_LOST
    deliver(intent, hour)
    monkeypatch.setattr(SandboxConnector, "reconcile", fail)

    for hours in range(12):
        sweep(tasks.reconcile, hour + (1 + hours) * HOUR)

    intent.refresh_from_db()
    assert intent.is_undecided


def test_what_the_platform_does_not_take_for_long_is_told_once(
    intent: Intent, salma: User, hour: datetime
) -> None:
    lever = "outbox.held_is_looked_at"
    before = len(letters("outbox", salma))

    with override_settings(SANDBOX_ADDRESS="http://127.0.0.1:1"):
        for minutes in range(0, 30, 2):
            sweep(tasks.send, hour + minutes * MINUTE)

    assert len(letters("outbox", salma)) == before + 1
    assert len(owed(lever, hour + 30 * MINUTE, user=salma)) == 1
