"""Since when somebody waits, by when something is owed, and what stops a clock."""

from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.utils import timezone

from rasmi.engagement import services
from rasmi.engagement.models import Conversation, InformationRequest, Reply, Wait
from rasmi.intake.models import RemoteObject
from rasmi.outbox import services as outbox
from rasmi.outbox.models import Intent
from rasmi.people.models import Topic, User
from rasmi.policy import services as policy
from rasmi.policy.models import Decision
from rasmi.rules import Verdict
from tests.conftest import Decided
from tests.engagement.conftest import Begin, Write, answer
from tests.factories import verdict
from tests.hearing import INSULT, say

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def out(reply: Reply, at: datetime, by: User) -> None:
    """Handed over, posted, and shown by its address."""
    assert reply.intent
    outbox.deliver(reply.intent, now=at)
    reply.intent.refresh_from_db()
    address = f"https://x.com/someone/status/{reply.pk}"
    outbox.confirm_by_hand(
        reply.intent, address=address, posted_at=at, by=by, now=at + MINUTE
    )


def said_beneath(
    conversation: Conversation, at: datetime, text: str = "؟", **other: Any
) -> RemoteObject:
    """Something more is said in a conversation, and taken up at once."""
    root = conversation.root
    found = say(root.channel, at, text, reply_to=root.remote_id, **other)
    services.take_up(now=max(at, found.heard_at))
    conversation.refresh_from_db()
    return found


@pytest.fixture
def cited(request_: InformationRequest, now: datetime) -> InformationRequest:
    answer(request_, now)
    return request_


@pytest.fixture
def answered(
    reply_with: Write,
    cited: InformationRequest,
    conversation: Conversation,
    salma: User,
    now: datetime,
) -> Conversation:
    """The answer is out, and the conversation closed by it."""
    out(reply_with(cites=cited), now + MINUTE, salma)
    services.settle_answers(now=now + 3 * MINUTE)
    conversation.refresh_from_db()
    assert not conversation.is_open
    return conversation


@pytest.mark.parametrize(
    ("hour", "minutes"),
    [
        (time(7, 29), 120),
        (time(7, 30), 60),
        (time(14, 29), 60),
        (time(14, 30), 120),
    ],
)
def test_the_hour_at_which_it_was_said_chooses_the_target(
    begin: Begin, now: datetime, hour: time, minutes: int
) -> None:
    said_at = timezone.make_aware(datetime.combine(timezone.localdate(now), hour))

    wait = begin(said_at).waits.get()

    assert wait.first_due_at - wait.begun_at == minutes * MINUTE


def test_a_clock_runs_since_it_was_said_and_not_since_it_was_heard(
    begin: Begin, now: datetime
) -> None:
    found = begin(now, said_at=now - 40 * MINUTE)

    assert found.waits.get().begun_at == now - 40 * MINUTE


def test_a_new_number_changes_no_clock_that_runs(
    begin: Begin, decided: Decided, rania: User, basim: User, now: datetime
) -> None:
    running = begin().waits.get()
    adoption = policy.enter_adoption(
        decision=decided(Decision.Kind.PARAMETERS),
        values={"first_response_target": {"in_hours": 15, "out_of_hours": 30}},
        holds_from=now.date(),
        by=rania,
        now=now,
    )
    policy.confirm_adoption(adoption, by=basim, now=now)

    later = begin(now + MINUTE).waits.get()

    assert later.first_due_at == now + 16 * MINUTE
    assert Wait.objects.get(pk=running.pk).first_due_at == now + 60 * MINUTE


def test_what_is_handed_over_and_not_confirmed_stops_no_clock(
    reply_with: Write,
    cited: InformationRequest,
    conversation: Conversation,
    now: datetime,
) -> None:
    reply = reply_with(cites=cited)
    assert reply.intent
    outbox.deliver(reply.intent, now=now)
    reply.intent.refresh_from_db()
    assert reply.intent.state == Intent.State.HANDED

    assert services.settle_answers(now=now + DAY) == 0
    assert conversation.waits.get().first_at is None


