"""How Rasmi speaks to the sandbox platform: as to any other, over the network."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar
from urllib.parse import quote, urlencode

from rasmi.platforms.connector import (
    Absent,
    Account,
    AuthExpired,
    ConnectorError,
    Deed,
    Fetched,
    Found,
    Heard,
    Invalid,
    NotFound,
    Op,
    OutcomeUnknown,
    PermissionDenied,
    RateLimited,
    Seen,
    Shown,
    Staged,
    Target,
    Transient,
    Unsure,
)
from rasmi.platforms.http import (
    Answer,
    Line,
    NotUnderstood,
    number_in,
    rows_in,
    text_in,
)

PAGE = 100  # comments that the platform gives at once
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


class SandboxConnector:
    """
    One account of the sandbox platform.

    Each method makes one call, `stage` one for each picture. `settle` covers a request
    that waits in the queue of the system while we are gone.
    """

    settle: ClassVar[timedelta] = timedelta(seconds=5)
    notes_hidden: ClassVar[bool] = True

    def __init__(self, account: Account) -> None:
        self._account = account
        self._line = Line(
            account.address,
            secret=account.token,
            headers={"Authorization": f"Bearer {account.token}"},
        )

    def probe(self) -> Seen:
        """
        Ask whether the token opens the door; the platform knows no rights.

        :raises ConnectorError: if it does not, or nobody answers
        """
        self.comments()
        return Seen(login=self._account.handle, name=self._account.name)

    def stage(self, op: Op) -> Staged:
        """
        Upload the pictures; the platform keeps the same bytes once.

        :raises ConnectorError: Invalid too if a file is not the one its digest names
        """
        staged: dict[str, str] = {}
        if op.deed != Deed.POST:
            return staged
        if self._account.name:
            self._introduce()
        for medium in op.media:
            staged[medium.digest] = self._stage_one(medium.read(), medium.media_type)
        return staged

    def _introduce(self) -> None:
        try:
            self.present(self._account.name)
        except OutcomeUnknown as error:  # it is invisible, and said again next time
            raise Transient(error.words) from error

    def _stage_one(self, content: bytes, media_type: str) -> str:
        headers = {"Content-Type": media_type}
        answer = self._send(
            "POST", "/api/media", lost=Transient, content=content, headers=headers
        )
        try:
            return text_in(answer.body, "id")
        except NotUnderstood as error:
            raise Transient(str(error)) from error

    def commit(self, op: Op, staged: Staged) -> Found:
        if op.deed == Deed.REPLY:
            target = _target(op)
            return self.reply(op.key, target.thread, op.text, target.remote_id)
        if op.deed == Deed.HIDE:
            return self.hide(_target(op).remote_id, op.text)
        if op.deed == Deed.SHOW:
            return self.unhide(_target(op).remote_id)
        media = [{"id": staged[each.digest], "alt": each.alt} for each in op.media]
        content = {"key": op.key, "text": op.text, "media": media}
        return self._change(
            "POST", "posts", content | {"handle": self._account.handle}, key=op.key
        )

    def reconcile(self, op: Op, staged: Staged) -> Found | Absent | Unsure:
        """
        Look for the key; the platform answers with certainty.

        A post that was deleted since is found: it was said, and its evidence shows when
        it was deleted.

        :raises ConnectorError: if the platform could not be asked
        """
        if op.deed == Deed.REPLY:
            return self.find_reply(op.key)
        if op.deed in (Deed.HIDE, Deed.SHOW):
            return self._state_of(op)
        return self._find("posts", op.key)

    def _state_of(self, op: Op) -> Found | Absent:
        """Whether a comment is hidden, or shown, as it was to be."""
        path = self._path(f"comments/{quote(_target(op).remote_id, '')}")
        answer = self._send("GET", path, lost=Transient)
        try:
            wanted = "hidden" if op.deed == Deed.HIDE else "visible"
            is_so = text_in(answer.body, "state") == wanted
            return _found(answer, answer.body, "") if is_so else Absent(is_certain=True)
        except NotUnderstood as error:
            raise Transient(str(error), status=answer.status) from error

    def fetch(self, cursor: str) -> Fetched:
        """
        The comments that are new or changed since a cursor, as the platform gave them.

        :raises ConnectorError: if the platform could not be asked
        """
        answer = self._comments(cursor)
        try:
            rows = rows_in(answer.body, "comments")
            return Fetched(
                tuple(dict(each) for each in rows),
                text_in(answer.body, "cursor"),
                has_more=len(rows) >= PAGE,
            )
        except NotUnderstood as error:
            raise Transient(str(error), status=answer.status) from error

    @staticmethod
    def read(item: Mapping[str, object]) -> Heard:
        """
        :raises NotUnderstood: if it is no comment of this platform
        """
        found = _comment(item)
        try:
            shown = Shown(found.state)
        except ValueError as error:
            raise NotUnderstood("Its state is none that we know.") from error
        return Heard(
            remote_id=found.remote_id,
            thread=found.post_id,
            reply_to=found.reply_to,
            author=found.name,
            author_id="",
            is_ours=found.is_official,
            text=found.text,
            shown=shown,
            said_at=found.created_at,
            url=found.url,
        )

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

    def hide(self, comment_id: str, note: str = "") -> Found:
        """:param note: what is shown in its place"""
        path = f"comments/{quote(comment_id, '')}/hide"
        return self._change("POST", path, {"note": note})

    def unhide(self, comment_id: str) -> Found:
        return self._change("POST", f"comments/{quote(comment_id, '')}/unhide")

    def delete_comment(self, comment_id: str) -> Found:
        return self._change("DELETE", f"comments/{quote(comment_id, '')}")

    def present(self, name: str, about: str = "") -> None:
        """Give the account its name and what it says of itself."""
        content = {"handle": self._account.handle, "name": name, "about": about}
        self._send("PUT", self._path("account"), lost=OutcomeUnknown, json=content)

    def comments(self, cursor: str = "") -> tuple[list[Comment], str]:
        """
        The comments that are new or changed since the cursor, a page of them.

        :param cursor: as it was answered before; empty for the beginning
        """
        answer = self._comments(cursor)
        try:
            rows = rows_in(answer.body, "comments")
            return [_comment(each) for each in rows], text_in(answer.body, "cursor")
        except NotUnderstood as error:
            raise Transient(str(error), status=answer.status) from error

    def _comments(self, cursor: str) -> Answer:
        path = self._path("comments", after=cursor)
        return self._send("GET", path, lost=Transient)

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
        answer = self._send(method, self._path(path), lost=OutcomeUnknown, json=content)
        try:
            return _found(answer, answer.body, key)
        except NotUnderstood as error:
            raise OutcomeUnknown(str(error), status=answer.status) from error

    def _find(self, kind: str, key: str) -> Found | Absent | Unsure:
        answer = self._send("GET", self._path(kind, key=key), lost=Transient)
        try:
            rows = rows_in(answer.body, kind)
            if len(rows) > 1:
                return Unsure("The platform shows more than one.")
            return _found(answer, rows[0], key) if rows else Absent(is_certain=True)
        except NotUnderstood as error:
            raise Transient(str(error), status=answer.status) from error

    def _path(self, path: str, **query: str) -> str:
        asked = urlencode({"handle": self._account.handle, **query})
        return f"/api/{path}?{asked}"

    def _send(
        self, method: str, path: str, *, lost: type[ConnectorError], **content: Any
    ) -> Answer:
        """
        Make the call.

        :param lost: what it means that no answer came, or none that we know
        """
        answer = self._line.call(method, path, lost=lost, **content)
        if 400 <= answer.status < 500:
            self._refuse(answer)
        if not answer.is_good or not isinstance(answer.body, dict):
            raise lost(f"HTTP {answer.status}", status=answer.status)
        return answer

    def _refuse(self, answer: Answer) -> None:
        """Raise what the platform refused, if it did so in words that we know."""
        error = answer.body.get("error") if isinstance(answer.body, dict) else None
        words = error.get("message") if isinstance(error, dict) else None
        if not isinstance(words, str):
            return
        words = self._line.hidden(words)
        if answer.status == 429:
            raise RateLimited(words, retry_in=answer.retry_in)
        kind = REFUSALS.get(answer.status, ConnectorError)
        raise kind(words, status=answer.status)


def _target(op: Op) -> Target:
    """
    :raises Invalid: if it names nothing that it is about
    """
    if op.target is None:
        raise Invalid("It names nothing that it is about.")
    return op.target


def _found(answer: Answer, body: Mapping[str, Any], key: str) -> Found:
    """:param key: that it must carry, if any"""
    if key and text_in(body, "key") != key:
        raise NotUnderstood("It speaks of another key.")
    evidence = {
        "status": answer.status,
        "body": dict(body),
        "request_sha256": answer.request_sha256,
    }
    return Found(text_in(body, "id"), text_in(body, "url"), evidence)


def _moment(body: Mapping[str, Any], name: str) -> datetime:
    try:
        found = datetime.fromisoformat(text_in(body, name))
    except ValueError as error:
        raise NotUnderstood(f"Its {name} is no time.") from error
    if found.tzinfo is None:
        raise NotUnderstood(f"Its {name} has no zone.")
    return found


def _comment(row: Mapping[str, Any]) -> Comment:
    return Comment(
        remote_id=text_in(row, "id"),
        version=number_in(row, "change"),
        post_id=text_in(row, "post_id"),
        name=text_in(row, "name"),
        text=text_in(row, "text", or_empty=True),
        reply_to=text_in(row, "reply_to", or_empty=True),
        is_official=row.get("is_official") is True,
        state=text_in(row, "state"),
        created_at=_moment(row, "created_at"),
        url=text_in(row, "url"),
    )
