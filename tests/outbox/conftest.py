from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.test import override_settings

from rasmi.channels.models import Channel
from rasmi.outbox.models import Intent
from rasmi.people.models import Unit
from rasmi.security.models import Epoch
from tests.outbox.delivering import begin_epoch
from tests.outbox.platform import Platform, Wire
from tests.platforms.sandbox_server import TOKEN
from tests.publishing.conftest import (
    account,
    as_salim,
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
from tests.security.conftest import badr, begin

__all__ = [
    "account",
    "as_salim",
    "badr",
    "begin",
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


@pytest.fixture
def first(db: None, now: datetime) -> Epoch:
    return begin_epoch(Epoch.Why.FIRST, now - timedelta(hours=1))


@pytest.fixture
def hour(intent: Intent) -> datetime:
    """The hour of the planned post."""
    return intent.not_before


@pytest.fixture
def training(media: Unit, now: datetime) -> Channel:
    """An account on the training platform, to be used as `account`."""
    return Channel.objects.create(
        platform="sandbox",
        handle="admission",
        name_ar="القبول للتدريب",
        name_en="Admission, for training",
        owner=media,
        state=Channel.State.ACTIVE,
        since_at=now,
    )


@pytest.fixture
def platform(tmp_path: Path) -> Platform:
    return Platform(tmp_path / "sandbox", "admission")


@pytest.fixture
def wire(platform: Platform) -> Iterator[Wire]:
    """The training platform runs, and Rasmi is told where."""
    with (
        platform.running() as wire,
        override_settings(
            IS_FOR_TRAINING=True, SANDBOX_ADDRESS=wire.address, SANDBOX_TOKEN=TOKEN
        ),
    ):
        yield wire
