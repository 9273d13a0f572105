"""How Rasmi speaks to the sandbox platform: as to any other, over the network."""

import hashlib
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar
from urllib.parse import quote, urlencode

import httpx

from rasmi.platforms.connector import (
    Absent,
    Account,
    AuthExpired,
    ConnectorError,
    Found,
    Invalid,
    NotFound,
    Op,
    OutcomeUnknown,
    PermissionDenied,
    RateLimited,
    Staged,
    Transient,
    Unsure,
)

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
REFUSALS: Mapping[int, type[ConnectorError]] = {
    400: Invalid,
    401: AuthExpired,
    403: PermissionDenied,
    404: NotFound,
    409: Invalid,
    413: Invalid,
    422: Invalid,
}


@dataclass(frozen=True)
class Comment:
    """
    A comment as the platform shows it now.

    :param version: grows with every change, over all comments
    :param state: visible, hidden or deleted; a deleted one has no text
    """

    remote_id: str
    version: int
    post_id: str
    name: str
    text: str
    reply_to: str
    is_official: bool
    state: str
    created_at: datetime
    url: str


@dataclass(frozen=True)
class _Answer:
    """What came back on one call, parsed, with what was sent."""

    status: int
    body: Mapping[str, Any]
    request_sha256: str

    def found(self, body: Mapping[str, Any], key: str = "") -> Found:
        """:param key: that it must carry, if any"""
        if key and _text(body, "key") != key:
            raise _NotUnderstood("It speaks of another key.")
        evidence = {
            "status": self.status,
            "body": dict(body),
            "request_sha256": self.request_sha256,
        }
        return Found(_text(body, "id"), _text(body, "url"), evidence)


class _NotUnderstood(Exception):
    """An answer that came, but says nothing that we know."""


class SandboxConnector:
    """
    One account of the sandbox platform.

    Each method makes one call, `stage` one for each picture. `settle` covers a request
    that waits in the queue of the system while we are gone.
    """

    settle: ClassVar[timedelta] = timedelta(seconds=5)

    def __init__(self, account: Account) -> None:
        self._account = account
        self._client = httpx.Client(
            base_url=account.address,
            headers={"Authorization": f"Bearer {account.token}"},
            timeout=httpx.Timeout(SILENCE, connect=CONNECT),
            # A connection that is kept may be closed just when the next call is sent,
            # and its outcome would be unknown for nothing.
            limits=httpx.Limits(max_keepalive_connections=0),
            follow_redirects=False,
            trust_env=False,
        )

    def stage(self, op: Op) -> Staged:
        """
        Upload the pictures; the platform keeps the same bytes once.

        :raises ConnectorError: Invalid too if a file is not the one its digest names
        """
        if self._account.name:
            self._introduce()
        staged = {}
        for medium in op.media:
            with medium.open() as file:
                content = file.read()
            if hashlib.sha256(content).hexdigest() != medium.digest:
                raise Invalid(f"{medium.digest[:12]}: other bytes than were approved")
            staged[medium.digest] = self._stage_one(content, medium.media_type)
        return staged

    def _introduce(self) -> None:
        try:
            self.present(self._account.name)
        except OutcomeUnknown as error:  # it is invisible, and said again next time
            raise Transient(error.words) from error

    def _stage_one(self, content: bytes, media_type: str) -> str:
        request = self._client.build_request(
            "POST", "/api/media", content=content, headers={"Content-Type": media_type}
        )
        try:
            return _text(self._send(request, lost=Transient).body, "id")
        except _NotUnderstood as error:
            raise Transient(str(error)) from error

    def commit(self, op: Op, staged: Staged) -> Found:
        media = [{"id": staged[each.digest], "alt": each.alt} for each in op.media]
        content = {"key": op.key, "text": op.text, "media": media}
        return self._change(
            "POST", "posts", content | {"handle": self._account.handle}, key=op.key
        )

    def reconcile(self, op: Op) -> Found | Absent | Unsure:
        """
        Look for the key; the platform answers with certainty.

        A post that was deleted since is found: it was said, and its evidence shows when
        it was deleted.

        :raises ConnectorError: if the platform could not be asked
        """
        return self._find("posts", op.key)

    def find_reply(self, key: str) -> Found | Absent | Unsure:
        """The same for an answer to a comment."""
        return self._find("comments", key)

    def edit(self, post_id: str, text: str) -> Found:
        return self._change("PATCH", f"posts/{quote(post_id, '')}", {"text": text})

    def delete(self, post_id: str) -> Found:
        return self._change("DELETE", f"posts/{quote(post_id, '')}")

    def reply(self, key: str, post_id: str, text: str, reply_to: str = "") -> Found:
        """:param reply_to: the comment that is answered; empty for the post itself"""
        content = {"key": key, "text": text, "reply_to": reply_to}
        path = f"posts/{quote(post_id, '')}/comments"
        return self._change("POST", path, content, key=key)

    def hide(self, comment_id: str) -> Found:
        return self._change("POST", f"comments/{quote(comment_id, '')}/hide")

    def unhide(self, comment_id: str) -> Found:
        return self._change("POST", f"comments/{quote(comment_id, '')}/unhide")

    def delete_comment(self, comment_id: str) -> Found:
        return self._change("DELETE", f"comments/{quote(comment_id, '')}")

    def present(self, name: str, about: str = "") -> None:
        """Give the account its name and what it says of itself."""
        content = {"handle": self._account.handle, "name": name, "about": about}
        self._send(self._request("PUT", "account", content), lost=OutcomeUnknown)

    def comments(self, cursor: str = "") -> tuple[list[Comment], str]:
        """
        The comments that are new or changed since the cursor, a page of them.

        :param cursor: as it was answered before; empty for the beginning
        """
        request = self._request("GET", "comments", after=cursor)
        answer = self._send(request, lost=Transient)
        try:
            rows = _rows(answer.body, "comments")
            return [_comment(each) for each in rows], _text(answer.body, "cursor")
        except _NotUnderstood as error:
            raise Transient(str(error), status=answer.status) from error

    def _change(
        self,
        method: str,
        path: str,
        content: Mapping[str, object] | None = None,
        *,
        key: str = "",
    ) -> Found:
        """
        Make one visible change.

        :raises ConnectorError: OutcomeUnknown unless the platform refused in words that
            we know, or could not be reached at all
        """
        answer = self._send(self._request(method, path, content), lost=OutcomeUnknown)
        try:
            return answer.found(answer.body, key)
        except _NotUnderstood as error:
            raise OutcomeUnknown(str(error), status=answer.status) from error

    def _find(self, kind: str, key: str) -> Found | Absent | Unsure:
        answer = self._send(self._request("GET", kind, key=key), lost=Transient)
        try:
            rows = _rows(answer.body, kind)
            if len(rows) > 1:
                return Unsure("The platform shows more than one.")
            return answer.found(rows[0], key) if rows else Absent(is_certain=True)
        except _NotUnderstood as error:
            raise Transient(str(error), status=answer.status) from error

    def _request(
        self,
        method: str,
        path: str,
        content: Mapping[str, object] | None = None,
        **query: str,
    ) -> httpx.Request:
        asked = urlencode({"handle": self._account.handle, **query})
        return self._client.build_request(method, f"/api/{path}?{asked}", json=content)

    def _send(self, request: httpx.Request, *, lost: type[ConnectorError]) -> _Answer:
        """
        Make the call.

        :param lost: what it means that no answer came, or none that we know
        """
        try:
            status, headers, content = self._exchange(request)
        except httpx.LocalProtocolError:
            # Our own addresses are well formed. The error is not passed on: it has the
            # token in it.
            raise AuthExpired("The token has signs that cannot be sent.") from None
        except NOT_SENT as error:
            raise Transient(str(error)) from error
        except (httpx.HTTPError, _NotUnderstood) as error:
            raise lost(str(error) or type(error).__name__) from error
        body = _parsed(content)
        if 400 <= status < 500:
            self._refuse(status, headers, body)
        if not 200 <= status < 300 or body is None:
            raise lost(f"HTTP {status}", status=status)
        return _Answer(status, body, _digest(request))

    def _exchange(self, request: httpx.Request) -> tuple[int, httpx.Headers, bytes]:
        limit = time.monotonic() + TOTAL
        response = self._client.send(request, stream=True)
        content = b""
        try:
            for chunk in response.iter_bytes():
                content += chunk
                if len(content) > LONGEST_ANSWER or time.monotonic() > limit:
                    raise _NotUnderstood("The answer is too long or too slow.")
        finally:
            response.close()
        return response.status_code, response.headers, content

    def _refuse(
        self, status: int, headers: httpx.Headers, body: Mapping[str, Any] | None
    ) -> None:
        """Raise what the platform refused, if it did so in words that we know."""
        error = (body or {}).get("error")
        words = error.get("message") if isinstance(error, dict) else None
        if not isinstance(words, str):
            return
        words = words.replace(self._account.token, "…")
        if status == 429:
            raise RateLimited(words, retry_in=_retry(headers.get("Retry-After", "")))
        raise REFUSALS.get(status, ConnectorError)(words, status=status)


