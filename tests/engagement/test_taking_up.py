from datetime import datetime, timedelta

from rasmi.channels.models import Channel
from rasmi.core.calendar import working_days_later
from rasmi.engagement import selectors, services
from rasmi.engagement.models import Conversation, Message, Wait
from rasmi.intake.models import RemoteObject
from rasmi.outbox.models import Intent
from rasmi.people.models import Topic, User
from rasmi.policy import selectors as policy
from tests.engagement.conftest import Begin
from tests.hearing import INSULT, say
from tests.speaking import acts_on

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def test_what_is_said_gets_a_conversation_and_a_clock(
    begin: Begin, now: datetime
) -> None:
    found = begin()

    wait = found.waits.get()
    assert wait.first_due_at == now + 60 * MINUTE  # in working hours
    assert wait.final_due_at == working_days_later(now, 2)
    assert found.due_at == wait.first_due_at
    assert acts_on(found) == ["engagement.conversation.open"]


def test_out_of_working_hours_there_is_more_time(begin: Begin, now: datetime) -> None:
    evening = now + timedelta(hours=12)

    assert begin(evening).waits.get().first_due_at == evening + 120 * MINUTE


def test_taking_up_again_changes_nothing(begin: Begin, now: datetime) -> None:
    begin()

    assert services.take_up(now=now) == 0
    assert Conversation.objects.count() == 1


def test_the_topic_is_that_of_our_post_beneath_which_it_stands(
    account: Channel, intent: Intent, now: datetime
) -> None:
    Intent.objects.filter(pk=intent.pk).update(remote_id="p1")
    say(account, now)
    services.take_up(now=now)

    found = Conversation.objects.get()
    assert found.topic == intent.topic
    assert found.topic_set_by is None


def test_an_answer_to_a_message_joins_its_conversation(
    begin: Begin, account: Channel, now: datetime
) -> None:
    found = begin()
    say(account, now + MINUTE, "وأين؟", reply_to=found.root.remote_id)
    say(account, now + MINUTE, "سؤال آخر")
    services.take_up(now=now + MINUTE)

    assert found.messages.count() == 2
    assert Conversation.objects.count() == 2


def test_our_own_words_begin_none_and_are_shown_where_they_answer(
    begin: Begin, account: Channel, now: datetime
) -> None:
    found = begin()
    say(account, now, "رد", is_ours=True, reply_to=found.root.remote_id)
    say(account, now, "منشور لنا", is_ours=True)
    services.take_up(now=now)

    assert found.messages.count() == 2
    assert Conversation.objects.count() == 1


def test_what_was_gone_before_it_was_heard_is_left(
    account: Channel, now: datetime
) -> None:
    say(account, now, "", shown="deleted")

    assert services.take_up(now=now) == 0


def test_what_the_screening_holds_waits_for_a_person_first(
    begin: Begin, now: datetime
) -> None:
    found = begin(text=INSULT, is_held=True)

    assert found.is_held
    assert found.due_at == now + 60 * MINUTE  # to look at it
    assert not found.waits.exists()


def test_what_stands_waits_for_an_answer_since_it_was_said(
    begin: Begin, khalid: User, now: datetime
) -> None:
    found = begin(text=INSULT, is_held=True)
    services.let_stand(found.root, by=khalid, now=now + 30 * MINUTE)

    found.refresh_from_db()
    assert not found.is_held
    assert found.waits.get().begun_at == now


def test_what_is_hidden_is_not_answered_until_it_is_shown_again(
    begin: Begin, khalid: User, now: datetime
) -> None:
    found = begin(text=INSULT, is_held=True)
    services.close_hidden(found.root, by=khalid, now=now)
    found.refresh_from_db()
    assert (found.state, found.close_reason) == ("closed", "hidden")

    services.let_stand(found.root, by=khalid, now=now + DAY)
    found.refresh_from_db()
    assert found.is_open
    assert found.waits.get().begun_at == now


def test_what_is_said_later_opens_it_again_and_the_old_wait_stays(
    begin: Begin, account: Channel, khalid: User, now: datetime
) -> None:
    found = begin()
    services.close_hidden(found.root, by=khalid, now=now + 2 * DAY)
    say(account, now + 3 * DAY, "؟", reply_to=found.root.remote_id)
    services.take_up(now=now + 3 * DAY)

    found.refresh_from_db()
    first, second = Wait.objects.order_by("pk")
    assert found.is_open
    assert first.ended_at == now + 2 * DAY
    assert second.begun_at == now + 3 * DAY


def test_a_message_that_belongs_nowhere_twice_is_taken_up_once(
    account: Channel, now: datetime
) -> None:
    said: RemoteObject = say(account, now)
    services.take_up(now=now)
    services.take_up(now=now)

    assert Message.objects.filter(object=said).count() == 1
    assert selectors.not_taken_up().count() == 0


def test_the_numbers_are_those_of_the_policy(topic: Topic, now: datetime) -> None:
    targets = policy.setting("first_response_target", now)

    assert (targets.number("in_hours"), targets.number("out_of_hours")) == (60, 120)
