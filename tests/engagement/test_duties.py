from datetime import datetime, timedelta

import pytest

from rasmi.channels.models import Channel
from rasmi.delegations.models import Delegation
from rasmi.engagement import duties as engagement
from rasmi.engagement import services
from rasmi.engagement.models import Conversation, InformationRequest
from rasmi.people.models import Topic, User
from rasmi.rules import Owed, Viewer, duties
from tests.engagement.conftest import Begin, Write, answer
from tests.factories import owed
from tests.hearing import INSULT
from tests.speaking import DAY

pytestmark = pytest.mark.usefixtures("clock", "answers")
MINUTE = timedelta(minutes=1)
ANSWERED = "engagement.each_is_answered"
TRIAGED = "engagement.each_is_triaged"
REVIEWED = "engagement.reply_is_reviewed_by_another"
ASKED = "engagement.units_answer_in_time"


def of(user: User, lever: str, now: datetime) -> list[Owed]:
    viewer = Viewer(user.pk, frozenset(), frozenset())
    return list(duties(viewer, now, lever=lever))


def test_an_answer_is_owed_by_whose_topic_it_is_until_it_is_given(
    conversation: Conversation, salma: User, khalid: User, now: datetime
) -> None:
    (found,) = of(salma, ANSWERED, now)
    assert found.url == f"/inbox/{conversation.pk}/"
    assert found.due_at == conversation.due_at
    assert of(khalid, ANSWERED, now) == []

    services.close_hidden(conversation.root, by=khalid, now=now)
    assert of(salma, ANSWERED, now) == []


def test_other_topics_do_not_hide_what_is_owed(
    conversation: Conversation,
    begin: Begin,
    account: Channel,
    khalid: User,
    salma: User,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Although each of them is due earlier, and a page shows only so many."""
    monkeypatch.setattr(engagement, "MOST", 2)
    other = Topic.objects.create(
        name_ar="البعثات", name_en="Scholarships", unit=account.owner, opened_at=now
    )
    for _ in range(3):
        foreign = begin(now, said_at=now - 30 * MINUTE)
        services.sort(foreign, kind="question", topic=other, by=khalid, now=now)

    assert [each.url for each in of(salma, ANSWERED, now)] == [
        f"/inbox/{conversation.pk}/"
    ]


def test_what_is_due_first_comes_first(
    begin: Begin, topic: Topic, khalid: User, salma: User, now: datetime
) -> None:
    made = [begin(now + number * MINUTE) for number in (3, 1, 2)]
    for each in made:
        services.sort(each, kind="question", topic=topic, by=khalid, now=now)

    dues = [each.due_at for each in of(salma, ANSWERED, now)]

    assert dues == sorted(each.due_at for each in made if each.due_at)


def test_what_is_held_is_neither_answered_nor_sorted(
    begin: Begin, salma: User, topic: Topic, now: datetime
) -> None:
    begin(text=INSULT, is_held=True)
    assert owed(TRIAGED, now, user=salma) == []

    Conversation.objects.update(kind="question", topic=topic)
    assert owed(ANSWERED, now, user=salma) == []


def test_sorting_is_owed_until_it_is_done(
    begin: Begin,
    topic: Topic,
    salma: User,
    khalid: User,
    salim: User,
    now: datetime,
) -> None:
    found = begin()
    assert len(owed(TRIAGED, now, user=salma)) == 1
    assert owed(TRIAGED, now, user=salim) == []

    services.sort(found, kind="question", topic=topic, by=khalid, now=now)
    assert owed(TRIAGED, now, user=salma) == []


def test_nothing_is_owed_after_the_delegation_has_ended(
    conversation: Conversation, begin: Begin, salma: User, now: datetime
) -> None:
    begin()
    Delegation.objects.update(ends_at=now + DAY)

    assert owed(ANSWERED, now + DAY, user=salma) == []
    assert owed(TRIAGED, now + DAY, user=salma) == []


def test_a_review_is_owed_by_who_may_review_until_it_is_done(
    reply_with: Write,
    reviews: Delegation,
    salma: User,
    khalid: User,
    salim: User,
    now: datetime,
) -> None:
    reply = reply_with()
    (found,) = of(khalid, REVIEWED, now)
    assert found.url == f"/inbox/{reply.conversation_id}/reply/{reply.pk}/"
    assert of(salma, REVIEWED, now) == of(salim, REVIEWED, now) == []

    services.approve_reply(reply, seen={}, by=khalid, now=now)
    assert of(khalid, REVIEWED, now) == []


def test_a_unit_owes_its_answer_until_it_gives_or_declines_it(
    request_: InformationRequest, salim: User, salma: User, now: datetime
) -> None:
    (found,) = of(salim, ASKED, now)
    assert found.url == f"/asked/{request_.secret}/"
    assert found.due_at == request_.due_at
    assert of(salma, ASKED, now) == []

    services.ask_more_time(request_, until=now + DAY, why="ينتظر قراراً", now=now)
    assert of(salim, ASKED, now)[0].due_at == now + DAY

    answer(request_, now)
    assert of(salim, ASKED, now) == []


def test_who_answers_for_an_account_finds_a_speaker_for_each_topic(
    conversation: Conversation,
    begin: Begin,
    answers: Delegation,
    khalid: User,
    topic: Topic,
    now: datetime,
) -> None:
    lever = "engagement.each_topic_has_a_speaker"
    unit = conversation.channel.owner
    services.sort(begin(now), kind="question", topic=topic, by=khalid, now=now)

    def found(*units: int) -> list[Owed]:
        viewer = Viewer(khalid.pk, frozenset(), frozenset(units))
        return list(duties(viewer, now, lever=lever))

    assert found(unit.pk) == []

    answers.topics.all().delete()
    (each,) = found(unit.pk)
    assert str(topic) in each.title
    assert found() == []
    assert found(unit.pk + 1) == []
