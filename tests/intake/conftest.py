from datetime import datetime

import pytest

from rasmi.channels.models import Channel
from rasmi.delegations.models import Delegation, Task
from rasmi.intake.models import Stream
from rasmi.people.models import Topic, User
from rasmi.platforms.connector import Account, Found, Op
from rasmi.platforms.sandbox.connector import SandboxConnector
from rasmi.policy.models import Decision, PolicyVersion
from tests.outbox.conftest import (
    account,
    layla,
    media,
    paper,
    platform,
    topic,
    training,
    wire,
)
from tests.outbox.platform import Wire
from tests.platforms.sandbox_server import TOKEN
from tests.security.conftest import badr
from tests.speaking import delegate, make_ready

__all__ = [
    "account",
    "badr",
    "layla",
    "media",
    "paper",
    "platform",
    "topic",
    "training",
    "wire",
]


@pytest.fixture
def answers(
    account: Channel,
    salma: User,
    topic: Topic,
    paper: Decision,
    issue: PolicyVersion,
    now: datetime,
) -> Delegation:
    """Salma answers and moderates on the account."""
    make_ready(salma, now)
    tasks = [Task.REPLY, Task.MODERATE]
    return delegate(salma, account, tasks, topic, decision=paper, now=now)


@pytest.fixture
def stream(training: Channel, wire: Wire, now: datetime) -> Stream:
    return Stream.objects.create(channel=training, due_at=now)


@pytest.fixture
def ministry(training: Channel, wire: Wire) -> SandboxConnector:
    return SandboxConnector(Account(training.handle, wire.address, TOKEN))


@pytest.fixture
def post(ministry: SandboxConnector) -> Found:
    """A post of ours, beneath which the public says something."""
    return ministry.commit(Op("k1", "يبدأ التسجيل يوم الأحد"), {})
