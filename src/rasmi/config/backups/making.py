"""Taking a backup while everything runs."""

import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext_lazy

from rasmi.audit import services as audit
from rasmi.audit.actions import register
from rasmi.config.backups.archive import (
    DATABASES,
    Manifest,
    NotDone,
    Writer,
    examine,
)
from rasmi.config.backups.engines import Facts, engine
from rasmi.config.backups.sqlite import sync_folder
from rasmi.files import selectors as files
from rasmi.security import vault

MADE = register("config.backup.make", gettext_lazy("Made a backup of everything"))

STAMP = "%Y%m%dT%H%M%SZ"
DIGEST = re.compile(r"[0-9a-f]{64}")


def default_path(now: datetime) -> Path:
    folder = Path(settings.DATA) / "backups"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder / f"rasmi-{now.astimezone(UTC):{STAMP}}.tar"


def make(out: Path, *, now: datetime, system_user: str) -> Manifest:
    """
    Write everything but the keys into one archive, and tell the log.

    :param system_user: as the machine knows who takes it
    :raises NotDone: if it cannot be made; then there is no file of this name
    """
    _refuse_other_versions()
    _refuse_taken(out)
    if not out.parent.is_dir():
        raise NotDone(f"There is no folder {out.parent}.")
    # Beside the archive: nothing of a database leaves its disk, and a rename is enough.
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=".coming-") as folder:
        draft = Path(folder) / "archive"
        with os.fdopen(_new(draft), "wb") as file:
            manifest = _write(file, Path(folder), now)
            file.flush()
            os.fsync(file.fileno())
        _refuse_taken(out)
        draft.replace(out)
        sync_folder(out.parent)
    audit.record(
        MADE,
        actor=None,
        now=now,
        file=str(out.resolve())[-200:],
        by=system_user[:80],
        files=manifest.kept,
    )
    return manifest


def verify(path: Path) -> Manifest:
    """
    :raises NotDone: if it is not whole
    """
    with path.open("rb") as file:
        return examine(file)


def fingerprints() -> dict[str, str]:
    """By which it is seen later whether the keys of a backup are there."""
    return {
        "vault": vault.fingerprint(
            bytes.fromhex(settings.VAULT_PUBLIC_KEY.read_text())
        ),
        "factor-key": vault.fingerprint(settings.FACTOR_KEY.encode()),
        "ledger": vault.fingerprint(
            bytes.fromhex(settings.LEDGER_PUBLIC_KEY.read_text())
        ),
        "secret-key": vault.fingerprint(settings.SECRET_KEY.encode()),
    }


def version() -> str:
    return metadata.version("rasmi")


def _new(path: Path) -> int:
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)


def _refuse_taken(out: Path) -> None:
    if os.path.lexists(out):
        raise NotDone(f"{out} is there already; a backup overwrites nothing.")


def _refuse_other_versions() -> None:
    if not engine().is_there():
        raise NotDone("There is no database here to take a backup of.")
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise NotDone(
            "The database is of an earlier version than this Rasmi. Take the backup "
            "with that version, or start this one first."
        )


def _write(file: BinaryIO, folder: Path, now: datetime) -> Manifest:
    writer = Writer(file)
    name = DATABASES[connection.vendor]
    facts = engine().copy(folder / name)
    with (folder / name).open("rb") as copy:
        writer.add(name, copy)
    (folder / name).unlink()
    # After the database, and nothing kept is ever removed: each row has its file.
    _add_kept(writer)
    manifest = _manifest(writer, facts, now)
    writer.finish(manifest)
    return manifest


def _add_kept(writer: Writer) -> None:
    for path in _kept():
        with path.open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() == path.name:
                writer.add(f"files/{path.parent.name}/{path.name}", file)


def _kept() -> Iterator[Path]:
    for folder in sorted(files.root().glob("[0-9a-f][0-9a-f]")):
        yield from (
            each for each in sorted(folder.iterdir()) if DIGEST.fullmatch(each.name)
        )


def _manifest(writer: Writer, facts: Facts, now: datetime) -> Manifest:
    held = {name.rsplit("/", 1)[-1] for name in writer.members}
    return Manifest(
        rasmi=version(),
        made_at=now.astimezone(UTC).isoformat(timespec="seconds"),
        engine=connection.vendor,
        migrations=facts.migrations,
        installation=facts.installation,
        epoch=facts.epoch,
        entries=facts.entries,
        keys=fingerprints(),
        missing=[each for each in facts.kept if each not in held],
        members=writer.members,
    )
