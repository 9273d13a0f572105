"""One call to a platform over the network, bounded in time and size."""

import hashlib
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx

from rasmi.platforms.connector import AuthExpired, ConnectorError, Transient

CONNECT = 5.0  # seconds
SILENCE = 10.0  # seconds without a byte
TOTAL = 30.0  # seconds until the whole answer is there
LONGEST_ANSWER = 1024 * 1024  # bytes; a page of comments is a quarter of it at most
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
    """

    def __init__(
        self,
        address: str,
        *,
        secret: str,
        headers: Mapping[str, str] | None = None,
        auth: httpx.Auth | None = None,
    ) -> None:
        self._secret = secret
        self._client = httpx.Client(
            base_url=address,
            headers=headers,
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
        request = self._client.build_request(method, path, **content)
        try:
            status, headers, received = self._exchange(request)
        except httpx.LocalProtocolError:
            # Our own addresses are well formed. The error is not passed on: it has the
            # token in it.
            raise AuthExpired("The token has signs that cannot be sent.") from None
        except NOT_SENT as error:
            raise Transient(self.hidden(str(error))) from error
        except (httpx.HTTPError, NotUnderstood) as error:
            raise lost(self.hidden(str(error)) or type(error).__name__) from error
        return Answer(status, headers, _parsed(received), _digest(request))

    def hidden(self, words: str) -> str:
        """What a platform said, without the secret."""
        return words.replace(self._secret, "…") if self._secret else words

    def _exchange(self, request: httpx.Request) -> tuple[int, httpx.Headers, bytes]:
        limit = time.monotonic() + TOTAL
        response = self._client.send(request, stream=True)
        content = b""
        try:
            for chunk in response.iter_bytes():
                content += chunk
                if len(content) > LONGEST_ANSWER or time.monotonic() > limit:
                    raise NotUnderstood("The answer is too long or too slow.")
        finally:
            response.close()
        return response.status_code, response.headers, content


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


def _parsed(content: bytes) -> Any:
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return None


def _digest(request: httpx.Request) -> str:
    line = f"{request.method} {request.url.raw_path.decode('ascii')}\n".encode()
    return hashlib.sha256(line + request.read()).hexdigest()
