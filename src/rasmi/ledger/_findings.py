"""What can be wrong with a log, and what is worth telling of a sound one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """Each names a thing that was done to a log, or to its export."""

    DAMAGED = "damaged"  # a file of the export
    KEY = "key"  # not the key that the reader holds
    CHANGED = "changed"
    REMOVED = "removed"
    STRIPPED = "stripped"  # of who acted on what
    SWAPPED = "swapped"
    INSERTED = "inserted"
    REWRITTEN = "rewritten"  # with care, so that only the checkpoints tell
    CUT = "cut"  # the end is missing
    UNSEALED = "unsealed"  # more than any checkpoint holds
    FORGED = "forged"  # a checkpoint
    UNCHAINED = "unchained"  # a log that does not say what was before it
    RESTORED = "restored"  # an older database took the place, and nobody said so
    WITNESS = "witness"  # what the witness holds, this log never signed


class Remark(StrEnum):
    OWN_KEY = "own_key"
    NO_WITNESS = "no_witness"
    WITNESSED = "witnessed"
    DECLARED = "declared"  # a restore, by whom and why
    MOVED = "moved"
    REKEYED = "rekeyed"
    LATE = "late"  # sealed long after it was written


@dataclass(frozen=True)
class Finding:
    """
    :param kind: what is wrong
    :param log: the number of the log; 0: none of them
    :param where: what is named in it: an entry, a span of entries, a checkpoint, a file
    """

    kind: Kind
    log: int = 0
    where: str = ""


@dataclass(frozen=True)
class Note:
    """Something to know of a log that is not wrong."""

    kind: Remark
    log: int = 0
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Checked:
    """One log: how many entries it holds, and when it was last sealed."""

    number: int
    origin: str
    size: int
    sealed_at: datetime | None


@dataclass
class Report:
    logs: list[Checked] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    @property
    def is_sound(self) -> bool:
        return not self.findings
