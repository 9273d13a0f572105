"""After a restore, by hand: only the officer knows what is posted."""

from datetime import datetime, timedelta

import pytest

from rasmi.outbox import services, tasks
from rasmi.outbox.models import Intent
from rasmi.people.models import User
from rasmi.security.models import Epoch
from tests.outbox.delivering import restore
from tests.publishing.conftest import Write
from tests.speaking import acts_on, approved, intents_of, letters, submitted, sweep

State = Intent.State
MINUTE = timedelta(minutes=1)


@pytest.fixture
def intent(
    first: Epoch,
    write: Write,
    salma: User,
    khalid: User,
    now: datetime,
) -> Intent:
    """Planned for an account that no connection posts on, before the restore."""
    return intents_of(approved(submitted(write(), salma, now), khalid, now))[0]


def test_the_officer_is_asked_whether_it_is_posted(
    intent: Intent,
    badr: User,
    khalid: User,
    salma: User,
    hour: datetime,
) -> None:
    assert intent.is_manual
    restore(hour + MINUTE, badr, khalid)

    sweep(tasks.send, hour + 2 * MINUTE)

    intent.refresh_from_db()
    assert (intent.state, intent.armed_at) == (State.HANDED, hour)
    assert acts_on(intent)[-1] == "outbox.intent.hand_back"
    assert letters("outbox", salma)
    services.confirm_by_hand(
        intent,
        address="https://x.com/demo/status/1",
        posted_at=hour,
        by=salma,
        now=hour + 3 * MINUTE,
    )
    assert Intent.objects.get(pk=intent.pk).is_out


def test_after_its_window_it_is_not_said_to_have_lapsed(
    intent: Intent, badr: User, khalid: User
) -> None:
    late = intent.not_after + MINUTE
    restore(late, badr, khalid)

    sweep(tasks.send, late + MINUTE)

    intent.refresh_from_db()
    assert intent.is_handed


def test_what_is_to_come_is_handed_over_at_its_hour(
    intent: Intent, badr: User, khalid: User, now: datetime, hour: datetime
) -> None:
    restore(now, badr, khalid)
    sweep(tasks.send, now + MINUTE)
    intent.refresh_from_db()
    assert intent.is_waiting

    sweep(tasks.send, hour)

    intent.refresh_from_db()
    assert intent.is_handed
    assert acts_on(intent)[-1] == "outbox.intent.hand_over"


def test_the_first_start_makes_nothing_doubtful(
    intent: Intent, first: Epoch, hour: datetime
) -> None:
    assert intent.life == first.number

    assert sweep(tasks.send, hour) == 1

    assert "outbox.intent.hand_back" not in acts_on(intent)
