"""An installation whose people and workers are processes of their own."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.databases import ROOT
from tests.journeys.server import Server
from tests.survival.sites import Site

PATIENCE = 60  # seconds


class Hand:
    """The process of `tests.survival.hand`."""

    def __init__(self, server: Server) -> None:
        self._log = server.folder / "hand.log"
        with self._log.open("a") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.survival.hand"],
                cwd=ROOT,
                env=environment(server),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )

    def __call__(self, do: str, **words: Any) -> Any:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps({"do": do, **words}) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, f"the hand could not: {do}\n{self._log.read_text()}"
        return json.loads(line)["answer"]

    def end(self) -> None:
        self._process.communicate(timeout=PATIENCE)


@contextmanager
def worker(
    server: Server, *, minutes: int = 0, point: str = ""
) -> Iterator["subprocess.Popen[str]"]:
    """The real worker; what is left of it is ended."""
    words = [str(minutes), point] if point else [str(minutes)]
    with (server.folder / "worker.log").open("a") as log:
        process = subprocess.Popen(  # noqa: S603 — our own module
            [sys.executable, "-m", "tests.survival.worker", *words],
            cwd=ROOT,
            env=environment(server),
            stdout=log,
            stderr=subprocess.STDOUT,
            text=True,
        )
    try:
        yield process
    finally:
        process.terminate()
        _see_it_end(process, server)


def _see_it_end(process: "subprocess.Popen[str]", server: Server) -> None:
    try:
        process.wait(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGUSR1)  # it writes where its threads are
        time.sleep(1)
        process.kill()
        log = (server.folder / "worker.log").read_text()
        pytest.fail(f"the worker does not end:\n{log[-20_000:]}")


def until(condition: Any, what: str) -> None:
    limit = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < limit, f"waited in vain until {what}"
        time.sleep(0.1)


def environment(server: Server) -> dict[str, str]:
    return {**server.environment, "DJANGO_SETTINGS_MODULE": "rasmi.config.settings"}


def connect(hand: Hand, site: Site, name: str) -> int:
    found: int = hand(
        "connect",
        platform=site.platform,
        handle=name.replace("_", ""),
        site=site.wire.address,
        login=site.login,
        password=site.password,
    )
    return found


def is_out(hand: Hand, key: str) -> bool:
    return str(hand("story", key=key)["state"]) == "confirmed"
