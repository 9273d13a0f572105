"""A comment as a site of WordPress answers it, as it is kept, and what it says."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

from rasmi.platforms.connector import Heard, Invalid, Shown, Transient
from rasmi.platforms.http import Answer, NotUnderstood, number_in, text_in
from rasmi.platforms.wordpress.texts import one_line, plain

T = TypeVar("T")

PREFIX = "comment-"  # so that no comment is taken for a post of the same number
# A part of the content cannot be asked for: all of it is told, or nothing.
FIELDS = "id,post,parent,author,author_name,date_gmt,link,status,type"
HELD = "hold"
APPROVED = "approved"
GONE = "gone"  # our own word for what the site no longer knows
STATES = {
    APPROVED: Shown.VISIBLE,
    HELD: Shown.HIDDEN,
    "spam": Shown.HIDDEN,
    "post-trashed": Shown.HIDDEN,  # with its post, and comes back with it
    "trash": Shown.DELETED,
    GONE: Shown.DELETED,
}


@dataclass(frozen=True)
class Reader:
    """
    Who signed in, as far as comments ask.

    :param is_moderator: whether it may read them as they were typed
    """

    number: int
    is_moderator: bool

    @property
    def query(self) -> dict[str, str]:
        """
        What is asked of each comment.

        The address of a guest is asked for where it may be seen, for nothing but to
        know two comments of one guest as such; it is not kept.
        """
        fields = f"{FIELDS},content"
        if self.is_moderator:
            return {"context": "edit", "_fields": f"{fields},author_email"}
        return {"context": "view", "_fields": fields}


@dataclass(frozen=True)
class Comment:
    """:param row: as it was answered"""

    number: int
    post: int
    parent: int
    author: int  # 0 of a guest
    status: str
    date: str
    url: str
    row: Mapping[str, Any]

    @property
    def remote_id(self) -> str:
        return f"{PREFIX}{self.number}"

    @property
    def html(self) -> str:
        content = self.row.get("content")
        found = content.get(self.form) if isinstance(content, dict) else ""
        return found if isinstance(found, str) else ""

    @property
    def form(self) -> str:
        """Whether its content is as it was typed, or as a page has it."""
        content = self.row.get("content")
        is_raw = isinstance(content, dict) and "raw" in content
        return "raw" if is_raw else "rendered"


def comment_in(row: Any) -> Comment:
    """:raises NotUnderstood: if it is none"""
    if not isinstance(row, dict):
        raise NotUnderstood("It is no comment.")
    return Comment(
        number=number_in(row, "id"),
        post=number_in(row, "post"),
        parent=number_in(row, "parent"),
        author=number_in(row, "author"),
        status=text_in(row, "status"),
        date=text_in(row, "date_gmt"),
        url=text_in(row, "link"),
        row=row,
    )


def item_of(comment: Comment, me: int) -> dict[str, object]:
    """A comment as it is kept: complete in itself, without what nobody needs."""
    is_deleted = STATES.get(comment.status) == Shown.DELETED
    return {
        "id": comment.remote_id,
        "post": str(comment.post),
        "parent": f"{PREFIX}{comment.parent}" if comment.parent else "",
        "author_name": str(comment.row.get("author_name", "")),
        "author_id": _author_id(comment),
        "is_ours": comment.author == me,
        "date_gmt": comment.date,
        "link": comment.url,
        "status": comment.status,
        "form": comment.form,
        "content": "" if is_deleted else comment.html,
    }


def gone_item(number: int, post: str, date: str) -> dict[str, object]:
    """The same of one that was deleted for good: what we remember of it."""
    return {
        "id": f"{PREFIX}{number}",
        "post": post,
        "date_gmt": date,
        "status": GONE,
    }


def _author_id(comment: Comment) -> str:
    """One and the same for all comments of one author; empty if that is not told."""
    if comment.author:
        return str(comment.author)
    mail = comment.row.get("author_email")
    if not isinstance(mail, str) or not mail:
        return ""
    guest = f"{comment.row.get('author_name', '')}\n{mail.lower()}"
    return f"guest-{hashlib.sha256(guest.encode(errors='replace')).hexdigest()[:16]}"


def read(item: Mapping[str, object]) -> Heard:
    """
    What a comment says that was kept.

    :raises NotUnderstood: if it is none
    """
    state = STATES.get(text_in(item, "status"))
    if state is None:
        raise NotUnderstood("Its status is none that we know.")
    content = text_in(item, "content", or_empty=True) if "content" in item else ""
    is_raw = item.get("form") == "raw"
    return Heard(
        remote_id=text_in(item, "id"),
        thread=text_in(item, "post"),
        reply_to=_text(item, "parent"),
        author=one_line(_text(item, "author_name")),
        author_id=_text(item, "author_id"),
        is_ours=item.get("is_ours") is True,
        text="" if state == Shown.DELETED else plain(content, is_raw=is_raw),
        shown=state,
        said_at=_moment(item),
        url=_text(item, "link"),
    )


def _text(item: Mapping[str, object], name: str) -> str:
    """A text of an item; empty where it has none, as one that is gone has not."""
    return text_in(item, name, or_empty=True) if name in item else ""


def _moment(item: Mapping[str, object]) -> datetime:
    try:
        return datetime.fromisoformat(text_in(item, "date_gmt")).replace(tzinfo=UTC)
    except ValueError as error:
        raise NotUnderstood("Its date is none.") from error


def number_of(remote_id: str) -> int:
    """:raises Invalid: if no comment of a site is called so"""
    return plain_number(remote_id.removeprefix(PREFIX))


def plain_number(told: str) -> int:
    """:raises Invalid: if no post of a site is called so"""
    if not (told.isascii() and told.isdecimal() and len(told) < 19):
        raise Invalid("It is no number of this site.")
    return int(told)


def understood(answer: Answer, look: Callable[[], T]) -> T:
    """
    What a look at an answer finds.

    :raises Transient: if the answer is not understood
    """
    try:
        return look()
    except NotUnderstood as error:
        raise Transient(str(error), status=answer.status) from error
