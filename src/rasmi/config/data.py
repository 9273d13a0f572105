"""The folder of one installation: its keys and files, outside the database."""

import fcntl
import os
import secrets
import tempfile
from pathlib import Path
from typing import IO

from rasmi.config import env


def folder() -> Path:
    """RASMI_DATA, made on first use and closed to everybody but its owner."""
    path = Path(env.text("RASMI_DATA", "var")).resolve()
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    if path.stat().st_mode & 0o077 and path.owner() == _myself():
        path.chmod(0o700)
    return path


def _myself() -> str:
    import pwd

    return pwd.getpwuid(os.geteuid()).pw_name


def lock(*, alone: bool) -> IO[str] | None:
    """
    Hold the folder until the process ends, beside others or alone.

    Return the open lock, to be kept, or None if somebody holds it otherwise.
    """
    file = (folder() / "lock").open("a")
    kind = fcntl.LOCK_EX if alone else fcntl.LOCK_SH
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        return None
    return file


def key(name: str) -> str:
    """A random key that is made once and kept in a file of its own."""
    path = folder() / "keys" / name
    path.parent.mkdir(mode=0o700, exist_ok=True)
    if not path.exists():
        # Written whole beside it, then given its name: of two processes that start
        # together one name wins, and no crash leaves an empty key.
        handle, draft = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(48))
            os.fsync(file.fileno())
        os.chmod(draft, 0o400)
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            os.unlink(draft)
    return path.read_text()
