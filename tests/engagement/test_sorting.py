from datetime import datetime

import pytest
from django.test import Client

from rasmi.audit.models import Entry
from rasmi.channels.models import Channel
from rasmi.delegations.models import Delegation
from rasmi.engagement import services
from rasmi.engagement.models import Conversation
from rasmi.people.models import Placement, Topic, User
from tests.engagement.conftest import Begin
from tests.factories import refused
from tests.speaking import acts_on

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def other(account: Channel, now: datetime) -> Topic:
    return Topic.objects.create(
        name_ar="البعثات", name_en="Scholarships", unit=account.owner, opened_at=now
    )


def test_who_answers_says_what_it_is_and_about_what(
    begin: Begin, answers: Delegation, topic: Topic, salma: User, now: datetime
) -> None:
    found = begin()
    assert found in Conversation.objects.unsorted()

    services.sort(found, kind="complaint", topic=topic, by=salma, now=now)

    found.refresh_from_db()
    assert (found.kind, found.topic, found.topic_set_by) == ("complaint", topic, salma)
    assert not Conversation.objects.unsorted().exists()
    assert acts_on(found)[-1] == "engagement.conversation.sort"


def test_who_keeps_the_topic_that_it_has_chose_none(
    conversation: Conversation,
    answers: Delegation,
    topic: Topic,
    salma: User,
    khalid: User,
    now: datetime,
) -> None:
    services.sort(conversation, kind="thanks", topic=topic, by=salma, now=now)

    conversation.refresh_from_db()
    assert (conversation.kind, conversation.topic_set_by) == ("thanks", khalid)


def test_who_chooses_another_topic_is_kept(
    conversation: Conversation,
    answers: Delegation,
    other: Topic,
    salma: User,
    now: datetime,
) -> None:
    services.sort(conversation, kind="question", topic=other, by=salma, now=now)

    conversation.refresh_from_db()
    assert (conversation.topic, conversation.topic_set_by) == (other, salma)


def test_it_is_sorted_on_its_page(
    begin: Begin, answers: Delegation, topic: Topic, as_salma: Client
) -> None:
    page = f"/inbox/{begin().pk}/sort/"
    assert as_salma.get(page).status_code == 200
    assert Conversation.objects.unsorted().exists()

    assert as_salma.post(page, {"kind": "x", "topic": topic.pk}).status_code == 422
    assert as_salma.post(page, {"kind": "question", "topic": ""}).status_code == 422
    typed = {"kind": "question", "topic": topic.pk}
    assert as_salma.post(page, typed).status_code == 302
    assert not Conversation.objects.unsorted().exists()


def test_a_topic_that_is_closed_is_not_chosen(
    begin: Begin,
    answers: Delegation,
    other: Topic,
    as_salma: Client,
    now: datetime,
) -> None:
    Topic.objects.filter(pk=other.pk).update(closed_at=now)

    typed = {"kind": "question", "topic": other.pk}
    found = as_salma.post(f"/inbox/{begin().pk}/sort/", typed)

    assert found.status_code == 422


@pytest.mark.parametrize("kind", ["question", "suggestion", "complaint", ""])
def test_what_needs_an_answer_is_not_closed_without_one(
    conversation: Conversation,
    answers: Delegation,
    salma: User,
    kind: str,
    now: datetime,
) -> None:
    Conversation.objects.update(kind=kind)

    with refused("engagement.closed_with_a_reason"):
        services.close(conversation, note="لا حاجة للرد", by=salma, now=now)


@pytest.mark.parametrize("note", ["", "   ", "لا", "  لا  "])
def test_nothing_is_closed_without_a_reason(
    conversation: Conversation,
    answers: Delegation,
    salma: User,
    note: str,
    now: datetime,
) -> None:
    Conversation.objects.update(kind="thanks")

    with refused("engagement.closed_with_a_reason"):
        services.close(conversation, note=note, by=salma, now=now)


def test_it_is_closed_on_its_page_and_the_reason_stays(
    conversation: Conversation, answers: Delegation, as_salma: Client
) -> None:
    Conversation.objects.update(kind="thanks")
    page = f"/inbox/{conversation.pk}/close/"
    refusal = as_salma.post(page, {"note": "لا"})
    assert refusal.status_code == 403

    assert as_salma.post(page, {"note": "شكر لا يتطلب رداً"}).status_code == 302

    conversation.refresh_from_db()
    assert conversation.close_note == "شكر لا يتطلب رداً"
    last = Entry.objects.filter(action="engagement.conversation.close").latest("pk")
    assert last.facts["reason"] == "no_answer"


def test_what_is_closed_is_neither_closed_again_nor_asked_about(
    conversation: Conversation,
    answers: Delegation,
    salma: User,
    salim: User,
    now: datetime,
) -> None:
    Conversation.objects.update(kind="thanks")
    services.close(conversation, note="شكر لا يتطلب رداً", by=salma, now=now)

    with refused("engagement.conversation_is_open"):
        services.close(conversation, note="شكر لا يتطلب رداً", by=salma, now=now)
    with refused("engagement.conversation_is_open"):
        services.ask_unit(
            conversation,
            Placement.objects.get(user=salim),
            question="متى؟",
            by=salma,
            now=now,
        )


def test_who_does_not_answer_closes_nothing(
    conversation: Conversation, salim: User, now: datetime
) -> None:
    Conversation.objects.update(kind="thanks")

    with refused("engagement.sorted_by_who_answers"):
        services.close(conversation, note="شكر لا يتطلب رداً", by=salim, now=now)
