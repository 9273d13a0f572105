from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, connection
from django.test import override_settings

from rasmi.channels.models import Channel
from rasmi.files import selectors as files
from rasmi.outbox import connectors, services, tasks
from rasmi.outbox.models import Intent
from rasmi.people.models import User
from rasmi.platforms.sandbox.connector import SandboxConnector
from rasmi.publishing import services as publishing
from rasmi.publishing.models import Post
from rasmi.records.selectors import parts
from rasmi.rules import Verdict
from rasmi.security import services as security
from tests.factories import verdict
from tests.outbox.delivering import deliver
from tests.outbox.platform import VISIBLE, Fault, Platform, Wire
from tests.outbox.test_planning import no_entries
from tests.platforms.sandbox_server import TOKEN
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


def test_a_planned_post_is_visible_once_at_its_hour(
    intent: Intent, platform: Platform, hour: datetime
) -> None:
    assert sweep(tasks.send, hour - SECOND) == 0
    assert platform.posts() == []

    assert sweep(tasks.send, hour) == 1
    assert sweep(tasks.send, hour + MINUTE) == 0

    intent.refresh_from_db()
    (post,) = platform.posts()
    assert (intent.state, intent.remote_id) == (State.CONFIRMED, post["id"])
    assert (post["key"], post["text"]) == (intent.key, intent.text)
    assert intent.url.endswith(f"/@admission/{post['id']}")
    assert (intent.due_at, intent.lease_until) == (None, None)


def test_its_pictures_are_visible_with_their_words(
    intent: Intent, platform: Platform, hour: datetime
) -> None:
    assert deliver(intent, hour)

    (post,) = platform.posts()
    shown = [(each["id"], each["alt"]) for each in post["media"]]
    (kept,) = intent.pictures.all()
    assert shown == [(intent.staged[kept.rendition.digest], kept.alt)]


def test_every_step_of_it_is_in_the_log_and_in_the_record(
    intent: Intent, hour: datetime
) -> None:
    assert deliver(intent, hour)

    assert acts_on(intent) == [
        "outbox.intent.plan",
        "outbox.intent.arm",
        "outbox.intent.confirm",
    ]
    kept = list(parts(intent.record))
    assert [each.stage for each in kept][-3:] == ["planned", "armed", "sent"]
    assert kept[-1].content["said"]["text"] == intent.text
    assert kept[-1].content["answer"]["status"] == 201
    assert len(kept[-1].content["answer"]["request_sha256"]) == 64


def test_the_same_key_again_is_the_same_post(
    intent: Intent, platform: Platform, hour: datetime
) -> None:
    assert deliver(intent, hour)

    again = connectors.connector_of(intent).commit(
        connectors.op_of(intent), intent.staged
    )

    assert again.remote_id == intent.remote_id
    assert len(platform.posts()) == 1


def test_what_is_out_is_not_sent_again_by_whom_it_may_be(
    intent: Intent, wire: Wire, hour: datetime
) -> None:
    stale = Intent.objects.get(pk=intent.pk)
    assert deliver(intent, hour)

    assert not services.deliver(stale, now=hour)
    assert not deliver(intent, hour + HOUR)
    assert wire.calls.count(VISIBLE) == 1


def test_without_its_entry_in_the_log_nothing_is_sent(
    intent: Intent, wire: Wire, platform: Platform, hour: datetime
) -> None:
    with (
        connection.execute_wrapper(no_entries),
        pytest.raises(DatabaseError, match="disk is full"),
    ):
        services.deliver(intent, now=hour)

    intent.refresh_from_db()
    assert intent.is_waiting
    assert intent.armed_at is None
    assert VISIBLE not in wire.calls
    assert platform.posts() == []


def test_a_stop_sends_nothing_and_it_goes_out_later(
    intent: Intent,
    wire: Wire,
    begin: Begin,
    badr: User,
    khalid: User,
    platform: Platform,
    hour: datetime,
) -> None:
    stop = begin(now=hour)
    assert not deliver(intent, hour)
    assert (intent.is_waiting, intent.held_by) == (True, "security.no_stop_in_force")
    assert VISIBLE not in wire.calls

    security.ask_to_resume(stop, reason="انتهى", by=badr, now=hour)
    security.resume(stop, by=khalid, now=hour + SECOND)

    assert deliver(intent, hour + MINUTE)
    assert len(platform.posts()) == 1


def test_while_a_stop_is_in_force_nothing_at_all_is_told_to_the_platform(
    intent: Intent, wire: Wire, begin: Begin, hour: datetime
) -> None:
    # Even the name of the account is visible, and is told before anything is armed.
    begin(now=hour)

    deliver(intent, hour)

    assert wire.calls == []


