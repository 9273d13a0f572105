"""A wire to a real server, which can be cut: what becomes of the call that is seen."""

import http.client
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from http.server import BaseHTTPRequestHandler
from socketserver import ThreadingTCPServer
from typing import Any
from urllib.parse import unquote, urlsplit

PATIENCE = 20  # seconds for the server behind


class Fault(Enum):
    """What becomes of the visible call on its way."""

    NONE = "it passes"
    CALL_LOST = "the platform never hears of it"
    ANSWER_LOST = "the platform does it, and its answer is garbage"
    ANSWER_CUT = "the platform does it, and the line breaks"
    ANSWER_TORN = "the platform does it, and the line breaks in its answer"
    BROKEN = "the platform does it, and says that it broke"
    HELD = "the platform does it, and its answer does not arrive for now"
    BUSY = "the platform asks to come back later"
    FORBIDDEN = "the platform says no"


REFUSALS = {Fault.BUSY: 429, Fault.FORBIDDEN: 403}
GARBAGE = b"<html>gateway</html>"
# Of one line only, and not for the next one.
HOP = {"connection", "keep-alive", "transfer-encoding", "host", "content-length"}


@dataclass(frozen=True)
class Call:
    method: str
    path: str  # as a person reads it, with what follows the question mark
    body: bytes

    @property
    def name(self) -> str:
        return f"{self.method} {self.path.partition('?')[0]}"


class Wire(ThreadingTCPServer):
    """
    Stands between Rasmi and a server, and hears every call.

    :param is_visible: which call is the one that makes something visible
    """

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, target: str, is_visible: Callable[[Call], bool]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.target = urlsplit(target).netloc
        self.is_visible = is_visible
        self.fault = Fault.NONE
        self.calls: list[str] = []
        self.visible: list[Call] = []
        self.done = threading.Event()  # the platform has done a call that is held
        self.let_go = threading.Event()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    @contextmanager
    def running(self) -> Iterator["Wire"]:
        thread = threading.Thread(target=self.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield self
        finally:
            self.let_go.set()
            self.shutdown()
            thread.join()
            self.server_close()


@contextmanager
def losing_answers(target: str, mark: bytes) -> Iterator[Wire]:
    """A wire that loses the answer to each call that has the mark in it."""
    wire = Wire(target, lambda call: mark in call.body)
    wire.fault = Fault.ANSWER_CUT
    with wire.running():
        yield wire


class _Handler(BaseHTTPRequestHandler):
    server: Wire
    timeout = 30

    def do_GET(self) -> None:
        self._pass()

    def do_POST(self) -> None:
        self._pass()

    def do_PUT(self) -> None:
        self._pass()

    def do_DELETE(self) -> None:
        self._pass()

    def log_message(self, *args: Any) -> None:
        """Say nothing."""

    def _pass(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        call = Call(self.command, unquote(self.path), body)
        self.server.calls.append(call.name)
        fault = Fault.NONE
        if self.server.is_visible(call):
            self.server.visible.append(call)
            fault = self.server.fault
        if fault in REFUSALS:
            error = {"kind": fault.value, "message": fault.value, "field": ""}
            self._answer(REFUSALS[fault], json.dumps({"error": error}).encode())
        elif fault != Fault.CALL_LOST:
            self._forward(body, fault)

    def _forward(self, body: bytes, fault: Fault) -> None:
        there = http.client.HTTPConnection(self.server.target, timeout=PATIENCE)
        try:
            headers = {n: v for n, v in self.headers.items() if n.lower() not in HOP}
            there.request(self.command, self.path, body, headers)
            found = there.getresponse()
            status, answer = found.status, found.read()
            kept = [(n, v) for n, v in found.getheaders() if n.lower() not in HOP]
        finally:
            there.close()
        if fault == Fault.HELD:
            self.server.done.set()
            self.server.let_go.wait(PATIENCE)
        if fault == Fault.ANSWER_TORN:
            self._answer(status, answer, kept, short=len(answer) // 2)
        elif fault == Fault.BROKEN:
            self._answer(500, GARBAGE)
        elif fault != Fault.ANSWER_CUT:
            is_lost = fault == Fault.ANSWER_LOST
            self._answer(status, GARBAGE if is_lost else answer, kept)

    def _answer(
        self,
        status: int,
        body: bytes,
        headers: list[tuple[str, str]] | None = None,
        *,
        short: int | None = None,
    ) -> None:
        """:param short: after how many bytes the line breaks"""
        self.send_response(status)
        for name, value in headers or []:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[:short])
