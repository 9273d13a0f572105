"""
The export of a log: one file with all that it takes to check it elsewhere.

A zip file. ``logs.json`` lists the logs, the oldest first; each has a folder of its own
with ``entries.jsonl`` and ``checkpoints.jsonl``.
"""

import json
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO, Protocol, TypeVar

FORMAT = 1
LOGS = "logs.json"
PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
LARGEST_LINE = 1024 * 1024  # bytes; an entry of ours is less than one thousandth
LARGEST_LIST = 64 * 1024 * 1024  # bytes
T = TypeVar("T")


class Unreadable(Exception):
    """
    A file is no export, or damaged.

    :param name: what in it cannot be read; empty: all of it
    """

    def __init__(self, name: str = "") -> None:
        super().__init__(name)
        self.name = name


@dataclass(frozen=True)
class Log:
    """
    One log, from its opening to the next one's.

    :param number: from 1 on
    :param key: by which its checkpoints are checked, as `Verifier.words` writes it
    """

    number: int
    origin: str
    key: str


@dataclass(frozen=True)
class Line:
    """
    One entry in its place.

    :param hash: of the leaf, hexadecimal, as it was when it was sealed
    :param leaf: None where the entry is gone from the database
    :param particulars: None where they were erased, with the salt
    """

    index: int
    hash: str
    leaf: dict[str, Any] | None
    salt: str | None
    particulars: dict[str, Any] | None


class Export(Protocol):
    """
    Logs as they can be checked: read from a file, or from where they are written.

    Each method raises `Unreadable` where nothing can be read.
    """

    def damaged(self) -> list[str]:
        """The names of what in it was damaged on the way."""

    @property
    def logs(self) -> list[Log]:
        """The oldest first."""

    def entries(self, log: Log) -> Iterator[Line]:
        """Those that are sealed, in their order."""

    def checkpoints(self, log: Log) -> Iterator[str]:
        """The signed notes, from the smallest on."""


class Writer:
    """:param file: an empty one"""

    def __init__(self, file: BinaryIO) -> None:
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED)

    def __enter__(self) -> "Writer":
        return self

    def __exit__(self, *exception: object) -> None:
        self._zip.close()

    def add_text(self, name: str, text: str) -> None:
        self._zip.writestr(name, text)

    def add_logs(self, logs: Iterable[Log]) -> None:
        content = {"format": FORMAT, "logs": [asdict(each) for each in logs]}
        self.add_text(LOGS, json.dumps(content, indent=2))

    def add_entries(self, log: Log, lines: Iterable[Line]) -> None:
        self._add_lines(entries_of(log), (asdict(each) for each in lines))

    def add_checkpoints(self, log: Log, notes: Iterable[str]) -> None:
        self._add_lines(checkpoints_of(log), notes)

    def _add_lines(self, name: str, lines: Iterable[object]) -> None:
        with self._zip.open(name, "w", force_zip64=True) as file:
            for each in lines:
                file.write(json.dumps(each).encode() + b"\n")


class Bundle(Export):
    """
    An export as it was written to a file.

    :raises Unreadable: if it is none
    """

    def __init__(self, path: Path) -> None:
        try:
            self._zip = zipfile.ZipFile(path)
        except _BROKEN as error:
            raise Unreadable from error
        # Others unpack to any size from a few bytes, whatever is read at once.
        if any(e.compress_type not in PACKED for e in self._zip.infolist()):
            raise Unreadable

    def damaged(self) -> list[str]:
        found = []
        for each in self._zip.infolist():
            try:
                with self._zip.open(each) as file:
                    while file.read(LARGEST_LINE):
                        pass
            except _BROKEN:
                found.append(each.filename)
        return found

    @property
    def logs(self) -> list[Log]:
        try:
            with self._zip.open(LOGS) as file:
                found = json.loads(file.read(LARGEST_LIST))
            if found["format"] != FORMAT:
                raise Unreadable(LOGS)
            logs = [Log(**each) for each in found["logs"]]
        except (*_BROKEN, AttributeError) as error:
            raise Unreadable(LOGS) from error
        if not all(_is_named(each) for each in logs):
            raise Unreadable(LOGS)
        return logs

    def entries(self, log: Log) -> Iterator[Line]:
        return self._lines(entries_of(log), _line)

    def checkpoints(self, log: Log) -> Iterator[str]:
        return self._lines(checkpoints_of(log), _note)

    def _lines(self, name: str, read: Callable[[Any], T]) -> Iterator[T]:
        number = 0
        try:
            with self._zip.open(name) as file:
                while line := file.readline(LARGEST_LINE):
                    number += 1
                    yield read(json.loads(line))
        except _BROKEN as error:
            raise Unreadable(f"{name}:{number}") from error


# Whatever zip, JSON and our own reading find fault with in a file of a stranger; of a
# version of zip that it does not know, the library says that it is not implemented.
_BROKEN = (
    *(OSError, EOFError, zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error),
    *(ValueError, TypeError, KeyError, NotImplementedError, RuntimeError),
)


def entries_of(log: Log) -> str:
    return f"{log.number}/entries.jsonl"


def checkpoints_of(log: Log) -> str:
    return f"{log.number}/checkpoints.jsonl"


def _is_named(log: Log) -> bool:
    texts = isinstance(log.origin, str) and isinstance(log.key, str)
    return texts and type(log.number) is int


def _line(found: Any) -> Line:
    line = Line(**found)
    optional = (
        (line.leaf, dict),
        (line.salt, str),
        (line.particulars, dict),
    )
    if type(line.index) is not int or line.index < 0:
        raise ValueError
    if len(bytes.fromhex(line.hash)) != 32:
        raise ValueError
    if any(each is not None and not isinstance(each, kind) for each, kind in optional):
        raise ValueError
    return line


def _note(found: Any) -> str:
    if not isinstance(found, str):
        raise TypeError
    return found
