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


def test_after_too_many_attempts_a_person_is_asked(row: Message, now: datetime) -> None:
    Message.objects.update(attempts=MAX_ATTEMPTS)

    assert not Message.objects.due(now).exists()
    assert Message.objects.stuck().get() == row
