"""The folder of one installation: its keys and files, outside the database."""

import os
import secrets
from pathlib import Path

from rasmi.config import env


def folder() -> Path:
    """RASMI_DATA, made on first use, open to its owner only."""
    path = Path(env.text("RASMI_DATA", "var")).resolve()
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def key(name: str) -> str:
    """A random key that is made once and kept in a file of its own."""
    path = folder() / "keys" / name
    path.parent.mkdir(mode=0o700, exist_ok=True)
    try:
        # Made whole or not at all: two processes that start together agree on one key.
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
    except FileExistsError:
        return path.read_text()
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(48))
    return path.read_text()
