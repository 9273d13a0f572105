from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
from django.test import override_settings

from rasmi.channels.models import Channel
from rasmi.people.models import Power, Unit, User
from rasmi.platforms import registry
from rasmi.platforms.connector import Account, Seen
from rasmi.platforms.sandbox.connector import SandboxConnector
from rasmi.security import services
from rasmi.security.models import Credential, Stop
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
Connect = Callable[..., Credential]
SITE = "https://blog.ministry.example"
SECRET = "abcd EFGH ijkl MNOP qrst UVWX"  # as WordPress shows it


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


@pytest.fixture
def blog(media: Unit, now: datetime) -> Channel:
    """An account that can be connected."""
    return make_blog("blog", media, now)


@pytest.fixture
def connect(blog: Channel, badr: User, now: datetime) -> Iterator[Connect]:
    def connect(**other: Any) -> Credential:
        facts = {"site": SITE, "login": "rasmi", "password": SECRET, "by": badr}
        channel = other.pop("channel", blog)
        return services.connect(channel, **{**facts, "now": now, **other})

    with override_settings(SITES=[SITE]):
        yield connect


@pytest.fixture
def credential(connect: Connect, layla: User) -> Credential:
    """A connection of the blog; its owner was told."""
    return connect()


class Blog(SandboxConnector):
    """
    A platform that answers what a test tells it, to whoever has the right password.

    What it is told stands in the class: a connector is made anew for each call.
    """

    answer: Seen | Exception
    asked: list[Account]

    def __init__(self, account: Account) -> None:
        super().__init__(account)
        self.asked.append(account)

    def probe(self) -> Seen:
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.fixture
def platform(monkeypatch: pytest.MonkeyPatch) -> type[Blog]:
    """It lets us speak, until a test tells it otherwise."""
    Blog.answer, Blog.asked = Seen("rasmi", "مدونة الوزارة"), []
    monkeypatch.setitem(registry.CONNECTORS, "wordpress", Blog)
    return Blog


def make_blog(name: str, owner: Unit, now: datetime, **other: Any) -> Channel:
    facts = {
        "platform": "wordpress",
        "handle": name,
        "name_ar": f"مدونة {name}",
        "name_en": name,
        "state": Channel.State.ACTIVE,
        "since_at": now,
    }
    return Channel.objects.create(owner=owner, **{**facts, **other})
