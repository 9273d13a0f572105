"""The entries of one log, each by itself and in their order."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from rasmi.ledger._bundle import Line
from rasmi.ledger._findings import Kind
from rasmi.ledger._leaf import PARTICULARS, commitment, leaf_hash

Fault = tuple[Kind, str]


class Entries:
    """
    What was read of the entries of one log.

    :ivar hashes: those they were sealed with, by index
    :ivar written: when each says that it was written
    :ivar first: the particulars of the first one
    """

    def __init__(self, lines: Iterable[Line]) -> None:
        self.hashes: dict[int, bytes] = {}
        self.written: dict[int, datetime] = {}
        self.first: dict[str, Any] | None = None
        self._order: list[int] = []
        self._twice: list[int] = []
        self._gone: list[int] = []
        self._stripped: list[int] = []
        self._other: dict[int, bytes] = {}  # what a changed one comes to now
        for line in lines:
            self._read(line)

    def _read(self, line: Line) -> None:
        if line.index in self.hashes:
            self._twice.append(line.index)
            return
        self._order.append(line.index)
        self.hashes[line.index] = bytes.fromhex(line.hash)
        if line.leaf is None:
            self._gone.append(line.index)
            return
        if line.particulars is None:
            self._stripped.append(line.index)
        if line.index == 0:
            self.first = line.particulars
        found = _hash_of(line)
        if found != self.hashes[line.index]:
            self._other[line.index] = found
        self.written[line.index] = _written(line.leaf)

    @cached_property
    def whole(self) -> int:
        """How many there are from the first on without a gap."""
        return next(n for n in range(len(self.hashes) + 1) if n not in self.hashes)

    def faults(self) -> Iterator[Fault]:
        """What is wrong with them, whatever the checkpoints say."""
        yield from ((Kind.REMOVED, each) for each in self._missing())
        yield from ((Kind.STRIPPED, str(n)) for n in self._stripped)
        yield from ((Kind.INSERTED, str(n)) for n in self._twice)
        yield from self._out_of_order()
        yield from self._changed()

    def _missing(self) -> Iterator[str]:
        """The gaps, each as one; a stranger may have written any number as an index."""
        expected = 0
        for index in sorted(self.hashes.keys() - set(self._gone)):
            if index > expected:
                last = index - 1
                yield str(last) if last == expected else f"{expected}–{last}"
            expected = index + 1
        end = max(self.hashes, default=-1)
        if end >= expected:
            yield str(end) if end == expected else f"{expected}–{end}"

    def _out_of_order(self) -> Iterator[Fault]:
        for there, here in zip(self._order, sorted(self._order), strict=True):
            if there > here:  # told once, by the larger of the two
                yield Kind.SWAPPED, f"{here}, {there}"

    def _changed(self) -> Iterator[Fault]:
        is_sealed_as = {self.hashes[each]: each for each in self._other}
        for each, found in self._other.items():
            partner = is_sealed_as.get(found)
            if partner is None or self._other[partner] != self.hashes[each]:
                yield Kind.CHANGED, str(each)
            elif each < partner:
                yield Kind.SWAPPED, f"{each}, {partner}"


def _hash_of(line: Line) -> bytes:
    """What a line comes to; of one whose particulars do not fit, nothing that fits."""
    leaf = line.leaf or {}
    try:
        if line.particulars is not None:
            salt = bytes.fromhex(line.salt or "")
            leaf = {**leaf, PARTICULARS: commitment(line.particulars, salt)}
        return leaf_hash(leaf)
    except (ValueError, RecursionError):  # nothing that RFC 8785 can write
        return b""


def _written(leaf: dict[str, Any]) -> datetime:
    try:
        return datetime.fromisoformat(str(leaf.get("at"))).astimezone(UTC)
    except (ValueError, OverflowError):
        return datetime.min.replace(tzinfo=UTC)
