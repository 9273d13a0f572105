"""
A call that ends in time, whatever the other side does.

Who trickles an answer, takes a picture byte by byte, or is a name that nobody resolves,
keeps every single wait short. So each call is made in a thread of its own, and whoever
waits for it gives it up when its time is over.
"""

import math
import socket
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from contextlib import suppress
from typing import Any, TypeVar

import httpx

CONNECTED = ("connection.connect_tcp.complete", "connection.start_tls.complete")
SENDING = "send_request_headers.started"
T = TypeVar("T")
Watch = Callable[[str, Mapping[str, Any]], None]


_is_ending: Callable[[], bool] = bool  # which says False


def begin_nothing_when(is_ending: Callable[[], bool]) -> None:
    """Once it says True, only what makes something visible is still begun."""
    global _is_ending
    _is_ending = is_ending


def is_ending() -> bool:
    """Whether this process was asked to end."""
    return _is_ending()


class Budget:
    """How much time one act has for all of its calls; without end until it begins."""

    def __init__(self) -> None:
        self._end = math.inf

    def begin(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    @property
    def left(self) -> float:
        return self._end - time.monotonic()


class TooSlow(Exception):
    """:ivar was_sent: whether anything of the request may have gone out"""

    def __init__(self, *, was_sent: bool) -> None:
        super().__init__("The platform is too slow.")
        self.was_sent = was_sent


class _Guard:
    """What is known of a call on its way, so that it can be broken off."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._is_over = self._was_sent = False
        self._socket: socket.socket | None = None

    def watch(self, event: str, facts: Mapping[str, Any]) -> None:
        """Hear from httpx how far the call is; once it is given up, nothing is sent."""
        with self._lock:
            if event in CONNECTED:
                self._socket = facts["return_value"].get_extra_info("socket")
            if event.endswith(SENDING):
                if self._is_over:
                    raise httpx.ConnectTimeout("It was given up.")
                self._was_sent = True

    def give_up(self) -> TooSlow:
        with self._lock:
            self._is_over = True
            if self._socket:
                # Not by the method of an encrypted one: that forgets its encryption
                # first, and another thread may just be writing to it.
                with suppress(OSError):
                    socket.socket.shutdown(self._socket, socket.SHUT_RDWR)
            return TooSlow(was_sent=self._was_sent)


def within(seconds: float, call: Callable[[Watch], T]) -> T:
    """
    Make a call and return what it returns, or raise what it raises.

    :param call: takes what httpx tells of its progress (its extension `trace`)
    :raises TooSlow: when the time is over
    """
    guard = _Guard()
    future: Future[T] = Future()

    def run() -> None:
        try:
            future.set_result(call(guard.watch))
        except BaseException as error:  # noqa: BLE001 — raised again by who waits
            future.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    try:
        return future.result(seconds)
    except TimeoutError:
        if future.done():
            return future.result()
        raise guard.give_up() from None