def test_a_picture_that_was_changed_is_held_and_not_called_refused(
    intent: Intent, hour: datetime
) -> None:
    digest = intent.pictures.get().rendition.digest
    files.path_of_digest(digest).write_bytes(b"other")

    assert not deliver(intent, hour)

    assert intent.is_waiting
    assert intent.held_by == "outbox.bytes_are_those_approved"


def test_a_picture_that_is_gone_is_held_and_stops_no_other(
    intent: Intent, hour: datetime
) -> None:
    digest = intent.pictures.get().rendition.digest
    files.path_of_digest(digest).unlink()

    sweep(tasks.send, hour)

    intent.refresh_from_db()
    assert intent.held_by == "outbox.bytes_are_those_approved"


def test_while_the_platform_is_away_it_waits_and_is_sent_once(
    write: Write, salma: User, khalid: User, platform: Platform, now: datetime
) -> None:
    with platform.running() as first:
        away = first.address
    with override_settings(
        IS_FOR_TRAINING=True, SANDBOX_ADDRESS=away, SANDBOX_TOKEN=TOKEN
    ):
        (intent,) = intents_of(approved(submitted(write(), salma, now), khalid, now))
        hour = intent.not_before
        assert not deliver(intent, hour)
        assert intent.is_waiting
        assert intent.last_error
        assert sweep(tasks.send, hour + SECOND) == 0
    with (
        platform.running() as wire,
        override_settings(SANDBOX_ADDRESS=wire.address, SANDBOX_TOKEN=TOKEN),
    ):
        assert sweep(tasks.send, hour + 2 * MINUTE) == 1

    assert len(platform.posts()) == 1


def test_a_platform_that_is_away_never_makes_it_a_matter_for_a_person(
    write: Write, salma: User, khalid: User, platform: Platform, now: datetime
) -> None:
    with platform.running() as first:
        away = first.address
    with override_settings(
        IS_FOR_TRAINING=True, SANDBOX_ADDRESS=away, SANDBOX_TOKEN=TOKEN
    ):
        (intent,) = intents_of(approved(submitted(write(), salma, now), khalid, now))
        for minutes in range(0, 120, 2):
            deliver(intent, intent.not_before + minutes * MINUTE)

    assert not Intent.objects.stuck().exists()
    assert intent.is_waiting


def test_what_the_platform_refuses_is_told_with_its_words(
    intent: Intent, wire: Wire, salma: User, platform: Platform, hour: datetime
) -> None:
    wire.fault = Fault.FORBIDDEN

    assert not deliver(intent, hour)

    assert intent.state == State.REFUSED
    assert intent.words == Fault.FORBIDDEN.value
    assert acts_on(intent)[-1] == "outbox.intent.refuse"
    assert [each.stage for each in parts(intent.record)][-1] == "not_sent"
    assert letters("outbox", salma)
    assert sweep(tasks.send, hour + HOUR) == 0
    assert platform.posts() == []


def test_what_the_platform_takes_later_is_sent_later(
    intent: Intent, wire: Wire, platform: Platform, hour: datetime
) -> None:
    wire.fault = Fault.BUSY
    assert not deliver(intent, hour)
    assert intent.is_waiting

    wire.fault = Fault.NONE

    assert deliver(intent, hour + HOUR)
    assert len(platform.posts()) == 1


def test_one_thing_at_a_time_is_on_its_way_to_an_account(
    intent: Intent,
    write: Write,
    salma: User,
    khalid: User,
    now: datetime,
    hour: datetime,
) -> None:
    (other,) = intents_of(approved(submitted(write(), salma, now), khalid, now))
    assert intent.claim(hour, lease=2 * MINUTE)
    assert intent.move((State.PLANNED,), State.ARMED, armed_at=hour)

    assert not deliver(other, hour)

    assert other.is_waiting
    assert (other.held_by, other.attempts) == ("", 0)
    Intent.objects.filter(pk=intent.pk).update(state=State.CONFIRMED)
    assert deliver(other, hour + MINUTE)


def test_what_was_recalled_before_its_hour_is_never_visible(
    intent: Intent, wire: Wire, salma: User, hour: datetime
) -> None:
    post = Post.objects.get(pk=intent.record.subject_id)
    publishing.recall(post, reason="خطأ في اليوم", by=salma, now=hour - SECOND)

    assert sweep(tasks.send, hour) == 0
    assert wire.calls == []


def test_a_copy_of_what_is_out_is_kept_here(
    intent: Intent, platform: Platform, hour: datetime
) -> None:
    lever = "outbox.kept_outside_the_platform"
    assert verdict(lever, hour) == (Verdict.MET, 0, 0)
    sweep(tasks.send, hour)
    assert verdict(lever, hour) == (Verdict.MET, 1, 0)

    Intent.objects.update(key="another")  # of which nothing is kept

    assert verdict(lever, hour) == (Verdict.NOT_MET, 1, 1)
