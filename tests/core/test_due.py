"""Leases, on the first table that uses them."""

from datetime import datetime, timedelta

import pytest

from rasmi.core.models import LEASE, MAX_ATTEMPTS
from rasmi.notify.models import Message

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def row(now: datetime) -> Message:
    return Message.objects.create(address="a@b.om", made_at=now, due_at=now)


def test_a_row_is_due_from_its_hour_on(row: Message, now: datetime) -> None:
    assert not Message.objects.due(now - MINUTE).exists()
    assert Message.objects.due(now).get() == row


def test_of_two_workers_one_gets_the_row(row: Message, now: datetime) -> None:
    same = Message.objects.get(pk=row.pk)

    assert row.claim(now)
    assert not same.claim(now)


def test_a_claimed_row_is_not_due(row: Message, now: datetime) -> None:
    row.claim(now)

    assert not Message.objects.due(now + LEASE - MINUTE).exists()


def test_the_row_of_a_dead_worker_comes_back(row: Message, now: datetime) -> None:
    row.claim(now)

    assert Message.objects.due(now + LEASE).get() == row


def test_who_lost_the_lease_settles_nothing(row: Message, now: datetime) -> None:
    slow = Message.objects.get(pk=row.pk)
    slow.claim(now)
    row.refresh_from_db()
    row.claim(now + LEASE)

    assert not slow.settle(sent_at=now)
    assert row.settle(sent_at=now)


def test_the_pause_doubles(row: Message, now: datetime) -> None:
    pauses = []
    moment = now
    for _ in range(3):
        row.claim(moment)
        row.postpone(moment, error="timeout")
        assert row.due_at is not None
        pauses.append(row.due_at - moment)
        moment = row.due_at

    assert pauses == [MINUTE, 2 * MINUTE, 4 * MINUTE]


def test_the_pause_never_grows_beyond_half_an_hour(row: Message, now: datetime) -> None:
    Message.objects.update(attempts=6)
    row.refresh_from_db()
    row.claim(now)

    row.postpone(now, error="busy")

    assert row.due_at == now + 30 * MINUTE


def test_a_failure_that_says_nothing_about_the_row_never_asks_a_person(
    row: Message, now: datetime
) -> None:
    moment = now
    for _ in range(200):  # more than four days of a server that is away
        assert row.claim(moment)
        row.postpone(moment, error="away", counts=False)
        assert row.due_at is not None
        moment = row.due_at

    assert not Message.objects.stuck().exists()


def test_after_too_many_attempts_a_person_is_asked(row: Message, now: datetime) -> None:
    Message.objects.update(attempts=MAX_ATTEMPTS)

    assert not Message.objects.due(now).exists()
    assert Message.objects.stuck().get() == row
