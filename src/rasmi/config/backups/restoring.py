"""Putting a backup back while nothing runs."""

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from rasmi.config.backups.archive import (
    DATABASES,
    KEPT,
    Manifest,
    NotDone,
    examine,
    unpack,
)
from rasmi.config.backups.engines import engine
from rasmi.config.backups.making import STAMP, fingerprints, version
from rasmi.files import disk as files_disk
from rasmi.files import selectors as files
from rasmi.people import services as people
from rasmi.security import services as security
from rasmi.security.models import Epoch

SHORTEST_REASON = 10  # characters, as for reading the log
# What it means that a key is another one than when the backup was made.
OTHER_KEYS = {
    "vault": "No connection of an account can be opened. Put the files vault and "
    "vault.pub of that time into the folder keys, or enter each connection anew.",
    "factor-key": "No code of a second factor fits. Put the file factor-key of that "
    "time into the folder keys, or run rasmi reset-factors for each person.",
    "ledger": "The log goes on with another key: tell it to the witness and to whoever "
    "checks exports, by rasmi ledger key.",
    "secret-key": "Nothing is lost by it: everybody signs in again in any case.",
}


@dataclass(frozen=True)
class Restored:
    """
    :param aside: where the database lies that was here before
    :param other_keys: sentences on the keys that do not fit
    """

    manifest: Manifest
    aside: Path | None
    other_keys: list[str]


def restore(
    path: Path, *, reason: str, replace: bool, system_user: str, now: datetime
) -> Restored:
    """
    Let a backup take the place of the installation, with speaking stopped.

    To be called while nothing else runs here. Nothing is touched before the archive was
    read to its end.

    :param replace: whether a database that is here already may be put aside
    :raises NotDone: if it is not whole, from a later version, or does not fit here
    """
    if len(reason.strip()) < SHORTEST_REASON:
        raise NotDone("Give the reason in a few words: two persons will read it.")
    here = engine()
    with path.open("rb") as file:
        manifest = examine(file)
        _refuse_unfit(manifest)
        had_database = here.is_there()
        if had_database and not replace:
            raise NotDone(
                "There is a database here already. With --replace it is put aside, and "
                "the backup takes its place."
            )
        aside = _beside() / f"replaced-{now.astimezone(UTC):{STAMP}}"
        finish = partial(
            _finish, reason=reason.strip(), system_user=system_user, now=now
        )
        with tempfile.TemporaryDirectory(dir=_beside(), prefix=".restoring-") as folder:
            database = _unpack(file, manifest, Path(folder))
            here.put_back(database, aside=aside, finish=finish)
    security.remember_epoch()
    return Restored(manifest, aside if had_database else None, _other_keys(manifest))


def _refuse_unfit(manifest: Manifest) -> None:
    if manifest.engine != connection.vendor:
        raise NotDone(
            f"The backup is of {manifest.engine}, and the database here is "
            f"{connection.vendor}. Set DATABASE_URL as it was."
        )
    loader = MigrationLoader(None)
    known = {f"{app}.{name}" for app, name in loader.disk_migrations}
    if _number(manifest.rasmi) > _number(version()) or {*manifest.migrations} - known:
        raise NotDone(
            f"The backup was made by Rasmi {manifest.rasmi}, which knows more than "
            f"this one, {version()}. Install that version first."
        )
    # The database once as it lies there, once as it is put back, and room to move.
    needed = manifest.size + 2 * manifest.members[DATABASES[manifest.engine]].size
    free = shutil.disk_usage(_beside()).free
    if needed > free:
        raise NotDone(
            f"There is too little room: {needed // 1024**2} MiB are needed at "
            f"{_beside()}, and {free // 1024**2} are free."
        )


def _number(words: str) -> list[int]:
    return [int(each) for each in words.split(".")[:3] if each.isdecimal()]


def _beside() -> Path:
    """On the disk where the database will lie, so that a rename puts it there."""
    if connection.vendor == "sqlite":
        return Path(connection.settings_dict["NAME"]).resolve().parent
    return Path(settings.DATA)


def _unpack(file: BinaryIO, manifest: Manifest, folder: Path) -> Path:
    """Put the kept files into their place and the database into a folder."""
    database = folder / DATABASES[manifest.engine]
    for name, content in unpack(file, manifest):
        if kept := KEPT.fullmatch(name):
            _keep(kept[2], content)
        else:
            with database.open("wb") as copy:
                copy.writelines(content)
    return database


def _keep(digest: str, content: Iterator[bytes]) -> None:
    # More than the database will name does no harm, and the same bytes lie there once.
    if not files.is_intact_digest(digest):
        files_disk.write(content)


def _finish(*, reason: str, system_user: str, now: datetime) -> None:
    """Bring the restored database up to the code, and stop it from speaking."""
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    people.close_every_door(now=now)
    security.begin_epoch(
        why=Epoch.Why.RESTORED, reason=reason, system_user=system_user, now=now
    )


def _other_keys(manifest: Manifest) -> list[str]:
    ours = fingerprints()
    return [
        f"The key {name} is another than when the backup was made. {words}"
        for name, words in OTHER_KEYS.items()
        if manifest.keys.get(name, ours[name]) != ours[name]
    ]
