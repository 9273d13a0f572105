"""The checkpoints beside the database, which an older database contradicts."""

import os
import tempfile
from pathlib import Path

from django.conf import settings

from rasmi.ledger import checkpoints_in

MOST = 100  # logs, each of which began with a restore


def read_checkpoints() -> list[str]:
    """
    The signed notes, one of each log, the newest log first.

    :raises OSError: if it is there and cannot be read
    """
    try:
        return checkpoints_in(_path().read_text("utf-8", errors="replace"))
    except FileNotFoundError:
        return []


def write_checkpoint(note: str) -> None:
    """
    Put the newest note of a log in the place of an earlier one; others stay.

    :raises OSError: if the disk is full, or not ours to write to
    """
    origin = note.partition("\n")[0]
    others = [n for n in read_checkpoints() if n.partition("\n")[0] != origin]
    content = "\n".join([note, *others[: MOST - 1]])
    # Whole or not at all: a torn one would be none.
    handle, draft = tempfile.mkstemp(dir=_path().parent, prefix="checkpoint-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(content)
            file.flush()
            os.fsync(handle)
        Path(draft).replace(_path())
    finally:
        Path(draft).unlink(missing_ok=True)


def remove_checkpoints() -> None:
    _path().unlink(missing_ok=True)


def signing_key() -> bytes:
    """
    The private key of the log, 32 bytes.

    :raises OSError: if it does not lie on this machine
    """
    return bytes.fromhex(Path(settings.LEDGER_KEY).read_text())


def public_key() -> bytes:
    return bytes.fromhex(Path(settings.LEDGER_PUBLIC_KEY).read_text())


def _path() -> Path:
    return Path(settings.CHECKPOINT_FILE)
