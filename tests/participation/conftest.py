from datetime import date, datetime
from typing import Any

import pytest

from rasmi.channels.models import Channel
from rasmi.delegations.models import Delegation, Task
from rasmi.intake.models import RemoteObject
from rasmi.participation import services
from rasmi.participation.models import Outcome
from rasmi.participation.services.outcomes import Told
from rasmi.people.models import Topic, User
from rasmi.policy.models import Decision, PolicyVersion
from tests.moderation.conftest import CRITICISM, hear
from tests.publishing.conftest import (
    account,
    as_salim,
    clock,
    layla,
    media,
    paper,
    topic,
)
from tests.speaking import delegate, make_ready

__all__ = ["account", "as_salim", "clock", "layla", "media", "paper", "topic"]

WORDS = {
    "title_ar": "ننشر مواعيد القبول قبل ستين يوما",
    "title_en": "Admission dates sixty days ahead",
    "said_ar": "طلبتم إعلان المواعيد مبكرا.",
    "said_en": "You asked for the dates early.",
    "did_ar": "ننشر التقويم كاملا قبل فتح التقديم.",
    "did_en": "The whole calendar is published before admission opens.",
    "why_ar": "تمديد الأيام يؤخر النتائج.",
    "why_en": "Longer admission would delay the results.",
}


@pytest.fixture
def replies(
    salma: User,
    account: Channel,
    topic: Topic,
    paper: Decision,
    issue: PolicyVersion,
    now: datetime,
) -> Delegation:
    """Salma replies on the topic."""
    make_ready(salma, now)
    return delegate(salma, account, [Task.REPLY], topic, decision=paper, now=now)


@pytest.fixture
def comment(account: Channel, now: datetime) -> RemoteObject:
    return hear(account, CRITICISM, now)


def record(topic: Topic, by: User, now: datetime, **other: Any) -> Outcome:
    words = {name: other.pop(name, WORDS[name]) for name in WORDS}
    facts = {"topic": topic, "decision": "partly", "decided_on": date(2026, 11, 19)}
    told = Told(**words)
    return services.record_outcome(told, by=by, now=now, **{**facts, **other})


@pytest.fixture
def draft(
    replies: Delegation, topic: Topic, salma: User, comment: RemoteObject, now: datetime
) -> Outcome:
    return record(topic, salma, now, behind=comment)


@pytest.fixture
def published(draft: Outcome, khalid: User, now: datetime) -> Outcome:
    services.publish_outcome(draft, by=khalid, now=now)
    draft.refresh_from_db()
    return draft
