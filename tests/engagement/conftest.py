from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from rasmi.channels.models import Channel
from rasmi.delegations.models import Delegation, Task
from rasmi.engagement import selectors, services
from rasmi.engagement.models import Conversation, InformationRequest, Reply
from rasmi.engagement.services.replying import Wording
from rasmi.intake.models import RemoteObject
from rasmi.people.models import Placement, Topic, User
from rasmi.policy.models import Decision, PolicyVersion
from tests.conftest import signed_in
from tests.hearing import say
from tests.outbox.conftest import (
    account,
    clock,
    draft,
    in_review,
    intent,
    layla,
    media,
    paper,
    planned,
    reviews,
    topic,
    write,
    writes,
)
from tests.speaking import delegate, make_ready

__all__ = [
    "account",
    "clock",
    "draft",
    "in_review",
    "intent",
    "layla",
    "media",
    "paper",
    "planned",
    "reviews",
    "topic",
    "write",
    "writes",
]

Begin = Callable[..., Conversation]
Write = Callable[..., Reply]
ANSWER = "يبدأ التقديم يوم الأحد عبر الموقع الرسمي."


@pytest.fixture
def answers(
    account: Channel,
    salma: User,
    topic: Topic,
    paper: Decision,
    issue: PolicyVersion,
    now: datetime,
) -> Delegation:
    """Salma answers on the account."""
    make_ready(salma, now)
    return delegate(salma, account, [Task.REPLY], topic, decision=paper, now=now)


@pytest.fixture
def begin(account: Channel, issue: PolicyVersion, now: datetime) -> Begin:
    """Something is said, and taken up at once."""

    def begin(at: datetime = now, **said: Any) -> Conversation:
        found: RemoteObject = say(account, at, **said)
        services.take_up(now=at)
        return Conversation.objects.get(messages__object=found)

    return begin


@pytest.fixture
def conversation(
    begin: Begin, topic: Topic, khalid: User, salma: User, now: datetime
) -> Conversation:
    """A question whose topic somebody else than who answers has chosen."""
    found = begin()
    services.sort(found, kind="question", topic=topic, by=khalid, now=now)
    found.refresh_from_db()
    return found


@pytest.fixture
def request_(
    conversation: Conversation, answers: Delegation, salim: User, now: datetime
) -> InformationRequest:
    """Salma asks Salim for a fact."""
    return services.ask_unit(
        conversation,
        Placement.objects.get(user=salim),
        question="متى يبدأ التقديم؟",
        by=answers.person,
        now=now,
    )


def answer(request: InformationRequest, now: datetime, may: str = "all") -> None:
    services.answer_request(
        request,
        answer="يوم الأحد القادم",
        publishable=may,
        source="تعميم 12",
        answered_by="سالم، أخصائي",
        now=now,
    )
    request.refresh_from_db()


@pytest.fixture
def reply_with(conversation: Conversation, answers: Delegation, now: datetime) -> Write:
    def reply_with(
        text: str = ANSWER, by: User = answers.person, at: datetime = now, **other: Any
    ) -> Reply:
        facts = {"key": f"k{Reply.objects.count()}"}
        facts |= {k: other.pop(k) for k in ("key", "last_seen") if k in other}
        facts.setdefault("last_seen", selectors.last_message(conversation))  # type: ignore[arg-type]
        return services.write_reply(
            conversation,
            Wording(text, **other),
            by=by,
            now=at,
            **facts,  # type: ignore[arg-type]
        )

    return reply_with


@pytest.fixture
def as_salma(salma: User) -> Client:
    return signed_in(salma)


@pytest.fixture
def as_salim(salim: User) -> Client:
    return signed_in(salim)


@pytest.fixture
def as_khalid(khalid: User) -> Client:
    return signed_in(khalid)
