"""Two at once, on a database that lets two write at once."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial

import pytest
from django.db import close_old_connections, connections, transaction

from rasmi.channels.models import Channel
from rasmi.delegations import services as delegations
from rasmi.outbox import services
from rasmi.outbox.models import Intent
from rasmi.people.models import User
from rasmi.publishing import services as publishing
from rasmi.publishing.models import Post
from rasmi.rules import Refusal
from rasmi.security import services as security
from rasmi.security.models import Stop
from tests.outbox.platform import VISIBLE, Platform, Wire
from tests.publishing.conftest import Write
from tests.speaking import REASON, approved, intents_of, submitted

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

State = Intent.State
Act = Callable[[], object]
PATIENCE = 20  # seconds
A_WHILE = 0.5  # seconds in which who is not held would be through
MINUTE = timedelta(minutes=1)


@pytest.fixture
def account(training: Channel) -> Channel:
    return training


@pytest.fixture
def intent(
    wire: Wire, write: Write, salma: User, khalid: User, now: datetime
) -> Intent:
    return intents_of(approved(submitted(write(), salma, now), khalid, now))[0]


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(2) as pool:
        yield pool


def begin(pool: ThreadPoolExecutor, act: Act) -> "Future[object]":
    """Do it in a thread with a connection of its own."""

    def work() -> object:
        close_old_connections()
        try:
            return act()
        finally:
            connections.close_all()

    return pool.submit(work)


def at_once(pool: ThreadPoolExecutor, act: Act) -> list[object]:
    """Two do the same at the same moment; what each got, refusals too."""
    ready = threading.Barrier(2, timeout=PATIENCE)

    def one() -> object:
        ready.wait()
        try:
            return act()
        except Refusal as refusal:
            return refusal

    both = [begin(pool, one), begin(pool, one)]
    return [each.result(PATIENCE) for each in both]


@contextmanager
def before_it_commits(pool: ThreadPoolExecutor, act: Act) -> Iterator[None]:
    """Inside, the act is done and not yet committed; afterwards it is."""
    done, go_on = threading.Event(), threading.Event()

    def one() -> None:
        with transaction.atomic():
            act()
            done.set()
            assert go_on.wait(PATIENCE)

    doing = begin(pool, one)
    assert done.wait(PATIENCE) or doing.result(0)
    try:
        yield
    finally:
        go_on.set()
        doing.result(PATIENCE)


def test_two_workers_send_it_once(
    intent: Intent,
    pool: ThreadPoolExecutor,
    wire: Wire,
    platform: Platform,
    hour: datetime,
) -> None:
    def work() -> bool:
        return services.deliver(Intent.objects.get(pk=intent.pk), now=hour)

    assert sorted(map(bool, at_once(pool, work))) == [False, True]

    assert wire.calls.count(VISIBLE) == 1
    assert len(platform.posts()) == 1


def test_two_workers_that_both_came_as_far_as_arming_send_it_once(
    intent: Intent, pool: ThreadPoolExecutor, wire: Wire, hour: datetime
) -> None:
    services.make_ready(intent, now=hour)

    def work() -> bool:
        return services.send_ready(Intent.objects.get(pk=intent.pk), now=hour)

    assert sorted(map(bool, at_once(pool, work))) == [False, True]

    assert wire.calls.count(VISIBLE) == 1


def revoke(intent: Intent, badr: User, now: datetime) -> None:
    delegations.revoke(intent.delegation, reason=REASON, by=badr, now=now)


def stop(intent: Intent, badr: User, now: datetime) -> None:
    security.stop(
        kind=Stop.Kind.INCIDENT,
        reason=REASON,
        channel=intent.channel,
        by=badr,
        now=now,
    )


def recall(intent: Intent, badr: User, now: datetime) -> None:
    post = Post.objects.get(pk=intent.record.subject_id)
    publishing.recall(post, reason=REASON, by=intent.person, now=now)


@pytest.mark.parametrize("ends", [revoke, stop, recall])
def test_what_is_ended_before_it_is_armed_is_not_sent(
    ends: Callable[[Intent, User, datetime], None],
    intent: Intent,
    pool: ThreadPoolExecutor,
    wire: Wire,
    platform: Platform,
    badr: User,
    hour: datetime,
) -> None:
    assert services.make_ready(intent, now=hour)

    with before_it_commits(pool, partial(ends, intent, badr, hour)):
        sending = begin(pool, partial(services.send_ready, intent, now=hour))
        # It waits for what may end its right, instead of overtaking it.
        with pytest.raises(TimeoutError):
            sending.result(A_WHILE)
    assert not sending.result(PATIENCE)

    intent.refresh_from_db()
    assert intent.armed_at is None
    assert VISIBLE not in wire.calls
    assert platform.posts() == []


def test_a_double_click_approves_and_plans_once(
    wire: Wire,
    write: Write,
    pool: ThreadPoolExecutor,
    salma: User,
    khalid: User,
    platform: Platform,
    now: datetime,
) -> None:
    post = submitted(write(), salma, now)

    def click() -> None:
        found = Post.objects.get(pk=post.pk)
        publishing.approve(
            found, number=post.version.number, seen={}, by=khalid, now=now
        )

    answers = at_once(pool, click)

    assert sum(isinstance(each, Refusal) for each in answers) == 1
    (intent,) = intents_of(post)
    assert services.deliver(intent, now=intent.not_before)
    assert len(platform.posts()) == 1


def test_a_double_click_publishes_what_is_urgent_once(
    wire: Wire,
    write: Write,
    pool: ThreadPoolExecutor,
    salma: User,
    now: datetime,
) -> None:
    post = write()

    def click() -> None:
        found = Post.objects.get(pk=post.pk)
        publishing.publish_urgently(found, reason=REASON, by=salma, now=now)

    answers = at_once(pool, click)

    assert sum(isinstance(each, Refusal) for each in answers) == 1
    assert len(intents_of(post)) == 1
