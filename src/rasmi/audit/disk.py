"""The newest checkpoint beside the database, which an older database contradicts."""

import os
import tempfile
from pathlib import Path

from django.conf import settings


def read_checkpoint() -> str:
    """
    The signed note; empty where there is none.

    :raises OSError: if it is there and cannot be read
    """
    try:
        return _path().read_text("utf-8", errors="replace")
    except FileNotFoundError:
        return ""


def write_checkpoint(note: str) -> None:
    """
    :raises OSError: if the disk is full, or not ours to write to
    """
    # Whole or not at all: a torn one would be none.
    handle, draft = tempfile.mkstemp(dir=_path().parent, prefix="checkpoint-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(note)
            file.flush()
            os.fsync(handle)
        Path(draft).replace(_path())
    finally:
        Path(draft).unlink(missing_ok=True)


def remove_checkpoint() -> None:
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
