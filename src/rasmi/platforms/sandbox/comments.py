"""What citizens say beneath a post, and what the account does with it."""

import sqlite3
from dataclasses import dataclass
from enum import StrEnum

from rasmi.platforms.sandbox.problems import Invalid, Missing, Problem
from rasmi.platforms.sandbox.store import Store, digest_of, new_id

PAGE = 100  # comments in one answer
SHOWN = 300  # the newest comments on the page of a post


class State(StrEnum):
    VISIBLE = "visible"
    HIDDEN = "hidden"
    DELETED = "deleted"


@dataclass(frozen=True)
class Comment:
    """
    :param change: number of its latest change, over all comments
    :param key: of the account's own; of citizens' comments empty
    :param note: of the account, in the place of what it has hidden
    """

    id: str
    change: int
    post_id: str
    handle: str  # of the account that it stands with
    key: str
    name: str
    text: str
    reply_to: str
    state: State
    created_at: str  # ISO 8601, UTC
    note: str = ""

    @property
    def is_official(self) -> bool:
        return bool(self.key)


def say(store: Store, post_id: str, name: str, text: str, *, now: str) -> Comment:
    """
    Add the comment of a citizen.

    :raises Missing: if the post is not there, or was deleted
    """
    with store.transaction() as db:
        handle = _account_of(db, post_id)
        return _add(db, (post_id, handle, None, "", name, text, "", now))


def reply(
    store: Store, post_id: str, key: str, text: str, reply_to: str = "", *, now: str
) -> tuple[Comment, bool]:
    """
    Answer as the account, once under a key; return the comment, and if it is new.

    :param reply_to: the comment that is answered; empty for the post itself
    :raises Problem: if another content was said under the key, or nobody can be
        answered there
    """
    digest = digest_of(post_id, text, reply_to)
    with store.transaction() as db:
        handle = _account_of(db, post_id)
        found = _by_key(db, handle, key)
        if found is not None:
            if found["digest"] != digest:
                raise Problem(409, "key_is_used", field="key")
            return _comment(found), False
        if reply_to and _one(db, reply_to).post_id != post_id:
            raise Invalid("other_post", "reply_to")
        name = db.execute(
            "SELECT name FROM account WHERE handle = ?", (handle,)
        ).fetchone()[0]
        return _add(db, (post_id, handle, key, digest, name, text, reply_to, now)), True


def move(store: Store, comment_id: str, state: State, note: str = "") -> Comment:
    """
    Hide a comment, show it again, or delete it for good.

    :param note: what stands in the place of a hidden one
    :raises Missing: if it is not there, or was deleted
    """
    with store.transaction() as db:
        found = _one(db, comment_id)
        if found.state == state:
            return found
        if found.state == State.DELETED:
            raise Missing
        row = db.execute(
            "UPDATE comment SET state = ?, note = ?,"
            " change = (SELECT max(change) + 1 FROM comment) WHERE id = ? RETURNING *",
            (state.value, note, comment_id),
        ).fetchone()
    return _comment(row)


def comment(store: Store, comment_id: str) -> Comment:
    """
    :raises Missing: if there never was one of this id
    """
    with store.transaction() as db:
        return _one(db, comment_id)


def by_key(store: Store, handle: str, key: str) -> list[Comment]:
    """The account's own comment of this key, or none."""
    with store.transaction() as db:
        row = _by_key(db, handle, key)
    return [_comment(row)] if row is not None else []


def changes(store: Store, handle: str, *, after: int) -> list[Comment]:
    """The comments with an account that were new or changed since, a page of them."""
    with store.transaction() as db:
        rows = db.execute(
            "SELECT * FROM comment WHERE handle = ? AND change > ?"
            " ORDER BY change LIMIT ?",
            (handle, after, PAGE),
        ).fetchall()
    return [_comment(row) for row in rows]


def beneath(store: Store, post_id: str) -> tuple[list[Comment], bool]:
    """The newest comments, in the order they were made; whether older ones exist."""
    with store.transaction() as db:
        rows = db.execute(
            "SELECT * FROM comment WHERE post_id = ? AND state != 'deleted'"
            " ORDER BY rowid DESC LIMIT ?",
            (post_id, SHOWN + 1),
        ).fetchall()
    return [_comment(row) for row in reversed(rows[:SHOWN])], len(rows) > SHOWN


def counts(store: Store, handle: str) -> dict[str, int]:
    """How many comments each post of an account shows."""
    with store.transaction() as db:
        rows = db.execute(
            "SELECT post_id, count(*) FROM comment"
            " WHERE handle = ? AND state = 'visible' GROUP BY post_id",
            (handle,),
        ).fetchall()
    return {row[0]: row[1] for row in rows}


def _account_of(db: sqlite3.Connection, post_id: str) -> str:
    row = db.execute(
        "SELECT handle FROM post WHERE id = ? AND deleted_at = ''", (post_id,)
    ).fetchone()
    if row is None:
        raise Missing
    return str(row[0])


def _add(db: sqlite3.Connection, values: tuple[str | None, ...]) -> Comment:
    row = db.execute(
        "INSERT INTO comment (id, change, state, post_id, handle, key, digest, name,"
        " text, reply_to, created_at)"
        " VALUES (?, (SELECT coalesce(max(change), 0) + 1 FROM comment), 'visible',"
        " ?, ?, ?, ?, ?, ?, ?, ?) RETURNING *",
        (new_id(), *values),
    ).fetchone()
    return _comment(row)


def _by_key(db: sqlite3.Connection, handle: str, key: str) -> sqlite3.Row | None:
    row: sqlite3.Row | None = db.execute(
        "SELECT * FROM comment WHERE handle = ? AND key = ?", (handle, key)
    ).fetchone()
    return row


def _one(db: sqlite3.Connection, comment_id: str) -> Comment:
    row = db.execute("SELECT * FROM comment WHERE id = ?", (comment_id,)).fetchone()
    if row is None:
        raise Missing
    return _comment(row)


def _comment(row: sqlite3.Row) -> Comment:
    return Comment(
        id=row["id"],
        change=row["change"],
        post_id=row["post_id"],
        handle=row["handle"],
        key=row["key"] or "",
        name=row["name"],
        text="" if row["state"] == State.DELETED else row["text"],
        reply_to=row["reply_to"],
        state=State(row["state"]),
        created_at=row["created_at"],
        note=row["note"],
    )
