"""SQLite: copied by its own online backup, put back by one change of a name."""

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from django.db import connection

from rasmi.config.backups.archive import NotDone
from rasmi.config.backups.engines import LEFT_OUT, Facts, Finish, read_facts

PATIENCE = 60  # seconds for a writer to finish


class SQLite:
    def __init__(self) -> None:
        self.path = Path(connection.settings_dict["NAME"]).resolve()

    def is_there(self) -> bool:
        return self.path.exists() and self.path.stat().st_size > 0

    def copy(self, to: Path) -> Facts:
        try:
            return self._copy(to)
        except sqlite3.Error as error:  # a full disk, among others
            raise NotDone(f"The database cannot be copied: {error}.") from error

    def _copy(self, to: Path) -> Facts:
        with (
            closing(sqlite3.connect(self.path, timeout=PATIENCE)) as source,
            closing(sqlite3.connect(to, isolation_level=None)) as copy,
        ):
            # In one step, so that it is the database of one moment; writers go on.
            source.backup(copy, pages=-1)
            copy.execute("PRAGMA journal_mode=DELETE")
            for table in LEFT_OUT:
                copy.execute(f'DELETE FROM "{table}"')  # noqa: S608 — our own names
            copy.execute("VACUUM")  # or what was deleted stays between the rows
            return read_facts(lambda query: copy.execute(query).fetchall())

    def put_back(self, copy: Path, *, aside: Path, finish: Finish) -> None:
        _require_sound(copy)
        connection.close()
        connection.settings_dict["NAME"] = str(copy)
        try:
            finish()
        finally:
            connection.close()
            connection.settings_dict["NAME"] = str(self.path)
        _close_for_good(copy)
        if self.is_there():
            self._keep(aside)
        # Everything is in it already, the stop of speaking too: one rename, and a power
        # cut leaves the old database or the new one.
        copy.replace(self.path)
        sync_folder(self.path.parent)

    def _keep(self, aside: Path) -> None:
        with suppress(sqlite3.DatabaseError):  # a damaged one is kept as it is
            _close_for_good(self.path)
        aside.mkdir(mode=0o700)
        for suffix in ("-wal", "-shm"):  # of a crash; beside another they destroy it
            beside = self.path.with_name(self.path.name + suffix)
            if beside.exists():
                beside.rename(aside / beside.name)
        os.link(self.path, aside / self.path.name)
        sync_folder(aside)


def _require_sound(copy: Path) -> None:
    try:
        with closing(sqlite3.connect(copy)) as opened:
            [answer] = opened.execute("PRAGMA integrity_check(1)").fetchone()
    except sqlite3.DatabaseError as error:
        raise NotDone(f"The database in the backup is damaged: {error}.") from error
    if answer != "ok":
        raise NotDone(f"The database in the backup is damaged: {answer}.")


def _close_for_good(path: Path) -> None:
    """Bring everything into the one file, and that to the disk."""
    with closing(sqlite3.connect(path, isolation_level=None)) as opened:
        opened.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        opened.execute("PRAGMA journal_mode=DELETE")
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_folder(folder: Path) -> None:
    """Let a new name survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
