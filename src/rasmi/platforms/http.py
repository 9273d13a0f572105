"""One call to a platform over the network, bounded in time and size."""

import base64
import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any
from urllib.parse import quote, quote_plus

import httpx

from rasmi.platforms.connector import (
    AuthExpired,
    ConnectorError,
    Outcome,
    Transient,
    readable,
)
from rasmi.platforms.deadline import (
    Budget,
    TooSlow,
    Watch,
    is_ending,
    within,
)

CONNECT = 5.0  # seconds
SILENCE = 10.0  # seconds without a byte
TOTAL = 45.0  # seconds until the whole answer is there
# Of all calls of one act: whoever waits for it holds its row for two minutes.
ACT = 60.0  # seconds
STAGING = 90.0  # seconds; it stays invisible, and pictures take their time
ROOM = 15.0  # seconds; where fewer are left of an act, no visible call is begun
LONGEST_ANSWER = 1024 * 1024  # bytes; a page of comments is a quarter of it at most
DEEPEST = 64  # objects within objects; we know of six
RETRY = timedelta(minutes=1)  # where the platform does not say when
LONGEST_RETRY = timedelta(days=1)
# The request was not sent, not even in part.
NOT_SENT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.UnsupportedProtocol,
)


class NotUnderstood(Exception):
    """An answer that came, but says nothing that we know."""


@dataclass(frozen=True)
class Answer:
    """
    What came back on one call.

    :param body: the parsed JSON; None where it is none
    :param request_sha256: of method, path and content as sent
    """

    status: int
    headers: httpx.Headers
    body: Any
    request_sha256: str

    @property
    def is_good(self) -> bool:
        return 200 <= self.status < 300

    @property
    def retry_in(self) -> timedelta:
        """After what time to come back, as the platform asks."""
        return retry_after(self.headers.get("Retry-After", ""))


class Line:
    """
    The connection to one platform. It follows no redirect and asks no proxy.

    :param address: before every path
    :param secret: hidden in whatever the platform says
    :param login: that is sent along with it, if any
    :param budget: of the act that the calls belong to
    """

    def __init__(
        self,
        address: str,
        *,
        secret: str,
        login: str = "",
        headers: Mapping[str, str] | None = None,
        auth: httpx.Auth | None = None,
        budget: Budget | None = None,
    ) -> None:
        self._forms = _forms(secret, login)
        self._budget = budget or Budget()
        self._client = httpx.Client(
            base_url=address,
            # What is packed small may be of any size when it is unpacked.
            headers={**(headers or {}), "Accept-Encoding": "identity"},
            auth=auth,
            timeout=httpx.Timeout(SILENCE, connect=CONNECT),
            # A connection that is kept may be closed just when the next call is sent,
            # and its outcome would be unknown for nothing.
            limits=httpx.Limits(max_keepalive_connections=0),
            follow_redirects=False,
            trust_env=False,
        )

    def call(
        self, method: str, path: str, *, lost: type[ConnectorError], **content: Any
    ) -> Answer:
        """
        Make one call and return whatever the platform answered.

        :param lost: what it means that no answer came, or a broken one
        :param content: as httpx takes it: json, data, files, content, params, headers
        :raises ConnectorError: Transient if nothing was sent, AuthExpired if the secret
            cannot be, else what `lost` says
        """
        seconds = self._seconds(is_visible=lost.outcome == Outcome.UNKNOWN)
        request = self._client.build_request(method, path, **content)
        try:
            status, headers, received = within(
                seconds, partial(self._exchange, request)
            )
        except httpx.LocalProtocolError:
            # Our own addresses are well formed. The error is not passed on: it has the
            # token in it.
            raise AuthExpired("The token has signs that cannot be sent.") from None
        except NOT_SENT as error:
            raise Transient(self.hidden(str(error))) from error
        except TooSlow as error:
            raise (lost if error.was_sent else Transient)(str(error)) from error
        except Exception as error:
            # Also what the library did not foresee: strangers write what it reads.
            raise lost(self.hidden(str(error)) or type(error).__name__) from error
        return Answer(status, headers, self._parsed(received), _digest(request))

    def hidden(self, words: str) -> str:
        """What a platform said, without the secret in any form that was sent."""
        for form in self._forms:
            words = words.replace(form, "…")
        return words

    def _seconds(self, *, is_visible: bool) -> float:
        """
        How long a call may take.

        :raises Transient: if there is no time for it
        """
        left = self._budget.left
        if left <= (ROOM if is_visible else 0):
            raise Transient("The platform is too slow; the call was not begun.")
        # What is armed goes its way; what only reads is read after the next start.
        if is_ending() and not is_visible:
            raise Transient("Rasmi is being stopped; the call was not begun.")
        return min(TOTAL, left)

    def _exchange(
        self, request: httpx.Request, watch: Watch
    ) -> tuple[int, httpx.Headers, bytes]:
        request.extensions["trace"] = watch
        response = self._client.send(request, stream=True)
        content = bytearray()
        try:
            if response.headers.get("Content-Encoding", "identity") != "identity":
                raise NotUnderstood("The answer is packed, which nobody asked for.")
            for chunk in response.iter_raw():
                content += chunk
                if len(content) > LONGEST_ANSWER:
                    raise NotUnderstood("The answer is too long.")
        finally:
            response.close()
        return response.status_code, response.headers, bytes(content)

    def _parsed(self, content: bytes) -> Any:
        """What was answered, as it may be kept and shown; None if it is no JSON."""
        try:
            return self._kept(json.loads(content))
        except (ValueError, RecursionError):
            return None

    def _kept(self, value: Any, depth: int = 0) -> Any:
        """:raises ValueError: if no database would keep it"""
        if depth > DEEPEST or (isinstance(value, float) and not math.isfinite(value)):
            raise ValueError
        if isinstance(value, str):
            return self.hidden(readable(value))
        if isinstance(value, list):
            return [self._kept(each, depth + 1) for each in value]
        if isinstance(value, dict):
            return {
                self.hidden(readable(name)): self._kept(each, depth + 1)
                for name, each in value.items()
            }
        return value


