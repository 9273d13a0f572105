from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from django.test import Client
from django.utils import translation

from rasmi.channels.models import Channel, Closing, Proposal, ReplyProcedure
from rasmi.people.models import Unit, User
from rasmi.policy.models import Decision
from tests.conftest import Decided

State = Channel.State
Make = Callable[..., Channel]
Ask = Callable[..., str]


@pytest.fixture(autouse=True)
def the_language_of_a_page_ends_with_it() -> Iterator[None]:
    with translation.override(translation.get_language()):
        yield


@pytest.fixture
def media(body: Unit, now: datetime) -> Unit:
    return Unit.objects.create(
        name_ar="دائرة الإعلام", name_en="Media Department", parent=body, since_at=now
    )


@pytest.fixture
def make(media: Unit, salma: User, now: datetime) -> Make:
    """An account of the register, as the rooms beneath leave it."""

    def make(
        platform: str = "x", handle: str = "demo_ministry", **other: str
    ) -> Channel:
        channel = Channel.objects.create(
            platform=platform,
            handle=handle,
            name_ar=f"الوزارة على {platform}",
            name_en=f"The ministry on {platform}",
            owner=media,
            since_at=now,
            **{"state": State.ACTIVE, "address": "", **other},
        )
        Proposal.objects.create(
            channel=channel,
            purposes=["dialogue"],
            need="سبب داخلي لا يُنشر",
            audience="الطلبة",
            languages=["ar"],
            answered_by=media,
            answered_when="always",
            proposed_by=salma,
            proposed_at=now,
        )
        return channel

    return make


@pytest.fixture
def close(decided: Decided, rania: User, now: datetime) -> Callable[[Channel], None]:
    def close(channel: Channel) -> None:
        channel.state = State.CLOSED
        channel.save()
        Closing.objects.create(
            channel=channel,
            decision=decided(Decision.Kind.CLOSING),
            reason="انتهى الغرض منه",
            closed_by=rania,
            closed_at=now,
        )

    return close


@pytest.fixture
def approve(salma: User, khalid: User, now: datetime) -> Callable[[Channel], None]:
    def approve(channel: Channel) -> None:
        ReplyProcedure.objects.create(
            channel=channel,
            text_ar="نردّ على كل سؤال",
            text_en="We answer every question",
            written_by=salma,
            written_at=now,
            approved_by=khalid,
            approved_at=now,
        )

    return approve


@pytest.fixture
def ask(body: Unit, client: Client) -> Ask:
    """Open a public page and read it."""

    def ask(path: str, *, status: int = 200, **query: str) -> str:
        page = client.get(path, query, headers={"host": "localhost:8001"})
        assert page.status_code == status
        return page.content.decode()

    return ask