def test_it_stops_at_the_hour_of_the_outbox_however_late_it_is_noticed(
    reply_with: Write,
    cited: InformationRequest,
    conversation: Conversation,
    salma: User,
    now: datetime,
) -> None:
    reply = reply_with(cites=cited)
    out(reply, now + MINUTE, salma)

    services.settle_answers(now=now + DAY)

    intent = Intent.objects.get(reply=reply)
    assert conversation.waits.get().final_at == intent.ended_at


def test_a_new_wait_leaves_the_old_one_late(
    reply_with: Write,
    cited: InformationRequest,
    conversation: Conversation,
    salma: User,
    now: datetime,
) -> None:
    late = now + 61 * MINUTE
    reply = reply_with(cites=cited)
    out(reply, late, salma)
    services.settle_answers(now=late + MINUTE)
    said_beneath(conversation, late + 5 * MINUTE)

    first, second = conversation.waits.all()
    assert first.first_at
    assert first.first_at > first.first_due_at
    assert second.begun_at == late + 5 * MINUTE
    lever = "engagement.first_reply_in_time"
    assert verdict(lever, late + 6 * MINUTE) == (Verdict.NOT_MET, 2, 1)


def test_an_answer_closes_nothing_that_was_heard_after_it_was_written(
    reply_with: Write,
    cited: InformationRequest,
    conversation: Conversation,
    salma: User,
    now: datetime,
) -> None:
    """A platform tells us later than it was said: nobody had read it."""
    written = now + 5 * MINUTE
    reply = reply_with(cites=cited, at=written)
    said_beneath(conversation, now + 4 * MINUTE, heard_at=now + 7 * MINUTE)
    out(reply, now + 8 * MINUTE, salma)
    services.settle_answers(now=now + 10 * MINUTE)

    conversation.refresh_from_db()
    assert conversation.is_open
    assert conversation.waits.get().final_at is None


def test_what_is_gone_meanwhile_needs_no_answer_of_its_own(
    reply_with: Write,
    cited: InformationRequest,
    conversation: Conversation,
    salma: User,
    now: datetime,
) -> None:
    reply = reply_with(cites=cited)
    more = said_beneath(conversation, now + MINUTE)
    RemoteObject.objects.filter(pk=more.pk).update(shown="deleted")
    out(reply, now + 2 * MINUTE, salma)
    services.settle_answers(now=now + 4 * MINUTE)

    conversation.refresh_from_db()
    assert conversation.close_reason == "answered"


def test_more_words_do_not_put_off_looking_at_an_insult(
    begin: Begin, now: datetime
) -> None:
    found = begin(text=INSULT, is_held=True)
    due = found.due_at

    said_beneath(found, now + 50 * MINUTE)
    assert found.due_at == due
    said_beneath(found, now + 55 * MINUTE, INSULT, is_held=True)
    assert found.due_at == due


def test_an_insult_does_not_put_off_what_was_owed_before_it(
    conversation: Conversation, now: datetime
) -> None:
    owed = conversation.due_at
    assert owed

    said_beneath(conversation, owed + MINUTE, INSULT, is_held=True)

    assert conversation.is_held
    assert conversation.due_at == owed


def test_a_reply_does_not_put_off_looking_at_an_insult(
    reply_with: Write,
    cited: InformationRequest,
    conversation: Conversation,
    salma: User,
    now: datetime,
) -> None:
    reply = reply_with(cites=cited)
    said_beneath(conversation, now + MINUTE, INSULT, is_held=True)
    judge_by = now + 61 * MINUTE
    out(reply, now + 2 * MINUTE, salma)
    services.settle_answers(now=now + 4 * MINUTE)

    conversation.refresh_from_db()
    assert conversation.waits.get().first_at
    assert conversation.due_at == judge_by


