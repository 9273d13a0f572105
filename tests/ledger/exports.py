"""Exports of logs as the tests make them, and as a forger would."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from rasmi.ledger import Checkpoint, Sealed, Signer, Tree
from rasmi.ledger._bundle import Bundle, Line, Log, Writer
from rasmi.ledger._findings import Report
from rasmi.ledger._verify import verify

BEGUN = datetime(2026, 11, 28, 9, tzinfo=UTC)
PRIVATE = bytes(range(32))
BATCH = 4  # entries under each checkpoint


@dataclass
class Forge:
    """One log of which everything can be set."""

    number: int = 1
    origin: str = "rasmi/one"
    private: bytes = PRIVATE
    lines: list[Line] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def signer(self) -> Signer:
        return Signer(self.origin, self.private)

    @property
    def log(self) -> Log:
        return Log(self.number, self.origin, self.signer.verifier.words)

    def grow(self, count: int, opening: dict[str, Any] | None = None) -> "Forge":
        """Write and seal entries, the first of them with what opened the log."""
        for _ in range(count):
            index = len(self.lines)
            facts = {"why": "first"} if opening is None else opening
            self.lines.append(line(self, index, facts if index == 0 else {}))
            if (index + 1) % BATCH == 0 or index + 1 == count:
                self.seal()
        return self

    def seal(self) -> None:
        size = len(self.lines)
        self.notes.append(
            Checkpoint(self.origin, size, self.root(), at(size)).signed(self.signer)
        )

    def seal_anew(self) -> None:
        """Sign everything again, as who has stolen the key."""
        lines, self.notes, self.lines = self.lines, [], []
        for index, each in enumerate(lines):
            self.lines.append(replace(each, index=index))
            if (index + 1) % BATCH == 0 or index + 1 == len(lines):
                self.seal()

    def root(self, size: int | None = None) -> bytes:
        tree = Tree()
        for each in self.lines[:size]:
            tree.append(bytes.fromhex(each.hash))
        return tree.root

    def change(self, index: int, **facts: Any) -> None:
        """Change the words of an entry and leave everything else."""
        old = self.lines[index]
        self.lines[index] = replace(old, leaf={**(old.leaf or {}), **facts})


def at(size: int) -> datetime:
    return BEGUN + timedelta(seconds=size)


def line(forge: Forge, index: int, facts: dict[str, Any]) -> Line:
    sealed = Sealed(
        facts={
            "log": forge.origin,
            "entry": 100 + index,
            "at": at(index).isoformat(),
            "action": "room.noun.verb",
        },
        particulars={"actor": index, "facts": facts},
        salt=bytes([index % 256]) * 16,
    )
    return as_line(index, sealed)


def as_line(index: int, sealed: Sealed) -> Line:
    return Line(
        index=index,
        hash=sealed.hash.hex(),
        leaf=sealed.leaf,
        salt=sealed.salt.hex(),
        particulars=dict(sealed.particulars),
    )


def written(path: Path, *forges: Forge, readme: str = "") -> Path:
    with path.open("xb") as file, Writer(file) as writer:
        writer.add_text("README.txt", readme)
        writer.add_logs(each.log for each in forges)
        for each in forges:
            writer.add_entries(each.log, each.lines)
            writer.add_checkpoints(each.log, each.notes)
    return path


Check = Callable[..., Report]


def checked(path: Path, *forges: Forge, witnessed: Iterable[str] = ()) -> Report:
    return verify(Bundle(written(path, *forges)), witnessed=witnessed)


def told(report: Report) -> list[tuple[str, int, str]]:
    return [(each.kind.value, each.log, each.where) for each in report.findings]
