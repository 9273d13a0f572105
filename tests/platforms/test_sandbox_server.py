"""The sandbox platform as a process of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from threading import Timer

import httpx
import pytest

from rasmi.platforms.connector import Account, ConnectorError, Found, Op
from rasmi.platforms.sandbox.connector import SandboxConnector
from rasmi.platforms.sandbox.server import application

PATIENCE = 20  # seconds until it listens, on a busy machine
SOURCES = Path(__file__).parent.parent.parent / "src"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def process(folder: Path, port: int) -> Iterator["subprocess.Popen[bytes]"]:
    """The platform as `rasmi serve` starts it, until it listens."""
    token = folder / "token"
    token.write_text("token-of-the-tests\n")
    command = [sys.executable, "-m", "rasmi.platforms.sandbox.server"]
    started = subprocess.Popen(  # noqa: S603 — our own command
        [*command, f"--folder={folder}", f"--token-file={token}", f"--port={port}"],
        env=os.environ | {"PYTHONPATH": str(SOURCES)},
    )
    try:
        wait_for(port)
        yield started
    finally:
        started.kill()
        started.wait()


def wait_for(port: int) -> None:
    limit = time.monotonic() + PATIENCE
    while time.monotonic() < limit:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            return
        time.sleep(0.05)
    raise AssertionError("It does not listen.")


def ministry(port: int) -> SandboxConnector:
    address = f"http://127.0.0.1:{port}"
    return SandboxConnector(Account("ministry", address, "token-of-the-tests"))


def test_what_was_answered_for_outlives_a_kill(tmp_path: Path) -> None:
    port = free_port()
    said: list[Found] = []
    with process(tmp_path, port) as running:
        Timer(0.3, running.kill).start()
        with suppress(ConnectorError):
            while True:
                said.append(ministry(port).commit(Op(f"k{len(said)}", "خبر"), {}))

    with process(tmp_path, port):
        found = [
            ministry(port).reconcile(Op(f"k{n}", ""), {}) for n in range(len(said))
        ]

    assert said
    assert [each.remote_id for each in found if isinstance(each, Found)] == [
        each.remote_id for each in said
    ]


def test_it_ends_at_once_when_asked(tmp_path: Path) -> None:
    port = free_port()
    with (
        process(tmp_path, port) as running,
        socket.create_connection(("127.0.0.1", port)) as half,
    ):
        half.sendall(b"POST /api/posts HTTP/1.1\r\nContent-Le")
        running.send_signal(signal.SIGTERM)

        assert running.wait(timeout=5) == -signal.SIGTERM


def test_connections_that_say_nothing_keep_nobody_out(tmp_path: Path) -> None:
    port = free_port()
    with process(tmp_path, port), ExitStack() as silent:
        for _ in range(200):
            silent.enter_context(socket.create_connection(("127.0.0.1", port)))

        assert ministry(port).commit(Op("k1", "خبر"), {}).remote_id


@pytest.mark.parametrize(
    "request_",
    [
        b"\x16\x03\x01\x02\x00",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET /%ff%00@ HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET /?" + b"a&" * 50 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: [::1\r\n\r\n",
        b"POST /api/posts HTTP/1.1\r\nContent-Length: 9\r\n\r\n{",
        b"GET / HTTP/1.1\r\n" + b"X-A: 1\r\n" * 500 + b"\r\n",
        b"POST /api/posts HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
        + b"9" * 5000
        + b"\r\n\r\n",
    ],
)
def test_nonsense_is_answered_and_forgotten(tmp_path: Path, request_: bytes) -> None:
    port = free_port()
    with process(tmp_path, port):
        with socket.create_connection(("127.0.0.1", port)) as connection:
            connection.sendall(request_)
            connection.shutdown(socket.SHUT_WR)
            answer = connection.makefile("rb").read()
        page = httpx.get(f"http://127.0.0.1:{port}/", trust_env=False)

    assert b" 500 " not in answer.split(b"\r\n")[0]
    assert page.status_code == 200


def test_an_empty_token_lets_nobody_in(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="empty"):
        application(tmp_path, "")
