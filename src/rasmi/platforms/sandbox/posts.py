"""Accounts and what they post."""

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from rasmi.platforms.sandbox.problems import Invalid, Missing, Problem
from rasmi.platforms.sandbox.store import Store, digest_of, new_id

MOST_PICTURES = 4
PAGE = 50  # posts in one answer


@dataclass(frozen=True)
class Account:
    handle: str
    name: str
    about: str
    since_at: str
    posts: int


@dataclass(frozen=True)
class Attached:
    """A picture of a post."""

    id: str
    alt: str


@dataclass(frozen=True)
class Post:
    """:param number: in the order of posting, over all accounts"""

    number: int
    id: str
    handle: str
    key: str
    text: str
    media: tuple[Attached, ...]
    created_at: str  # ISO 8601, UTC
    edited_at: str
    deleted_at: str


def present(store: Store, handle: str, name: str, about: str, *, now: str) -> Account:
    """Give an account its name and what it says of itself; make it if it is new."""
    with store.transaction() as db:
        db.execute(
            "INSERT INTO account VALUES (?, ?, ?, ?) ON CONFLICT (handle)"
            " DO UPDATE SET name = excluded.name, about = excluded.about",
            (handle, name, about, now),
        )
    return account(store, handle)


def accounts(store: Store) -> list[Account]:
    return _accounts(store, "")


def account(store: Store, handle: str) -> Account:
    """
    :raises Missing: if nobody has this handle
    """
    found = _accounts(store, handle)
    if not found:
        raise Missing
    return found[0]


def _accounts(store: Store, handle: str) -> list[Account]:
    with store.transaction() as db:
        rows = db.execute(
            "SELECT account.*, count(post.id) AS posts FROM account LEFT JOIN post"
            " ON post.handle = account.handle AND post.deleted_at = ''"
            " WHERE ? IN ('', account.handle) GROUP BY account.handle"
            " ORDER BY since_at, account.handle",
            (handle,),
        ).fetchall()
    return [Account(**row) for row in rows]


def publish(
    store: Store,
    handle: str,
    key: str,
    text: str,
    media: Sequence[Attached] = (),
    *,
    now: str,
) -> tuple[Post, bool]:
    """
    Post once under a key; return the post, and whether it is new.

    :raises Problem: if another content was posted under the key, a picture is not
        known, or there are too many
    """
    if len(media) > MOST_PICTURES:
        raise Invalid("too_many_pictures", "media")
    pictures = json.dumps([[each.id, each.alt] for each in media])
    digest = digest_of(text, pictures)
    with store.transaction() as db:
        found = db.execute(
            "SELECT * FROM post WHERE handle = ? AND key = ?", (handle, key)
        ).fetchone()
        if found is not None:
            if found["digest"] != digest:
                raise Problem(409, "key_is_used", field="key")
            return _post(found), False
        _refuse_unknown(db, media)
        db.execute(
            "INSERT OR IGNORE INTO account VALUES (?, ?, '', ?)", (handle, handle, now)
        )
        row = db.execute(
            "INSERT INTO post (id, handle, key, digest, text, media, created_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING *",
            (new_id(), handle, key, digest, text, pictures, now),
        ).fetchone()
    return _post(row), True


def _refuse_unknown(db: sqlite3.Connection, media: Sequence[Attached]) -> None:
    for each in media:
        known = db.execute("SELECT 1 FROM picture WHERE id = ?", (each.id,)).fetchone()
        if known is None:
            raise Invalid("unknown_picture", "media")


def edit(store: Store, post_id: str, text: str, *, now: str) -> Post:
    """
    Say it otherwise; what was said before is kept as a version.

    :raises Missing: if it is not there, or was deleted
    """
    with store.transaction() as db:
        found = _there(db, post_id)
        if found.text == text:
            return found
        db.execute(
            "INSERT INTO version SELECT id, (SELECT count(*) FROM version"
            " WHERE post_id = post.id) + 1, text, max(created_at, edited_at)"
            " FROM post WHERE id = ?",
            (post_id,),
        )
        row = db.execute(
            "UPDATE post SET text = ?, edited_at = ? WHERE id = ? RETURNING *",
            (text, now, post_id),
        ).fetchone()
    return _post(row)


def delete(store: Store, post_id: str, *, now: str) -> Post:
    """Delete it; its row stays, so that its key is never posted again."""
    with store.transaction() as db:
        found = db.execute(
            "UPDATE post SET deleted_at = ? WHERE id = ? AND deleted_at = ''"
            " RETURNING *",
            (now, post_id),
        ).fetchone()
    return _post(found) if found else post(store, post_id)


def post(store: Store, post_id: str) -> Post:
    """
    The post, or what is left of it.

    :raises Missing: if there never was one of this id
    """
    with store.transaction() as db:
        return _any(db, post_id)


def versions(store: Store, post_id: str) -> list[dict[str, str]]:
    """What was said before, the oldest first."""
    with store.transaction() as db:
        rows = db.execute(
            "SELECT text, said_at FROM version WHERE post_id = ? ORDER BY number",
            (post_id,),
        ).fetchall()
    return [dict(row) for row in rows]


def by_key(store: Store, handle: str, key: str) -> list[Post]:
    """The post of this key, deleted or not, or none."""
    with store.transaction() as db:
        rows = db.execute(
            "SELECT * FROM post WHERE handle = ? AND key = ?", (handle, key)
        ).fetchall()
    return [_post(row) for row in rows]


def timeline(
    store: Store, handle: str, *, after: int | None, newest_first: bool
) -> list[Post]:
    """
    The posts that are there, a page of them.

    :param after: number of the last post of the page before
    """
    order, compare = ("DESC", "<") if newest_first else ("ASC", ">")
    with store.transaction() as db:
        rows = db.execute(
            "SELECT * FROM post WHERE handle = ? AND deleted_at = ''"  # noqa: S608 — two fixed words
            f" AND (? IS NULL OR number {compare} ?) ORDER BY number {order} LIMIT ?",
            (handle, after, after, PAGE),
        ).fetchall()
    return [_post(row) for row in rows]


def _any(db: sqlite3.Connection, post_id: str) -> Post:
    row = db.execute("SELECT * FROM post WHERE id = ?", (post_id,)).fetchone()
    if row is None:
        raise Missing
    return _post(row)


def _there(db: sqlite3.Connection, post_id: str) -> Post:
    found = _any(db, post_id)
    if found.deleted_at:
        raise Missing
    return found


def _post(row: sqlite3.Row) -> Post:
    return Post(
        number=row["number"],
        id=row["id"],
        handle=row["handle"],
        key=row["key"],
        text="" if row["deleted_at"] else row["text"],
        media=tuple(Attached(*pair) for pair in json.loads(row["media"])),
        created_at=row["created_at"],
        edited_at=row["edited_at"],
        deleted_at=row["deleted_at"],
    )
