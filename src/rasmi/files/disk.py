"""How bytes come to lie under the name of their own digest, and stay there."""

import hashlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from rasmi.files import selectors


def write(chunks: Iterable[bytes]) -> tuple[str, int]:
    """
    Put bytes on disk for good; return their digest and how many they are.

    They appear under their name all at once or not at all.
    """
    root = selectors.root()
    root.mkdir(parents=True, exist_ok=True)
    found, size = hashlib.sha256(), 0
    handle, name = tempfile.mkstemp(dir=root, prefix="coming-")
    try:
        with os.fdopen(handle, "wb") as file:
            for chunk in chunks:
                found.update(chunk)
                size += len(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        digest = found.hexdigest()
        path = selectors.path_of_digest(digest)
        path.parent.mkdir(parents=True, exist_ok=True)
        Path(name).replace(path)
        _sync_folder(path.parent)
    finally:
        Path(name).unlink(missing_ok=True)
    return digest, size


def _sync_folder(folder: Path) -> None:
    """Let the new name survive a power cut, as the bytes do."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