def retry_after(told: str) -> timedelta:
    """Seconds, as the header says them; a date, which it may say too, is not read."""
    if not (told.isascii() and told.isdecimal() and len(told) < 10):
        return RETRY
    return min(timedelta(seconds=int(told)), LONGEST_RETRY)


def text_in(body: Any, name: str, *, or_empty: bool = False) -> str:
    """
    A text of an object of an answer.

    :raises NotUnderstood: if it has none
    """
    found = body.get(name) if isinstance(body, dict) else None
    if not isinstance(found, str) or not (found or or_empty):
        raise NotUnderstood(f"It has no {name}.")
    return found


def number_in(body: Any, name: str) -> int:
    """
    A whole number of an object of an answer.

    :raises NotUnderstood: if it has none
    """
    found = body.get(name) if isinstance(body, dict) else None
    if type(found) is not int:
        raise NotUnderstood(f"It has no {name}.")
    return found


def rows_in(body: Any, name: str) -> list[dict[str, Any]]:
    """
    A list of objects of an object of an answer.

    :raises NotUnderstood: if it has none
    """
    found = body.get(name) if isinstance(body, dict) else None
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise NotUnderstood(f"It has no list of {name}.")
    return found


def _forms(secret: str, login: str) -> list[str]:
    """A secret as it may come back: typed, closed up, in an address, in a header."""
    pair = base64.b64encode(f"{login}:{secret}".encode()).decode().rstrip("=")
    closed = "".join(secret.split())
    forms = {secret, closed, quote(secret, safe=""), quote_plus(secret), pair}
    return sorted(filter(None, forms), key=len, reverse=True) if secret else []


def _digest(request: httpx.Request) -> str:
    line = f"{request.method} {request.url.raw_path.decode('ascii')}\n".encode()
    return hashlib.sha256(line + request.read()).hexdigest()
