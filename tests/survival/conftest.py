from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime
from uuid import uuid4

import pytest
from django.test import override_settings

from rasmi.channels.models import Channel
from rasmi.outbox.models import Intent
from rasmi.people.models import Unit, User
from rasmi.security import services as security
from tests.outbox.conftest import (
    badr,
    clock,
    layla,
    media,
    paper,
    reviews,
    topic,
    write,
    writes,
)
from tests.publishing.conftest import Write
from tests.speaking import add_picture, approved, intents_of, submitted
from tests.survival.sites import Site, mediawiki, wordpress

__all__ = [
    "badr",
    "clock",
    "layla",
    "media",
    "paper",
    "reviews",
    "topic",
    "write",
    "writes",
]

Plan = Callable[[], Intent]


@pytest.fixture(params=[wordpress, mediawiki], ids=["wordpress", "mediawiki"])
def site(request: pytest.FixtureRequest) -> Iterator[Site]:
    opened: AbstractContextManager[Site] = request.param()
    with opened as site:
        yield site


@pytest.fixture
def account(site: Site, media: Unit, badr: User, now: datetime) -> Iterator[Channel]:
    """An account on a real site, connected through the wire."""
    channel = Channel.objects.create(
        platform=site.platform,
        handle="اختبار",
        name_ar="حساب الاختبار",
        name_en="Under test",
        owner=media,
        state=Channel.State.ACTIVE,
        since_at=now,
    )
    with override_settings(SITES=[site.wire.address]):
        credential = security.connect(
            channel,
            site=site.wire.address,
            login=site.login,
            password=site.password,
            by=badr,
            now=now,
        )
        assert security.probe(credential, now=now)
        site.wire.calls.clear()
        yield channel


@pytest.fixture
def plan(write: Write, salma: User, khalid: User, now: datetime) -> Plan:
    """Something new with a picture, approved."""

    def plan() -> Intent:
        post = write(text_ar=f"منشور {uuid4().hex}")
        add_picture(post, salma, now)
        submitted(post, salma, now)
        return intents_of(approved(post, khalid, now))[0]

    return plan
