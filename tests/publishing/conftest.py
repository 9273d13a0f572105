from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from rasmi.channels.models import Channel
from rasmi.delegations.models import Delegation, Task
from rasmi.outbox.models import Intent
from rasmi.people.models import Topic, Unit, User
from rasmi.policy.models import Decision, PolicyVersion
from rasmi.publishing import services
from rasmi.publishing.models import Post
from tests.conftest import Decided, signed_in
from tests.delegations.conftest import account, layla, media, topic
from tests.speaking import (
    HOUR,
    TEXT_AR,
    TEXT_EN,
    approved,
    delegate,
    intents_of,
    make_ready,
    submitted,
    words,
)

__all__ = ["account", "layla", "media", "topic"]

Write = Callable[..., Post]


@pytest.fixture
def paper(decided: Decided) -> Decision:
    return decided(Decision.Kind.DELEGATION)


@pytest.fixture
def writes(
    salma: User,
    account: Channel,
    topic: Topic,
    paper: Decision,
    issue: PolicyVersion,
    now: datetime,
) -> Delegation:
    """Salma writes and publishes on the account."""
    make_ready(salma, now)
    tasks = [Task.DRAFT, Task.PUBLISH]
    return delegate(salma, account, tasks, topic, decision=paper, now=now)


@pytest.fixture
def reviews(
    khalid: User,
    account: Channel,
    topic: Topic,
    paper: Decision,
    issue: PolicyVersion,
    now: datetime,
) -> Delegation:
    """Khalid reviews on the account."""
    make_ready(khalid, now)
    return delegate(khalid, account, [Task.REVIEW], topic, decision=paper, now=now)


@pytest.fixture
def write(
    writes: Delegation,
    reviews: Delegation,
    account: Channel,
    topic: Topic,
    salma: User,
    now: datetime,
) -> Write:
    def write(by: User = salma, **other: Any) -> Post:
        return services.start_post(
            by=by, now=now, **words(account, topic, now, **other)
        )

    return write


@pytest.fixture
def draft(write: Write) -> Post:
    return write()


@pytest.fixture
def in_review(draft: Post, salma: User, now: datetime) -> Post:
    return submitted(draft, salma, now)


@pytest.fixture
def planned(in_review: Post, khalid: User, now: datetime) -> Post:
    """Approved, and planned by the right of its author."""
    return approved(in_review, khalid, now)


@pytest.fixture
def intent(planned: Post) -> Intent:
    return intents_of(planned)[0]


@pytest.fixture
def second_unit(body: Unit, now: datetime) -> Unit:
    return Unit.objects.create(
        name_ar="مركز القبول", name_en="Admission", parent=body, since_at=now
    )


@pytest.fixture
def clock(now: datetime) -> Iterator[time_machine.Traveller]:
    """Pages read the clock: it shows the hour of the test."""
    with time_machine.travel(now, tick=False) as clock:
        yield clock


@pytest.fixture
def as_salim(salim: User) -> Client:
    return signed_in(salim)


@pytest.fixture
def typed(account: Channel, topic: Topic, now: datetime) -> dict[str, Any]:
    """A draft as a browser sends it."""
    at = timezone.localtime(now + HOUR)
    return {
        "channels": [account.pk],
        "text_ar": TEXT_AR,
        "text_en": TEXT_EN,
        "topic": topic.pk,
        "purpose": "awareness",
        "audience": "الطلبة",
        "plan": "",
        "unplanned_reason": "طلبه مركز القبول اليوم",
        "information_class": "public_announcement",
        "source": "تعميم مركز القبول رقم 12",
        "publish_at": at.strftime("%Y-%m-%dT%H:%M"),
        "lasts": "4",
    }
