"""After a restore nothing goes out before it is known not to be out already."""

from datetime import datetime, timedelta

import pytest
from django.test import override_settings

from rasmi.channels.models import Channel
from rasmi.outbox import connectors, services, tasks
from rasmi.outbox.models import Intent
from rasmi.people.models import User
from rasmi.platforms.connector import Absent, Found, Op, Staged, Unsure
from rasmi.platforms.sandbox.connector import SandboxConnector
from rasmi.publishing import services as publishing
from rasmi.publishing.models import Post
from rasmi.security.models import Epoch
from tests.factories import refused, verdict
from tests.outbox.delivering import begin_epoch, deliver, restore
from tests.outbox.platform import VISIBLE, Platform, Wire
from tests.publishing.conftest import Write
from tests.speaking import (
    HOUR,
    acts_on,
    approved,
    intents_of,
    letters,
    submitted,
    sweep,
)

State = Intent.State
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def intent(
    first: Epoch, wire: Wire, write: Write, salma: User, khalid: User, now: datetime
) -> Intent:
    """Planned for the training platform before the restore."""
    return intents_of(approved(submitted(write(), salma, now), khalid, now))[0]


@pytest.fixture
def account(training: Channel) -> Channel:
    return training


def said_already(intent: Intent) -> None:
    """It is on the platform, and the database does not know."""
    connector, op = connectors.connector_of(intent), connectors.op_of(intent)
    connector.commit(op, connector.stage(op))


def test_after_a_restore_speaking_is_stopped(
    intent: Intent, platform: Platform, hour: datetime
) -> None:
    begin_epoch(Epoch.Why.RESTORED, hour)

    assert not deliver(intent, hour + SECOND)

    assert intent.held_by == "security.no_stop_in_force"
    assert platform.posts() == []


def test_what_is_out_already_is_found_and_not_said_twice(
    intent: Intent,
    wire: Wire,
    platform: Platform,
    badr: User,
    khalid: User,
    hour: datetime,
) -> None:
    said_already(intent)
    restore(hour, badr, khalid)

    sweep(tasks.send, hour + MINUTE)

    intent.refresh_from_db()
    (post,) = platform.posts()
    assert (intent.state, intent.remote_id) == (State.CONFIRMED, post["id"])
    assert wire.calls.count(VISIBLE) == 1


def test_it_is_found_while_speaking_is_still_stopped(
    intent: Intent, hour: datetime
) -> None:
    said_already(intent)
    begin_epoch(Epoch.Why.RESTORED, hour)

    deliver(intent, hour + SECOND)

    assert intent.state == State.CONFIRMED


def test_what_is_not_out_goes_out_once(
    intent: Intent, platform: Platform, badr: User, khalid: User, hour: datetime
) -> None:
    restore(hour, badr, khalid)

    assert sweep(tasks.send, hour + MINUTE) == 1

    intent.refresh_from_db()
    assert intent.state == State.CONFIRMED
    assert len(platform.posts()) == 1
    assert acts_on(intent)[1:3] == ["outbox.intent.find_absent", "outbox.intent.arm"]


def test_what_is_to_come_is_looked_for_at_once_and_sent_at_its_hour(
    intent: Intent,
    wire: Wire,
    platform: Platform,
    badr: User,
    khalid: User,
    now: datetime,
    hour: datetime,
) -> None:
    epoch = restore(now, badr, khalid)

    sweep(tasks.send, now + MINUTE)

    intent.refresh_from_db()
    assert (intent.life, intent.due_at) == (epoch.number, hour)
    assert (intent.held_by, platform.posts()) == ("", [])
    assert sweep(tasks.send, hour) == 1
    assert len(platform.posts()) == 1


