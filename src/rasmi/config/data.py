"""The folder of one installation: its keys and files, outside the database."""

import fcntl
import os
import secrets
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import IO

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from rasmi.config import env


def folder() -> Path:
    """RASMI_DATA, made on first use and closed to everybody but its owner."""
    path = Path(env.text("RASMI_DATA", "var")).resolve()
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    if path.stat().st_mode & 0o077 and path.owner() == system_user():
        path.chmod(0o700)
    return path


def system_user() -> str:
    """As the machine knows who runs this."""
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
    return _kept(name, lambda: secrets.token_urlsafe(48)).read_text()


def sealing_keys(name: str) -> tuple[Path, Path]:
    """
    A pair of keys that is made once: whoever has only the public one can seal.

    :return: the files of the private and of the public key, as 64 hexadecimal digits;
        where only the public one was put, no private one is made
    """
    return _pair(name, X25519PrivateKey)


def signing_keys(name: str) -> tuple[Path, Path]:
    """
    A pair of keys that is made once: whoever has only the public one can check.

    :return: as `sealing_keys`
    """
    return _pair(name, Ed25519PrivateKey)


def _pair(
    name: str, kind: type[X25519PrivateKey | Ed25519PrivateKey]
) -> tuple[Path, Path]:
    private, public = folder() / "keys" / name, folder() / "keys" / f"{name}.pub"
    if not public.exists():
        _kept(name, lambda: kind.generate().private_bytes_raw().hex())
        opened = kind.from_private_bytes(bytes.fromhex(private.read_text()))
        _kept(public.name, lambda: opened.public_key().public_bytes_raw().hex())
    return private, public


def _kept(name: str, make: Callable[[], str]) -> Path:
    path = folder() / "keys" / name
    path.parent.mkdir(mode=0o700, exist_ok=True)
    if not path.exists():
        # Written whole beside it, then given its name: of two processes that start
        # together one name wins, and no crash leaves an empty key.
        handle, draft = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "w") as file:
            file.write(make())
            os.fsync(file.fileno())
        os.chmod(draft, 0o400)
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            os.unlink(draft)
    return path
