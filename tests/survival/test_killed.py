"""
A worker is killed at any point, and each thing is said once on the real servers.

One story a platform: four workers die, each over a post of its own; then the clock goes
on and a worker that lives finds out what became of each.
"""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from uuid import uuid4

import pytest

from tests.journeys.conftest import BUILD, WORKER
from tests.journeys.server import Server
from tests.peers.wire import Fault
from tests.survival.installation import Hand, connect, is_out, until, worker
from tests.survival.sites import Site

pytestmark = pytest.mark.once

PLANNED_AND_SENT = ["plan", "arm", "confirm"]
FOUND = ["plan", "arm", "lose_sight", "confirm"]
SENT_AGAIN = ["plan", "arm", "lose_sight", "find_absent", "arm", "confirm"]
TOLD = {
    "before_arming": PLANNED_AND_SENT,
    "after_arming": SENT_AGAIN,
    "after_sending": FOUND,
    "after_the_answer": FOUND,
}


@pytest.fixture
def server(site: Site) -> Server:
    folder: Path = BUILD / WORKER / f"killed-{site.platform}"
    return Server(folder, environment={"RASMI_SITES": site.wire.address})


@pytest.fixture
def hand(server: Server) -> Iterator[Hand]:
    hand = Hand(server)
    hand("prepare")
    yield hand
    hand.end()


def test_a_worker_dies_and_nothing_is_said_twice_or_lost(
    site: Site, server: Server, hand: Hand
) -> None:
    channels = {point: connect(hand, site, point) for point in TOLD}
    wait_until_connected(server, hand)
    texts = {point: f"منشور {uuid4().hex}" for point in TOLD}
    keys = {}
    for point, text in texts.items():
        keys[point] = hand("plan", channel=channels[point], text=text)
        die(server, site, point)
    assert site.visible(texts["before_arming"]) == []
    assert len(site.visible(texts["after_sending"])) == 1

    # First it is noticed that a worker is gone, later that nothing is on its way.
    for minutes in (5, 15):
        with worker(server, minutes=minutes):
            until(lambda: not any(is_armed(hand, key) for key in keys.values()), "lost")
            if minutes > 5:
                until(lambda: all(is_out(hand, key) for key in keys.values()), "out")

    for point, told in TOLD.items():
        assert without_delays(hand("story", key=keys[point])["acts"]) == told, point
        assert len(site.objects(texts[point])) == 1, point
        assert len(site.visible(texts[point])) == 1, point


def without_delays(acts: list[str]) -> list[str]:
    """On a busy machine a site may be too slow, and what was armed is put off."""
    if "put_off" not in acts:
        return acts
    return [each for each, _ in groupby(e for e in acts if e != "put_off")]


def wait_until_connected(server: Server, hand: Hand) -> None:
    with worker(server):
        until(lambda: set(hand("connections")) == {"working"}, "all are connected")


def die(server: Server, site: Site, point: str) -> None:
    """A worker takes what is due, and is killed on the way."""
    if point == "after_sending":
        site.wire.fault = Fault.HELD
        with worker(server) as process:
            assert site.wire.done.wait(60), "the platform never heard of it"
            process.kill()
            process.wait()
        site.wire.fault = Fault.NONE
        site.wire.let_go.set()
        return
    with worker(server, point=point) as process:
        until(lambda: process.poll() is not None, f"it dies: {point}")
        assert process.returncode == -9


def is_armed(hand: Hand, key: str) -> bool:
    return str(hand("story", key=key)["state"]) == "armed"