def test_while_the_platform_cannot_be_asked_nothing_is_sent(
    intent: Intent, platform: Platform, badr: User, khalid: User, hour: datetime
) -> None:
    said_already(intent)
    restore(hour, badr, khalid)

    with override_settings(SANDBOX_ADDRESS="http://127.0.0.1:1"):
        sweep(tasks.send, hour + MINUTE)
    intent.refresh_from_db()
    assert (intent.is_waiting, intent.life) == (True, 1)
    with refused("outbox.looked_for_after_a_restore"):
        services.require_all(intent, now=hour + MINUTE)

    sweep(tasks.send, hour + HOUR)
    intent.refresh_from_db()
    assert intent.is_out
    assert len(platform.posts()) == 1


def test_what_may_be_out_does_not_lapse_before_it_was_looked_for(
    intent: Intent, badr: User, khalid: User, hour: datetime
) -> None:
    said_already(intent)
    late = intent.not_after + MINUTE
    restore(late, badr, khalid)

    sweep(tasks.send, late + MINUTE)

    intent.refresh_from_db()
    assert intent.state == State.CONFIRMED


def test_what_may_be_out_is_not_called_recalled(
    intent: Intent,
    platform: Platform,
    badr: User,
    khalid: User,
    salma: User,
    hour: datetime,
) -> None:
    post = Post.objects.get(pk=intent.record.subject_id)
    restore(hour, badr, khalid)

    publishing.recall(post, reason="خطأ", by=salma, now=hour + MINUTE)
    intent.refresh_from_db()
    assert (intent.is_waiting, intent.is_recalled) == (True, True)

    sweep(tasks.send, hour + MINUTE)
    intent.refresh_from_db()
    assert intent.state == State.WITHDRAWN
    assert platform.posts() == []


def test_what_was_recalled_and_is_out_is_told(
    intent: Intent, badr: User, khalid: User, salma: User, hour: datetime
) -> None:
    post = Post.objects.get(pk=intent.record.subject_id)
    said_already(intent)
    restore(hour, badr, khalid)
    publishing.recall(post, reason="خطأ", by=salma, now=hour + MINUTE)
    before = len(letters("outbox", salma))

    sweep(tasks.send, hour + MINUTE)

    intent.refresh_from_db()
    assert intent.is_out
    assert len(letters("outbox", salma)) == before + 1
    assert verdict("outbox.outcome_is_known", hour + 3 * HOUR)[2] == 1


@pytest.mark.logs_errors
def test_what_fails_each_time_it_is_looked_for_is_left_to_a_person(
    intent: Intent,
    platform: Platform,
    badr: User,
    khalid: User,
    hour: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(self: SandboxConnector, op: Op, staged: Staged) -> Found:
        raise ZeroDivisionError

    monkeypatch.setattr(SandboxConnector, "reconcile", fail)
    restore(hour, badr, khalid)

    for hours in range(12):
        sweep(tasks.send, hour + (1 + hours) * HOUR)

    intent.refresh_from_db()
    assert intent.is_undecided
    assert platform.posts() == []


def test_what_cannot_be_looked_for_is_left_to_a_person_after_an_hour(
    intent: Intent, badr: User, khalid: User, salma: User, hour: datetime
) -> None:
    restore(hour, badr, khalid)

    with override_settings(SANDBOX_ADDRESS="http://127.0.0.1:1"):
        for minutes in range(0, 120, 5):
            sweep(tasks.send, hour + minutes * MINUTE)

    intent.refresh_from_db()
    assert intent.is_undecided
    assert letters("outbox", salma)


def test_where_the_platform_cannot_tell_a_person_does(
    intent: Intent,
    platform: Platform,
    badr: User,
    khalid: User,
    salma: User,
    hour: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def cannot_tell(
        self: SandboxConnector, op: Op, staged: Staged
    ) -> Found | Absent | Unsure:
        return Unsure("The platform shows more than one.")

    monkeypatch.setattr(SandboxConnector, "reconcile", cannot_tell)
    restore(hour, badr, khalid)

    sweep(tasks.send, hour + MINUTE)

    intent.refresh_from_db()
    assert (intent.state, intent.is_undecided) == (State.UNKNOWN, True)
    assert acts_on(intent)[-1] == "outbox.intent.forget"
    assert letters("outbox", salma)
    assert platform.posts() == []
