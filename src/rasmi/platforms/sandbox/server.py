"""
The process: python -m rasmi.platforms.sandbox.server --folder F --token-file T --port=N

Every request has a thread and a connection of its own. SIGTERM ends it at once; what
was answered for is on disk.
"""

import argparse
import socketserver
import sys
import threading
import weakref
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from socket import SHUT_WR, socket
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from rasmi.platforms.sandbox import api, messages, pages
from rasmi.platforms.sandbox.messages import Response
from rasmi.platforms.sandbox.problems import Problem
from rasmi.platforms.sandbox.store import Store

ADDRESS = "127.0.0.1"
SILENCE = 10  # seconds without a byte from whoever asks
AT_ONCE = 256  # requests; more wait in the queue of the system
QUEUE = 1024  # connections
LINGER = 1.0  # seconds in which what is still sent to us is thrown away
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self';"
    " base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # With "no-referrer" a browser would not say where a form was sent from.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def application(folder: Path, token: str) -> WSGIApplication:
    """
    The platform as a WSGI application.

    :param folder: of its rows and pictures; made if it is not there
    :param token: that programs must bring
    :raises ValueError: if the token is empty, which would let everybody in
    """
    if not token:
        raise ValueError("The token of the sandbox is empty.")
    store = Store(folder)

    def answer(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        found = _answer(store, token, environ)
        headers = {
            **HEADERS,
            "Content-Type": found.media_type,
            "Content-Length": str(len(found.body)),
            **dict(found.headers),
        }
        start(f"{found.status} {HTTPStatus(found.status).phrase}", [*headers.items()])
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [found.body]

    # A plain function cannot be closed; the database is, when nobody holds it any more.
    weakref.finalize(answer, store.close)
    return answer


def _answer(store: Store, token: str, environ: WSGIEnvironment) -> Response:
    try:
        request = messages.read(environ, datetime.now(UTC))
    except Problem as problem:
        return api.refused(problem, "ar")
    if not request.is_on_loopback:
        return pages.refused(Problem(421, "other_host"), request)
    if request.path.startswith("/api/"):
        return api.answer(store, token, request)
    return pages.answer(store, request)


class Connection(WSGIRequestHandler):
    timeout = SILENCE

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 — its name there
        """Say nothing: a training platform needs no log of who read what."""


class Server(socketserver.ThreadingMixIn, WSGIServer):
    """
    :param port: 0 for any that is free; `server_port` says which
    """

    daemon_threads = True
    request_queue_size = QUEUE

    def __init__(self, answers: WSGIApplication, port: int) -> None:
        self._places = threading.BoundedSemaphore(AT_ONCE)
        super().__init__((ADDRESS, port), Connection)
        self.set_app(answers)

    def server_bind(self) -> None:
        # As the class above does, but without asking the network for our name.
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = ADDRESS, self.server_address[1]
        self.setup_environ()

    def process_request(self, request: Any, client_address: Any) -> None:
        self._places.acquire()
        try:
            super().process_request(request, client_address)
        except BaseException:  # no thread could be started
            self._places.release()
            raise

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._places.release()

    def shutdown_request(self, request: Any) -> None:
        """Let who still sends read the answer; closing at once would tear it away."""
        with suppress(OSError):
            request.shutdown(SHUT_WR)
            _drain(request)
        self.close_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


def _drain(connection: socket) -> None:
    connection.settimeout(LINGER)
    for _ in range(1024):
        if not connection.recv(64 * 1024):
            return


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--token-file", type=Path, required=True)
    parser.add_argument("--port", type=int, required=True)
    options = parser.parse_args(arguments)
    answers = application(options.folder, options.token_file.read_text().strip())
    with Server(answers, options.port) as server, suppress(KeyboardInterrupt):
        server.serve_forever()


if __name__ == "__main__":
    main()