def _parsed(content: bytes) -> Mapping[str, Any] | None:
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _rows(body: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    found = body.get(name)
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise _NotUnderstood(f"It has no list of {name}.")
    return found


def _text(body: Mapping[str, Any], name: str, *, or_empty: bool = False) -> str:
    found = body.get(name)
    if not isinstance(found, str) or not (found or or_empty):
        raise _NotUnderstood(f"It has no {name}.")
    return found


def _number(body: Mapping[str, Any], name: str) -> int:
    found = body.get(name)
    if type(found) is not int:
        raise _NotUnderstood(f"It has no {name}.")
    return found


def _moment(body: Mapping[str, Any], name: str) -> datetime:
    try:
        found = datetime.fromisoformat(_text(body, name))
    except ValueError as error:
        raise _NotUnderstood(f"Its {name} is no time.") from error
    if found.tzinfo is None:
        raise _NotUnderstood(f"Its {name} has no zone.")
    return found


def _comment(row: Mapping[str, Any]) -> Comment:
    return Comment(
        remote_id=_text(row, "id"),
        version=_number(row, "change"),
        post_id=_text(row, "post_id"),
        name=_text(row, "name"),
        text=_text(row, "text", or_empty=True),
        reply_to=_text(row, "reply_to", or_empty=True),
        is_official=row.get("is_official") is True,
        state=_text(row, "state"),
        created_at=_moment(row, "created_at"),
        url=_text(row, "url"),
    )


def _retry(told: str) -> timedelta:
    """Seconds, as the header says them; a date, which it may say too, is not read."""
    if not (told.isascii() and told.isdecimal() and len(told) < 10):
        return RETRY
    return min(timedelta(seconds=int(told)), LONGEST_RETRY)


def _digest(request: httpx.Request) -> str:
    line = f"{request.method} {request.url.raw_path.decode('ascii')}\n".encode()
    return hashlib.sha256(line + request.content).hexdigest()
