"""Two workers on one PostgreSQL say each thing once, and nothing without a right."""

from collections.abc import Iterator
from uuid import uuid4

import pytest

from tests.journeys.conftest import BUILD, WORKER
from tests.journeys.server import Server
from tests.survival.installation import Hand, connect, is_out, until, worker
from tests.survival.sites import Site

pytestmark = pytest.mark.once

ACCOUNTS, POSTS = 2, 3


@pytest.fixture
def server(site: Site) -> Server:
    folder = BUILD / WORKER / f"two-{site.platform}"
    return Server(
        folder, environment={"RASMI_SITES": site.wire.address}, is_on_postgres=True
    )


@pytest.fixture
def hand(server: Server) -> Iterator[Hand]:
    hand = Hand(server)
    hand("prepare")
    yield hand
    hand.end()


def test_two_workers_say_each_thing_once(
    site: Site, server: Server, hand: Hand
) -> None:
    channels = [connect(hand, site, f"account{number}") for number in range(ACCOUNTS)]
    with worker(server):
        until(lambda: set(hand("connections")) == {"working"}, "all are connected")
    texts = [f"منشور {uuid4().hex}" for _ in range(ACCOUNTS * POSTS)]
    keys = [
        hand("plan", channel=channels[place % ACCOUNTS], text=text)
        for place, text in enumerate(texts)
    ]
    revoked = f"منشور {uuid4().hex}"
    last = connect(hand, site, "revoked")
    without_right = hand("plan", channel=last, text=revoked)
    hand("revoke", channel=last)

    with worker(server), worker(server):
        until(lambda: all(is_out(hand, key) for key in keys), "all are out")
        until(lambda: hand("story", key=without_right)["held_by"], "one is held")

    assert [len(site.visible(text)) for text in texts] == [1] * len(texts)
    assert [len(site.objects(text)) for text in texts] == [1] * len(texts)
    assert len(site.wire.visible) == len(texts)
    for key in keys:
        assert hand("story", key=key)["acts"] == ["plan", "arm", "confirm"]
    assert hand("story", key=without_right)["held_by"] == "delegations.holds_the_right"
    assert site.objects(revoked) == []
