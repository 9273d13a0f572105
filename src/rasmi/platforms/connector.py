"""
What a connector of a platform does, and how it says what became of a call.

A connector makes single calls and maps what comes back. It holds no state, and never
repeats the one call that makes something visible: whoever asks decides that.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import BinaryIO, ClassVar, Protocol


@dataclass(frozen=True)
class Account:
    """
    One account as its connector reaches it.

    :param login: the name that signs in, where the handle does not
    :param address: of the platform's interface
    :param token: whatever opens the door: a token or a password
    :param name: as people read it, where the platform can be told
    """

    handle: str
    address: str
    token: str = field(repr=False)
    login: str = ""
    name: str = ""


@dataclass(frozen=True)
class Seen:
    """
    What a platform tells of an account that signed in.

    :param login: who signed in, as the platform calls it
    :param name: as the public reads it
    :param missing: rights that speaking needs and that are not granted, in the
        platform's own words
    """

    login: str
    name: str
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Medium:
    """One picture as it will be sent."""

    digest: str  # SHA-256 of its bytes
    media_type: str
    alt: str
    open: Callable[[], BinaryIO]

    def read(self) -> bytes:
        """
        Its bytes.

        :raises Invalid: if they are not those that were approved
        """
        with self.open() as file:
            content = file.read()
        if hashlib.sha256(content).hexdigest() != self.digest:
            raise Invalid(f"{self.digest[:12]}: other bytes than were approved")
        return content


class Deed(StrEnum):
    """What is done on a platform."""

    POST = "post"
    REPLY = "reply"
    HIDE = "hide"  # what somebody else said
    SHOW = "show"  # it again


@dataclass(frozen=True)
class Target:
    """
    What somebody said that is answered, hidden or shown again.

    :param remote_id: as the platform calls it, and `Heard` did
    :param thread: what it stands beneath
    """

    remote_id: str
    thread: str


@dataclass(frozen=True)
class Op:
    """
    One thing to be made visible, frozen before anything is sent.

    :param key: chosen by us, the same at every attempt
    :param text: of `HIDE`, the note that may stand in its place, where a platform has
        such a place
    :param target: of everything but a post
    """

    key: str
    text: str
    media: tuple[Medium, ...] = ()
    deed: Deed = Deed.POST
    target: Target | None = None


Staged = Mapping[str, str]  # what the platform calls each thing already uploaded


@dataclass(frozen=True)
class Found:
    """It is visible: by this id, at this address, as the platform answered."""

    remote_id: str
    url: str
    evidence: Mapping[str, object]


@dataclass(frozen=True)
class Absent:
    """It is not there. `is_certain`: the platform can say so beyond doubt."""

    is_certain: bool


@dataclass(frozen=True)
class Unsure:
    why: str


class Shown(StrEnum):
    """How a platform shows what somebody said."""

    VISIBLE = "visible"
    HIDDEN = "hidden"  # by the account, or until somebody there lets it pass
    DELETED = "deleted"


@dataclass(frozen=True)
class Heard:
    """
    What somebody said to an account, as the platform shows it now.

    :param thread: what it stands beneath, such as a post; the id of one of our own
        posts is the one that `Found` gave
    :param reply_to: what it answers in the thread; empty for the thread itself
    :param author: as people read it
    :param author_id: as the platform knows the author; empty where it does not
    :param is_ours: said by the account itself
    :param text: plain; empty of what was deleted
    """

    remote_id: str
    thread: str
    reply_to: str
    author: str
    author_id: str
    is_ours: bool
    text: str
    shown: Shown
    said_at: datetime
    url: str


@dataclass(frozen=True)
class Fetched:
    """
    What is new or changed since a cursor.

    :param items: each as the platform gave it, as JSON values, under its `id` and
        complete in itself: kept as it is before anybody reads it, by `Connector.read`
    :param cursor: where to go on; kept with the items in one transaction
    :param has_more: whether more waits already
    """

    items: tuple[Mapping[str, object], ...]
    cursor: str
    has_more: bool = False


class Connector(Protocol):
    """
    :cvar settle: how long after a call its effect may still appear
    :cvar notes_hidden: whether a note can stand in the place of what was hidden
    """

    settle: ClassVar[timedelta]
    notes_hidden: ClassVar[bool]

    def probe(self) -> Seen:
        """
        Look who one is there and what one may do; nothing changes.

        :raises ConnectorError: if it cannot be known
        """

    def fetch(self, cursor: str) -> Fetched:
        """
        What the public said to the account since a cursor, a page of it.

        :param cursor: as it was answered before; empty for the beginning
        :raises ConnectorError: if the platform could not be asked
        """

    @staticmethod
    def read(item: Mapping[str, object]) -> Heard:
        """
        What one item of `fetch` says; no network is asked.

        :raises NotUnderstood: if it is not of the form that we know
        """

    def stage(self, op: Op) -> Staged:
        """Upload what stays invisible; may be repeated without harm."""

    def commit(self, op: Op, staged: Staged) -> Found:
        """
        Make it visible, by one call.

        :raises ConnectorError: whose `outcome` says whether anything was done
        """

    def reconcile(self, op: Op, staged: Staged) -> Found | Absent | Unsure:
        """
        Look whether it is there, after a call whose outcome is not known.

        :param staged: as `stage` answered; empty where that is not known either
        :raises ConnectorError: if the platform could not be asked
        """


def readable(text: str) -> str:
    """A text of a stranger as every database can keep it: whole characters, no zero."""
    return text.encode("utf-8", "replace").decode().replace("\x00", "")


class Outcome(StrEnum):
    NOT_DONE = "not_done"
    DONE = "done"
    UNKNOWN = "unknown"


class ConnectorError(Exception):
    """
    The platform said no, or nothing that could be understood.

    :param words: the platform's own, cut short and without secrets
    :param status: of HTTP; 0 where there was no answer
    """

    outcome: ClassVar[Outcome] = Outcome.NOT_DONE
    kind: ClassVar[str] = "refused"

    def __init__(self, words: str = "", *, status: int = 0) -> None:
        super().__init__(words)
        self.words = readable(words)[:300]
        self.status = status


class AuthExpired(ConnectorError):
    kind = "auth_expired"


class PermissionDenied(ConnectorError):
    kind = "permission_denied"


class RateLimited(ConnectorError):
    """:param retry_in: how long to wait"""

    kind = "rate_limited"

    def __init__(self, words: str = "", *, retry_in: timedelta, status: int = 429):
        super().__init__(words, status=status)
        self.retry_in = retry_in


class Invalid(ConnectorError):
    """The platform does not take it as it is: back to the author, with its words."""

    kind = "invalid"


class ContentRejected(ConnectorError):
    """A filter of the platform does not let the words pass."""

    kind = "content_rejected"


class EditConflict(ConnectorError):
    """Somebody else changed it meanwhile."""

    kind = "edit_conflict"


class AccountRestricted(ConnectorError):
    """The platform lets this account do nothing: blocked or suspended."""

    kind = "account_restricted"


class NotFound(ConnectorError):
    kind = "not_found"


class Transient(ConnectorError):
    """Nothing was done, and the same call may be made again."""

    kind = "transient"


class OutcomeUnknown(ConnectorError):
    """The call was sent, and nobody can say what became of it."""

    outcome = Outcome.UNKNOWN
    kind = "outcome_unknown"
