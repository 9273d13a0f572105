"""What is typed on the page of a conversation: kept, refused in place, said once."""

from datetime import datetime

import pytest
from django.test import Client

from rasmi.delegations.models import Delegation
from rasmi.engagement import selectors, services
from rasmi.engagement.models import Conversation, InformationRequest, Reply
from rasmi.people.models import Topic, User
from rasmi.rules import explanations
from tests.engagement.conftest import ANSWER, Begin, answer
from tests.hearing import say
from tests.speaking import BLOCKED

pytestmark = pytest.mark.usefixtures("clock")


def typed_in(conversation: Conversation, **other: object) -> dict[str, object]:
    return {
        "key": "k",
        "last_seen": selectors.last_message(conversation),
        "text": ANSWER,
        "signature": "unit",
        "information_class": "public_announcement",
        **other,
    }


def test_a_refusal_names_its_clause_and_keeps_what_was_typed(
    conversation: Conversation, answers: Delegation, as_salma: Client
) -> None:
    typed = typed_in(conversation, text=f"{ANSWER} {BLOCKED}")

    found = as_salma.post(f"/inbox/{conversation.pk}/reply/", typed)

    assert found.status_code == 403
    page = found.content.decode()
    assert f"{ANSWER} {BLOCKED}" in page
    (lever,) = {found.context["form"].refusal.lever.name}
    assert lever == "screening.marking"
    clauses = [each.clause for each in explanations(lever)]
    assert clauses
    assert all(f'<bdi dir="ltr">{each}</bdi>' in page for each in clauses)


def test_a_page_that_is_not_fresh_is_refused_and_keeps_what_was_typed(
    conversation: Conversation, answers: Delegation, as_salma: Client, now: datetime
) -> None:
    typed = typed_in(conversation)
    root = conversation.root
    say(root.channel, now, "وأين؟", reply_to=root.remote_id)
    services.take_up(now=now)

    found = as_salma.post(f"/inbox/{conversation.pk}/reply/", typed)

    assert found.status_code == 403
    assert ANSWER in found.content.decode()
    assert found.context["form"].refusal.lever.name == "engagement.thread_was_read"
    assert not Reply.objects.exists()


def test_a_double_click_writes_one_reply(
    conversation: Conversation,
    answers: Delegation,
    reviews: Delegation,
    as_salma: Client,
) -> None:
    for _click in range(2):
        page = f"/inbox/{conversation.pk}/reply/"
        assert as_salma.post(page, typed_in(conversation)).status_code == 302

    assert Reply.objects.count() == 1


def test_the_answer_of_another_conversation_is_not_to_choose(
    begin: Begin,
    request_: InformationRequest,
    topic: Topic,
    khalid: User,
    as_salma: Client,
    now: datetime,
) -> None:
    answer(request_, now)
    other = begin()
    services.sort(other, kind="question", topic=topic, by=khalid, now=now)

    typed = typed_in(other, cites=request_.pk)
    found = as_salma.post(f"/inbox/{other.pk}/reply/", typed)

    assert found.status_code == 422
    assert not Reply.objects.exists()
