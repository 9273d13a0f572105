"""
The file of a backup: a tar of plain files that tells by itself whether it is whole.

The manifest comes last, with the size and the digest of everything before it: what was
cut off anywhere has none. The headers are read here and not by `tarfile`, which knows
links, devices, holes and names of any length; a backup has none of these.
"""

import hashlib
import io
import json
import re
import tarfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import BinaryIO

FORMAT = 1
MANIFEST = "manifest.json"
DATABASES = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
KEPT = re.compile(r"files/([0-9a-f]{2})/(\1[0-9a-f]{62})", re.ASCII)
BLOCK = tarfile.BLOCKSIZE
CHUNK = 1024 * 1024  # bytes
CUT_OFF = "The backup is cut off: its end is missing."
LARGEST_MANIFEST = 256 * 1024 * 1024  # bytes: of more than a million kept files


class NotDone(Exception):
    """A backup or a restore that did not happen, with the sentence for the operator."""


@dataclass(frozen=True)
class Member:
    size: int  # bytes
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """
    What a backup holds, and what it takes to use it.

    :param keys: fingerprints of the keys, which are never in a backup
    :param entries: the key of the last entry of the log
    :param missing: digests of kept files that were lost before the backup
    """

    rasmi: str
    made_at: str
    engine: str
    migrations: list[str]
    installation: str
    epoch: int
    entries: int
    keys: dict[str, str]
    missing: list[str]
    members: dict[str, Member]
    format: int = FORMAT

    @property
    def size(self) -> int:
        """Of everything in it, in bytes."""
        return sum(each.size for each in self.members.values())

    @property
    def kept(self) -> int:
        """How many kept files are in it."""
        return len(self.members) - 1


class Writer:
    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.members: dict[str, Member] = {}

    def add(self, name: str, file: BinaryIO) -> None:
        """Add a file from its beginning to its end."""
        size = file.seek(0, io.SEEK_END)
        file.seek(0)
        self._begin(name, size)
        digest = hashlib.sha256()
        for chunk in chunks(file, size):
            digest.update(chunk)
            self._file.write(chunk)
        self._fill(size)
        self.members[name] = Member(size, digest.hexdigest())

    def finish(self, manifest: Manifest) -> None:
        content = json.dumps(asdict(manifest), ensure_ascii=False).encode()
        self._begin(MANIFEST, len(content))
        self._file.write(content)
        self._fill(len(content))
        self._file.write(bytes(2 * BLOCK))

    def _begin(self, name: str, size: int) -> None:
        header = tarfile.TarInfo(name)
        header.size, header.mode = size, 0o600
        self._file.write(header.tobuf(tarfile.GNU_FORMAT))

    def _fill(self, size: int) -> None:
        self._file.write(bytes(-size % BLOCK))


def examine(file: BinaryIO) -> Manifest:
    """
    Read an archive from its first byte to its last and return what it holds.

    :raises NotDone: if anything is missing, changed, or none of ours
    """
    file.seek(0)
    found: dict[str, Member] = {}
    manifest: Manifest | None = None
    for name, size in _members(file):
        if name in found or manifest:
            raise NotDone(f"The backup is damaged: it has {name} where it ends.")
        if name == MANIFEST:
            manifest = _read_manifest(file, size)
        else:
            digest = hashlib.sha256()
            for chunk in chunks(file, size):
                digest.update(chunk)
            found[name] = Member(size, digest.hexdigest())
    if manifest is None:
        raise NotDone(CUT_OFF)
    _compare(manifest, found)
    return manifest


def unpack(file: BinaryIO, manifest: Manifest) -> Iterator[tuple[str, Iterator[bytes]]]:
    """
    Read what was examined once more, a name and its content at a time.

    :raises NotDone: after the last chunk of what has changed since
    """
    file.seek(0)
    for name, size in _members(file):
        if name != MANIFEST:
            yield name, _checked(name, chunks(file, size), manifest)


def chunks(file: BinaryIO, size: int) -> Iterator[bytes]:
    while size:
        chunk = file.read(min(size, CHUNK))
        if not chunk:
            raise NotDone(CUT_OFF)
        size -= len(chunk)
        yield chunk


def _checked(
    name: str, content: Iterator[bytes], manifest: Manifest
) -> Iterator[bytes]:
    digest = hashlib.sha256()
    for chunk in content:
        digest.update(chunk)
        yield chunk
    if manifest.members[name].sha256 != digest.hexdigest():
        raise NotDone(f"The backup changed while it was read: {name}.")


def _members(file: BinaryIO) -> Iterator[tuple[str, int]]:
    """The name and size of each member, the file standing at its content."""
    while block := file.read(BLOCK):
        if not any(block):
            return  # the end of a tar is zeros
        try:
            header = tarfile.TarInfo.frombuf(block, "utf-8", "strict")
        except (tarfile.HeaderError, UnicodeDecodeError) as error:
            raise NotDone("This file is no backup of Rasmi, or damaged.") from error
        if not _is_ours(header):
            raise NotDone(f"The backup holds what no backup holds: {header.name!r}.")
        begins = file.tell()
        yield header.name, header.size
        file.seek(begins + header.size + -header.size % BLOCK)


def _is_ours(header: tarfile.TarInfo) -> bool:
    name = header.name
    is_named = name == MANIFEST or name in DATABASES.values() or KEPT.fullmatch(name)
    return bool(is_named) and header.type == tarfile.REGTYPE and header.size >= 0


def _read_manifest(file: BinaryIO, size: int) -> Manifest:
    if size > LARGEST_MANIFEST:
        raise NotDone("The backup is damaged: its list has no end.")
    try:
        found = json.loads(b"".join(chunks(file, size)))
        if found["format"] > FORMAT:
            raise NotDone(
                f"The backup was made by a later Rasmi, {found['rasmi']}. Install "
                "that version first."
            )
        members = {name: Member(**each) for name, each in found["members"].items()}
        return Manifest(**found | {"members": members})
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise NotDone("The backup is damaged: its list cannot be read.") from error


def _compare(manifest: Manifest, found: dict[str, Member]) -> None:
    if DATABASES.get(manifest.engine) not in found:
        raise NotDone("The backup is damaged: it holds no database.")
    wrong = {
        name
        for name in {*manifest.members, *found}
        if manifest.members.get(name) != found.get(name)
    }
    # A kept file lies under the name of its own digest.
    wrong |= {
        name
        for name, each in found.items()
        if (kept := KEPT.fullmatch(name)) and kept[2] != each.sha256
    }
    if wrong:
        raise NotDone(f"The backup is damaged: {', '.join(sorted(wrong)[:3])}.")
