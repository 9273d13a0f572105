"""The mark beside the database, by which a restored or copied one is known."""

import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True)
class Mark:
    """
    How the database stood when it was last looked at.

    :param entries: the key of the last entry of its log; the log is only added to
    :param trace: by which that entry is known again
    :param is_original: False where its folder is a copy of the one it was written in
    """

    installation: str
    epoch: int
    entries: int
    trace: str
    is_original: bool = True


def read_mark() -> Mark | None:
    """
    None where there is none, or a torn one.

    :raises OSError: if it is there and cannot be read
    """
    try:
        found = json.loads(_path().read_text())
        return Mark(
            str(found["installation"]),
            int(found["epoch"]),
            int(found["entries"]),
            str(found["trace"]),
            is_original=found["place"] == _place(),
        )
    except (FileNotFoundError, ValueError, TypeError, KeyError):
        return None


def write_mark(mark: Mark) -> None:
    """
    :raises OSError: if the disk is full, or not ours to write to
    """
    _take_place()
    content = {
        "installation": mark.installation,
        "epoch": mark.epoch,
        "entries": mark.entries,
        "trace": mark.trace,
        "place": _place(),
    }
    # Whole or not at all: a torn mark would stop speaking for nothing.
    handle, draft = tempfile.mkstemp(dir=_path().parent, prefix="epoch-")
    try:
        with os.fdopen(handle, "w") as file:
            json.dump(content, file)
            file.flush()
            os.fsync(handle)
        Path(draft).replace(_path())
    finally:
        Path(draft).unlink(missing_ok=True)


def void_mark() -> None:
    """Leave a mark that fits no database: whoever looks next begins a new epoch."""
    before = read_mark()
    write_mark(Mark("", before.epoch if before else 0, 0, ""))


def _place() -> str:
    """
    By which the folder is told from a copy: when a file in it was last touched.

    That is the time of change, which no program sets as it likes, and the number of the
    file on its disk. The number alone would be given again to a file that is put back.
    """
    try:
        found = _place_file().stat()
    except FileNotFoundError:
        return ""
    return f"{found.st_ino}-{found.st_ctime_ns}"


def _take_place() -> None:
    if _place_file().exists():
        return
    handle = os.open(_place_file(), os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        os.fsync(handle)  # or a power cut changes its time
    finally:
        os.close(handle)


def _place_file() -> Path:
    return _path().with_suffix(".place")


def _path() -> Path:
    return Path(settings.EPOCH_FILE)
