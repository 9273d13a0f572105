from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from rasmi.channels.models import Channel
from rasmi.people.models import Power, Unit, User
from rasmi.security import services
from rasmi.security.models import Stop
from tests.delegations.conftest import (
    account,
    active,
    layla,
    media,
    nominate,
    nominated,
    ready,
    senior,
    topic,
    yusuf,
)
from tests.factories import appoint_to, make_user

__all__ = [
    "account",
    "active",
    "layla",
    "media",
    "nominate",
    "nominated",
    "ready",
    "senior",
    "topic",
    "yusuf",
]

Begin = Callable[..., Stop]


@pytest.fixture
def badr(body: Unit, now: datetime) -> User:
    """He is of information security."""
    user = make_user("badr", body, now)
    appoint_to(user, body, "رئيس قسم أمن المعلومات", [Power.SECRETS], now)
    return user


@pytest.fixture
def begin(badr: User, now: datetime) -> Begin:
    def begin(**other: Any) -> Stop:
        facts = {"kind": Stop.Kind.INCIDENT, "reason": "منشور لم يصدر عنا"}
        return services.stop(**{**facts, "by": badr, "now": now, **other})

    return begin


@pytest.fixture
def stopped(begin: Begin, account: Channel) -> Stop:
    """A stop of one account, by who watches over all of them."""
    return begin(channel=account)


@pytest.fixture
def asked(stopped: Stop, badr: User, now: datetime) -> Stop:
    """Its first person asked that speaking resumes."""
    services.ask_to_resume(stopped, reason="غُيّرت بيانات الدخول", by=badr, now=now)
    stopped.refresh_from_db()
    return stopped


def make_account(name: str, owner: Unit, now: datetime) -> Channel:
    return Channel.objects.create(
        platform="youtube",
        handle=name,
        name_ar=name,
        name_en=name,
        owner=owner,
        state=Channel.State.ACTIVE,
        since_at=now,
    )
