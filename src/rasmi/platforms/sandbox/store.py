"""The one folder in which the platform keeps its rows and pictures."""

import hashlib
import json
import os
import secrets
import sqlite3
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rasmi.platforms.sandbox.problems import Invalid, Missing

LARGEST_PICTURE = 10 * 1024 * 1024  # bytes
HEADS = ((b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg"))
PATIENCE = 20  # seconds to wait for another process that writes

SCHEMA = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
PRAGMA foreign_keys = ON;
CREATE TABLE IF NOT EXISTS account (
    handle TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    about TEXT NOT NULL,
    since_at TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS picture (
    id TEXT PRIMARY KEY,
    digest TEXT NOT NULL UNIQUE,
    media_type TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS post (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    handle TEXT NOT NULL REFERENCES account,
    key TEXT NOT NULL,
    digest TEXT NOT NULL,
    text TEXT NOT NULL,
    media TEXT NOT NULL,
    created_at TEXT NOT NULL,
    edited_at TEXT NOT NULL DEFAULT '',
    deleted_at TEXT NOT NULL DEFAULT '',
    UNIQUE (handle, key)
);
CREATE TABLE IF NOT EXISTS version (
    post_id TEXT NOT NULL REFERENCES post (id),
    number INTEGER NOT NULL,
    text TEXT NOT NULL,
    said_at TEXT NOT NULL,
    PRIMARY KEY (post_id, number)
);
CREATE TABLE IF NOT EXISTS comment (
    id TEXT PRIMARY KEY,
    change INTEGER NOT NULL UNIQUE,
    post_id TEXT NOT NULL REFERENCES post (id),
    handle TEXT NOT NULL REFERENCES account,
    key TEXT,
    digest TEXT NOT NULL,
    name TEXT NOT NULL,
    text TEXT NOT NULL,
    reply_to TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('visible', 'hidden', 'deleted')),
    created_at TEXT NOT NULL,
    note TEXT NOT NULL DEFAULT '',
    UNIQUE (handle, key)
);
CREATE INDEX IF NOT EXISTS post_of_account ON post (handle, number);
CREATE INDEX IF NOT EXISTS comment_of_account ON comment (handle, change);
CREATE INDEX IF NOT EXISTS comment_of_post ON comment (post_id);
"""


@dataclass(frozen=True)
class Picture:
    id: str
    digest: str
    media_type: str
    path: Path


class Store:
    """
    :param folder: made if it is not there; one process at a time writes in it
    """

    def __init__(self, folder: Path) -> None:
        self._pictures = folder / "media"
        self._pictures.mkdir(mode=0o700, parents=True, exist_ok=True)
        # One connection for all threads, one after the other: a transaction takes less
        # than a millisecond, and none finds the database locked.
        self._lock = threading.Lock()
        self._db = sqlite3.connect(
            folder / "sandbox.sqlite3",
            timeout=PATIENCE,
            isolation_level=None,
            check_same_thread=False,
        )
        self._db.row_factory = sqlite3.Row
        self._db.executescript(SCHEMA)
        columns = self._db.execute("SELECT name FROM pragma_table_info('comment')")
        if "note" not in {row[0] for row in columns}:  # made by an earlier version
            self._db.execute(
                "ALTER TABLE comment ADD COLUMN note TEXT NOT NULL DEFAULT ''"
            )

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Nobody else writes meanwhile; on disk when it is left, or nothing is."""
        with self._lock:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
            except BaseException:
                self._db.rollback()
                raise
            self._db.commit()

    def close(self) -> None:
        with self._lock:
            self._db.close()

    def keep_picture(self, content: bytes) -> Picture:
        """
        Keep a picture; the same bytes are kept once.

        :raises Invalid: if it is no JPEG or PNG by its first bytes
        """
        media_type = next(
            (kind for head, kind in HEADS if content.startswith(head)), ""
        )
        if not media_type:
            raise Invalid("no_picture", "media")
        digest = hashlib.sha256(content).hexdigest()
        if not (self._pictures / digest).exists():
            self._write(digest, content)
        with self.transaction() as db:
            db.execute(
                "INSERT OR IGNORE INTO picture VALUES (?, ?, ?)",
                (new_id(), digest, media_type),
            )
            row = db.execute(
                "SELECT * FROM picture WHERE digest = ?", (digest,)
            ).fetchone()
        return self._picture(row)

    def picture(self, picture_id: str) -> Picture:
        """
        :raises Missing: if there is none of this id
        """
        with self.transaction() as db:
            row = db.execute(
                "SELECT * FROM picture WHERE id = ?", (picture_id,)
            ).fetchone()
        if row is None:
            raise Missing
        return self._picture(row)

    def _picture(self, row: sqlite3.Row) -> Picture:
        return Picture(
            row["id"], row["digest"], row["media_type"], self._pictures / row["digest"]
        )

    def _write(self, name: str, content: bytes) -> None:
        """Put the bytes on disk for good before anything points to them."""
        handle, draft = tempfile.mkstemp(dir=self._pictures, prefix="coming-")
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(draft).replace(self._pictures / name)
        folder = os.open(self._pictures, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def new_id() -> str:
    return secrets.token_hex(6)


def digest_of(*parts: object) -> str:
    """What tells two contents that came under one key apart."""
    return hashlib.sha256(json.dumps(parts, ensure_ascii=True).encode()).hexdigest()