def test_an_insult_takes_nothing_from_the_answer_before_it(
    reply_with: Write,
    cited: InformationRequest,
    conversation: Conversation,
    salma: User,
    khalid: User,
    now: datetime,
) -> None:
    reply = reply_with(cites=cited)
    insult = said_beneath(conversation, now + MINUTE, INSULT, is_held=True)
    out(reply, now + 2 * MINUTE, salma)
    services.settle_answers(now=now + 4 * MINUTE)

    conversation.refresh_from_db()
    assert conversation.waits.get().final_at == now + 3 * MINUTE
    assert conversation.is_held

    services.close_hidden(insult, by=khalid, now=now + 5 * MINUTE)
    conversation.refresh_from_db()
    assert not conversation.is_open
    assert conversation.waits.count() == 1


def test_an_insult_beneath_an_answer_is_hidden_and_nobody_waits(
    answered: Conversation, khalid: User, now: datetime
) -> None:
    insult = said_beneath(answered, now + 5 * MINUTE, INSULT, is_held=True)
    assert answered.is_open

    services.close_hidden(insult, by=khalid, now=now + 6 * MINUTE)

    answered.refresh_from_db()
    assert not answered.is_open
    assert not answered.waits.filter(ended_at=None).exists()


def test_what_else_was_said_beside_an_insult_still_waits(
    answered: Conversation, khalid: User, now: datetime
) -> None:
    insult = said_beneath(answered, now + 5 * MINUTE, INSULT, is_held=True)
    said_beneath(answered, now + 6 * MINUTE, "وأين؟")

    services.close_hidden(insult, by=khalid, now=now + 7 * MINUTE)

    answered.refresh_from_db()
    assert answered.is_open
    assert not answered.is_held
    newest = answered.waits.get(ended_at=None)
    assert newest.begun_at == now + 6 * MINUTE
    assert answered.due_at == newest.due_at


def test_an_insult_beneath_a_question_leaves_its_clock_as_it_was(
    conversation: Conversation, khalid: User, now: datetime
) -> None:
    wait = conversation.waits.get()
    insult = said_beneath(conversation, now + MINUTE, INSULT, is_held=True)

    services.close_hidden(insult, by=khalid, now=now + 2 * MINUTE)

    conversation.refresh_from_db()
    assert not conversation.is_held
    assert conversation.waits.get() == wait
    assert conversation.due_at == wait.due_at


def test_a_question_beneath_a_hidden_insult_is_still_answered(
    begin: Begin, khalid: User, now: datetime
) -> None:
    found = begin(text=INSULT, is_held=True)
    said_beneath(found, now + MINUTE, "متى النتائج؟", author="فاطمة")

    services.close_hidden(found.root, by=khalid, now=now + 2 * MINUTE)

    found.refresh_from_db()
    assert found.is_open
    assert found.waits.get().begun_at == now + MINUTE


def test_what_was_hidden_wrongly_is_no_abuse_any_more(
    begin: Begin, khalid: User, topic: Topic, now: datetime
) -> None:
    found = begin(text=INSULT, is_held=True)
    Conversation.objects.update(topic=topic)
    services.close_hidden(found.root, by=khalid, now=now)

    services.let_stand(found.root, by=khalid, now=now + MINUTE)

    found.refresh_from_db()
    assert found in Conversation.objects.unsorted()


def test_of_two_insults_the_second_still_waits_for_a_person(
    begin: Begin, khalid: User, now: datetime
) -> None:
    found = begin(text=INSULT, is_held=True)
    due = found.due_at
    said_beneath(found, now + MINUTE, INSULT, is_held=True)

    services.close_hidden(found.root, others_wait=True, by=khalid, now=now + MINUTE)

    found.refresh_from_db()
    assert (found.is_open, found.is_held, found.due_at) == (True, True, due)
