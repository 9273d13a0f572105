from datetime import datetime, timedelta

from rasmi.channels.models import Channel
from rasmi.delegations import selectors as delegations
from rasmi.delegations.models import Delegation
from rasmi.outbox import services
from rasmi.outbox.models import Intent
from rasmi.people.models import User
from rasmi.records.models import Part
from rasmi.records.selectors import parts
from rasmi.security import services as security
from tests.factories import owed
from tests.outbox.delivering import deliver, held_by
from tests.security.conftest import Begin
from tests.speaking import (
    HOUR,
    acts_on,
    letters,
)

State = Intent.State
SOON = timedelta(seconds=30)


def test_before_its_hour_it_waits_and_is_not_called_held(
    intent: Intent, hour: datetime
) -> None:
    early = hour - timedelta(seconds=1)

    assert not deliver(intent, early)
    assert intent.state == State.PLANNED
    assert intent.held_by == ""
    answers = {each.asks for each in services.ask_all(intent, early) if not each.holds}
    assert answers == set()  # the page asks for the hour to come


def test_an_hour_that_was_put_off_by_hand_holds_it_back(
    intent: Intent, hour: datetime
) -> None:
    Intent.objects.filter(pk=intent.pk).update(due_at=hour - HOUR / 2)

    assert held_by(intent, hour - HOUR / 2) == "outbox.inside_its_window"


def test_after_its_window_it_lapses_and_nothing_old_goes_out(
    intent: Intent, salma: User, begin: Begin, hour: datetime
) -> None:
    begin(now=hour)
    held_by(intent, hour)

    assert not deliver(intent, intent.not_after)

    intent.refresh_from_db()
    assert (intent.state, intent.due_at) == (State.LAPSED, None)
    assert acts_on(intent)[-1] == "outbox.intent.lapse"
    assert [each.stage for each in parts(intent.record)][-1] == "lapsed"
    assert len(letters("outbox", salma)) == 2
    assert not deliver(intent, intent.not_after + HOUR)


def test_what_holds_it_is_told_once(
    intent: Intent, salma: User, begin: Begin, hour: datetime
) -> None:
    begin(now=hour)

    held_by(intent, hour)
    held_by(intent, hour + SOON)

    assert acts_on(intent).count("outbox.intent.hold") == 1
    held = Part.objects.filter(stage=Part.Stage.HELD)
    assert [each.content["lever"] for each in held] == ["security.no_stop_in_force"]
    assert len(letters("outbox", salma)) == 1
    assert intent.held_at == hour
    assert (intent.attempts, intent.lease_until) == (0, None)


def test_another_cause_is_told_anew(
    intent: Intent, salma: User, khalid: User, begin: Begin, hour: datetime
) -> None:
    begin(now=hour)
    held_by(intent, hour)
    Channel.objects.update(state=Channel.State.CLOSED)

    assert held_by(intent, hour + SOON) == "outbox.account_is_open"

    assert acts_on(intent).count("outbox.intent.hold") == 2
    assert len(letters("outbox", salma)) == 2


def test_it_goes_out_when_the_cause_is_gone(
    intent: Intent,
    begin: Begin,
    badr: User,
    khalid: User,
    account: Channel,
    hour: datetime,
) -> None:
    stop = begin(channel=account, now=hour)
    held_by(intent, hour)
    security.ask_to_resume(stop, reason="انتهى", by=badr, now=hour)
    security.resume(stop, by=khalid, now=hour + SOON)

    assert deliver(intent, hour + 2 * SOON)

    assert (intent.state, intent.held_by) == (State.HANDED, "")


def test_who_speaks_is_asked_to_look_at_what_is_held(
    intent: Intent, salma: User, khalid: User, begin: Begin, hour: datetime
) -> None:
    lever = "outbox.held_is_looked_at"
    assert owed(lever, hour, user=salma) == []

    begin(now=hour)
    held_by(intent, hour)

    assert len(owed(lever, hour, user=salma)) == 1
    assert owed(lever, hour, user=khalid) == []
    deliver(intent, intent.not_after)
    assert owed(lever, intent.not_after, user=salma) == []


def test_a_right_that_ends_before_the_hour_is_seen_before_it(
    intent: Intent, writes: Delegation, hour: datetime, now: datetime
) -> None:
    Delegation.objects.filter(pk=writes.pk).update(ends_at=hour)

    refusals = [each.refusal for each in services.ask_all(intent, now) if each.refusal]

    assert [each.lever.name for each in refusals] == ["delegations.holds_the_right"]


def test_what_is_planned_after_the_end_would_be_held_at_midnight(
    intent: Intent, now: datetime
) -> None:
    right = Delegation.objects.get(pk=intent.delegation_id)
    assert delegations.held_at_midnight([right])[right.pk] == []

    Delegation.objects.filter(pk=right.pk).update(ends_at=intent.not_before)
    right.refresh_from_db()

    found = delegations.held_at_midnight([right])[right.pk]
    assert [each.url for each in found] == [f"/outbox/{intent.pk}/"]
    assert intent.text not in found[0].detail
