"""The training platform as tests see it, and a wire to it that can be cut."""

import http.client
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from socketserver import ThreadingTCPServer
from typing import Any
from urllib.parse import urlsplit

import httpx

from rasmi.platforms.connector import Account
from tests.platforms.sandbox_server import running_sandbox

VISIBLE = "POST /api/posts"  # the one call that makes something visible


class Fault(Enum):
    """What becomes of the visible call on its way."""

    NONE = "it passes"
    CALL_LOST = "the platform never hears of it"
    ANSWER_LOST = "the platform does it, and its answer is garbage"
    ANSWER_CUT = "the platform does it, and the line breaks"
    BUSY = "the platform asks to come back later"
    FORBIDDEN = "the platform says no"


REFUSALS = {Fault.BUSY: 429, Fault.FORBIDDEN: 403}


class Wire(ThreadingTCPServer):
    """Stands between Rasmi and the platform, and hears every call."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, target: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.target = urlsplit(target).netloc
        self.fault = Fault.NONE
        self.calls: list[str] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    server: Wire
    timeout = 5

    def do_GET(self) -> None:
        self._pass()

    def do_POST(self) -> None:
        self._pass()

    def do_PUT(self) -> None:
        self._pass()

    def log_message(self, *args: Any) -> None:
        """Say nothing."""

    def _pass(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        call = f"{self.command} {self.path.partition('?')[0]}"
        self.server.calls.append(call)
        fault = self.server.fault if call == VISIBLE else Fault.NONE
        if fault in REFUSALS:
            error = {"kind": fault.value, "message": fault.value, "field": ""}
            self._answer(REFUSALS[fault], json.dumps({"error": error}).encode())
            return
        if fault == Fault.CALL_LOST:
            return
        status, answer = self._forward(body)
        if fault == Fault.ANSWER_CUT:
            return
        garbage = b"<html>gateway</html>"
        self._answer(status, garbage if fault == Fault.ANSWER_LOST else answer)

    def _forward(self, body: bytes) -> tuple[int, bytes]:
        there = http.client.HTTPConnection(self.server.target, timeout=5)
        try:
            headers = {
                name: self.headers[name]
                for name in ("Authorization", "Content-Type")
                if name in self.headers
            }
            there.request(self.command, self.path, body, headers)
            found = there.getresponse()
            return found.status, found.read()
        finally:
            there.close()

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class Platform:
    """The training platform with its rows and pictures, which can be switched off."""

    def __init__(self, folder: Path, handle: str) -> None:
        self.folder, self.handle = folder, handle

    @contextmanager
    def running(self) -> Iterator[Wire]:
        """Run it behind a wire, whose address Rasmi is to be told."""
        with (
            running_sandbox(self.folder, self.handle) as account,
            Wire(account.address) as wire,
        ):
            thread = threading.Thread(target=wire.serve_forever, args=(0.02,))
            thread.start()
            try:
                yield wire
            finally:
                wire.shutdown()
                thread.join()

    def posts(self) -> list[dict[str, Any]]:
        """What the public sees, asked of a platform of its own on the same rows."""
        with running_sandbox(self.folder, self.handle) as account:
            return _posts(account)


def _posts(account: Account) -> list[dict[str, Any]]:
    found = httpx.get(
        f"{account.address}/api/posts",
        params={"handle": account.handle},
        headers={"Authorization": f"Bearer {account.token}"},
        trust_env=False,
    )
    if found.status_code == 404:
        return []  # nobody has heard of the account yet
    posts: list[dict[str, Any]] = found.raise_for_status().json()["posts"]
    return posts
