"""Where a platform cannot tell what became of a call, people do; two send again."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client

from rasmi.channels.models import Channel
from rasmi.outbox import services, tasks
from rasmi.outbox.models import Intent
from rasmi.people.models import User
from rasmi.platforms.connector import Absent, Found, Op, Staged, Unsure
from rasmi.platforms.sandbox.connector import SandboxConnector
from rasmi.rules import Refusal
from tests.factories import owed
from tests.outbox.delivering import deliver
from tests.outbox.platform import Fault, Platform, Wire
from tests.publishing.conftest import Write
from tests.speaking import (
    HOUR,
    acts_for,
    acts_on,
    approved,
    intents_of,
    letters,
    shown,
    submitted,
    sweep,
)

State = Intent.State
MINUTE = timedelta(minutes=1)
SEEN = "لا أثر له في الحساب"


@pytest.fixture
def account(training: Channel) -> Channel:
    return training


@pytest.fixture
def intent(
    wire: Wire,
    write: Write,
    salma: User,
    khalid: User,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> Intent:
    """Its call was lost, and the platform cannot tell."""
    (intent,) = intents_of(approved(submitted(write(), salma, now), khalid, now))
    wire.fault = Fault.CALL_LOST
    deliver(intent, intent.not_before)
    wire.fault = Fault.NONE

    def cannot_tell(
        self: SandboxConnector, op: Op, staged: Staged
    ) -> Found | Absent | Unsure:
        return Unsure("The platform shows more than one.")

    monkeypatch.setattr(SandboxConnector, "reconcile", cannot_tell)
    return intent


@pytest.fixture
def undecided(intent: Intent, hour: datetime) -> Intent:
    sweep(tasks.reconcile, hour + MINUTE)
    intent.refresh_from_db()
    return intent


@pytest.fixture
def later(hour: datetime) -> datetime:
    """When nothing can be on its way any more."""
    return hour + 5 * MINUTE


@pytest.fixture
def asked(undecided: Intent, salma: User, later: datetime) -> Intent:
    services.ask_to_send_again(undecided, reason=SEEN, by=salma, now=later)
    undecided.refresh_from_db()
    return undecided


def test_what_the_platform_cannot_tell_is_left_to_a_person_once(
    intent: Intent, salma: User, hour: datetime
) -> None:
    before = len(letters("outbox", salma))

    for minutes in (1, 5, 30):
        sweep(tasks.reconcile, hour + minutes * MINUTE)

    intent.refresh_from_db()
    assert (intent.state, intent.is_undecided) == (State.UNKNOWN, True)
    assert acts_on(intent).count("outbox.intent.ask_person") == 1
    assert len(letters("outbox", salma)) == before + 1


def test_what_can_not_be_asked_for_an_hour_is_left_to_a_person(
    intent: Intent, hour: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    monkeypatch.setattr("django.conf.settings.SANDBOX_ADDRESS", "http://127.0.0.1:1")

    sweep(tasks.reconcile, hour + 30 * MINUTE)
    intent.refresh_from_db()
    assert not intent.is_undecided

    sweep(tasks.reconcile, hour + 2 * HOUR)
    intent.refresh_from_db()
    assert intent.is_undecided


def test_its_address_shows_that_it_is_out(
    undecided: Intent, salma: User, later: datetime
) -> None:
    address = "https://training.test/@admission/1"

    services.say_it_is_there(undecided, address=address, by=salma, now=later)

    undecided.refresh_from_db()
    assert (undecided.state, undecided.url) == (State.CONFIRMED, address)
    assert (undecided.due_at, undecided.lease_until) == (None, None)
    assert acts_on(undecided)[-1] == "outbox.intent.confirm"


def test_two_persons_send_it_again_and_it_passes_every_gate(
    asked: Intent,
    khalid: User,
    platform: Platform,
    later: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    services.send_again(asked, by=khalid, now=later)

    asked.refresh_from_db()
    assert (asked.state, asked.resend_asked_by) == (State.STAGED, None)
    assert deliver(asked, later + MINUTE)
    assert len(platform.posts()) == 1
    assert acts_on(asked)[-4:] == [
        "outbox.intent.ask_resend",
        "outbox.intent.resend",
        "outbox.intent.arm",
        "outbox.intent.confirm",
    ]


def test_nobody_sends_it_again_alone(
    asked: Intent, salma: User, later: datetime
) -> None:
    with pytest.raises(Refusal) as refused:
        services.send_again(asked, by=salma, now=later)

    assert refused.value.lever.name == "people.two_persons"


def test_nobody_sends_it_again_for_whom_they_act(
    asked: Intent, salma: User, khalid: User, now: datetime, later: datetime
) -> None:
    acts_for(khalid, salma, now)

    with pytest.raises(Refusal):
        services.send_again(asked, by=khalid, now=later)


def test_it_is_not_sent_again_while_the_call_may_still_arrive(
    undecided: Intent, salma: User, hour: datetime
) -> None:
    with pytest.raises(Refusal) as refused:
        services.ask_to_send_again(undecided, reason=SEEN, by=salma, now=hour + MINUTE)

    assert refused.value.lever.name == "outbox.only_the_undecided_is_decided"


def test_what_is_still_looked_for_is_not_decided(
    intent: Intent, salma: User, later: datetime
) -> None:
    with pytest.raises(Refusal):
        services.ask_to_send_again(intent, reason=SEEN, by=salma, now=later)
    with pytest.raises(Refusal):
        services.say_it_is_there(intent, address="https://x.test/", by=salma, now=later)


def test_a_stranger_decides_nothing(
    asked: Intent, salim: User, later: datetime
) -> None:
    for act in (services.send_again, services.decline_to_send_again):
        with pytest.raises(Refusal) as refused:
            act(asked, by=salim, now=later)
        assert refused.value.lever.name == "outbox.decided_by_who_publishes"
    with pytest.raises(Refusal):
        services.say_it_is_there(asked, address="https://x.test/", by=salim, now=later)


def test_it_is_asked_for_once(asked: Intent, salma: User, later: datetime) -> None:
    with pytest.raises(Refusal) as refused:
        services.ask_to_send_again(asked, reason=SEEN, by=salma, now=later)

    assert refused.value.lever.name == "outbox.two_send_again"


def test_declined_it_is_looked_for_as_before(
    asked: Intent, khalid: User, later: datetime
) -> None:
    services.decline_to_send_again(asked, by=khalid, now=later)

    asked.refresh_from_db()
    assert (asked.is_undecided, asked.is_resend_asked) == (True, False)
    with pytest.raises(Refusal):
        services.send_again(asked, by=khalid, now=later)


def test_what_was_found_meanwhile_is_not_sent_again(
    asked: Intent,
    khalid: User,
    platform: Platform,
    later: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def found(self: SandboxConnector, op: Op, staged: Staged) -> Found:
        return Found("1", "http://127.0.0.1/1", {})

    monkeypatch.setattr(SandboxConnector, "reconcile", found)
    sweep(tasks.reconcile, later)

    with pytest.raises(Refusal):
        services.send_again(asked, by=khalid, now=later)

    assert Intent.objects.get(pk=asked.pk).is_out


def test_the_second_person_owes_a_look(
    asked: Intent, salma: User, khalid: User, salim: User, later: datetime
) -> None:
    lever = "outbox.two_send_again"

    assert len(owed(lever, later, user=khalid)) == 1
    assert owed(lever, later, user=salma) == []
    assert owed(lever, later, user=salim) == []
    assert letters("outbox", khalid)


def test_its_pages_lead_from_one_person_to_the_other(
    undecided: Intent,
    as_salma: Client,
    as_khalid: Client,
    clock: time_machine.Traveller,
    later: datetime,
) -> None:
    clock.move_to(later)
    page = f"/outbox/{undecided.pk}/"
    assert f"{page}again/" in shown(as_salma, page)
    assert f"{page}again/" not in shown(as_khalid, page)

    unseen = as_salma.post(f"{page}again/", {"reason": SEEN})
    assert (unseen.status_code, SEEN in unseen.content.decode()) == (422, True)
    as_salma.post(f"{page}again/", {"reason": SEEN, "has_looked": "on"})

    assert SEEN in shown(as_khalid, page)
    assert f"{page}again/confirm/" not in shown(as_salma, page)
    alone = as_salma.post(f"{page}again/confirm/", {"has_looked": "on"})
    assert alone.status_code == 403
    done = as_khalid.post(f"{page}again/confirm/", {"has_looked": "on"})
    assert done.status_code == 302
    undecided.refresh_from_db()
    assert undecided.state == State.STAGED


def test_its_pages_decline_and_confirm_by_address(
    asked: Intent,
    as_salma: Client,
    as_khalid: Client,
    clock: time_machine.Traveller,
    later: datetime,
) -> None:
    clock.move_to(later)
    page = f"/outbox/{asked.pk}/"

    assert as_khalid.post(f"{page}again/decline/").status_code == 302
    answer = as_salma.post(f"{page}there/", {"address": "https://training.test/1"})

    assert answer.status_code == 302
    asked.refresh_from_db()
    assert asked.is_out


def test_a_stranger_finds_no_such_pages(
    undecided: Intent, as_salim: Client, clock: time_machine.Traveller, later: datetime
) -> None:
    clock.move_to(later)

    for path in ("", "there/", "again/", "again/confirm/", "again/decline/"):
        assert as_salim.get(f"/outbox/{undecided.pk}/{path}").status_code == 404


def test_its_record_tells_who_saw_what(
    asked: Intent, khalid: User, later: datetime
) -> None:
    services.send_again(asked, by=khalid, now=later)

    kept = list(asked.record.parts.order_by("pk"))
    said = [each.content.get("words") for each in kept if each.by_id]
    assert SEEN in said
    assert [each.stage for each in kept][-1] == "not_sent"
