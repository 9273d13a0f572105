"""From one log to the next, and what somebody outside has kept of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rasmi.ledger._bundle import Log
from rasmi.ledger._checkpoint import Checkpoint
from rasmi.ledger._findings import Finding, Kind, Note, Remark, Report
from rasmi.ledger._note import Invalid, Verifier

# Why a log was opened, as its first entry says it.
DECLARED, MOVED, BEHIND = "restored", "elsewhere", "behind"


@dataclass(frozen=True)
class Part:
    """
    One log of an export, read.

    :param size: how many entries it has without a gap
    :param roots: of the first so many of them
    :param opening: the particulars of the first one
    """

    log: Log
    verifier: Verifier | None
    size: int
    roots: dict[int, bytes]
    sealed: Sequence[Checkpoint]
    opening: dict[str, Any] | None

    @property
    def sealed_at(self) -> datetime | None:
        return self.sealed[-1].at if self.sealed else None

    @property
    def told(self) -> dict[str, Any]:
        """What the first entry says of the log before, and of why it ended."""
        found = (self.opening or {}).get("facts")
        return found if isinstance(found, dict) else {}


def check_chain(parts: Sequence[Part], report: Report) -> None:
    """Whether each log says which one was before it, and why that one ended."""
    for place, part in enumerate(parts):
        if part.log.number != place + 1:
            report.findings.append(Finding(Kind.UNCHAINED, part.log.number))
        elif place == 0:
            _check_first(part, report)
        else:
            _check_next(part, parts[place - 1], report)


def _check_first(part: Part, report: Report) -> None:
    told, number = part.told, part.log.number
    if told.get("before"):
        report.findings.append(Finding(Kind.UNCHAINED, number))
    elif told.get("why") == BEHIND:
        lost = str(told.get("lost", ""))
        report.findings.append(Finding(Kind.RESTORED, number, lost))


def _check_next(part: Part, before: Part, report: Report) -> None:
    why, number = part.told.get("why"), part.log.number
    if not _follows(part, before):
        report.findings.append(Finding(Kind.UNCHAINED, number))
    elif why == DECLARED:
        report.notes.append(Note(Remark.DECLARED, number, _gap(part, before)))
    elif why == MOVED and _lost(part, before) == 0:
        report.notes.append(Note(Remark.MOVED, number))
    else:
        lost = _lost(part, before)
        where = f"{before.size}–{before.size + lost - 1}" if lost else ""
        report.findings.append(Finding(Kind.RESTORED, number, where))


def _follows(part: Part, before: Part) -> bool:
    told = part.told
    if told.get("before") != before.log.origin or type(told.get("size")) is not int:
        return False
    here = before.roots.get(told["size"])
    # The checkpoint that it names may be one that was lost; if not, it is the same.
    return told["size"] >= before.size and (
        here is None or here.hex() == told.get("root")
    )


def _lost(part: Part, before: Part) -> int:
    return int(part.told["size"]) - before.size


def _gap(part: Part, before: Part) -> dict[str, object]:
    names = ("by", "reason")
    told = {name: str(part.told.get(name, "")) for name in names}
    return {**told, "at": str(_opened_at(part)), "lost": _lost(part, before)}


def _opened_at(part: Part) -> str:
    return part.sealed[0].at.isoformat() if part.sealed else ""


def check_witness(parts: Sequence[Part], kept: Sequence[str], report: Report) -> None:
    """Whether the logs are those of which a witness holds checkpoints."""
    if not kept:
        report.notes.append(Note(Remark.NO_WITNESS))
    for note in kept:
        _check_kept(parts, note, report)


def _check_kept(parts: Sequence[Part], note: str, report: Report) -> None:
    try:
        told = Checkpoint.read(note)
    except Invalid:
        report.findings.append(Finding(Kind.WITNESS))
        return
    places = [n for n, each in enumerate(parts) if each.log.origin == told.origin]
    if not places:
        if _is_said_lost(parts, told):
            return
        # It knows a log that this export has never heard of.
        report.findings.append(Finding(Kind.RESTORED, where=told.origin))
        return
    part = parts[places[0]]
    number, where = part.log.number, str(told.size)
    try:
        Checkpoint.open(note, part.verifier or Verifier("", bytes(32)))
    except Invalid:
        report.findings.append(Finding(Kind.WITNESS, number, where))
        return
    if told.size <= part.size:
        if part.roots.get(told.size) != told.root:
            span = f"0–{told.size - 1}"
            report.findings.append(Finding(Kind.REWRITTEN, number, span))
        else:
            told_of = {"size": told.size, "at": told.at.isoformat()}
            report.notes.append(Note(Remark.WITNESSED, number, told_of))
    elif not _is_declared(parts, places[0], told):
        span = f"{part.size}–{told.size - 1}"
        report.findings.append(Finding(Kind.RESTORED, number, span))


def _is_declared(parts: Sequence[Part], place: int, told: Checkpoint) -> bool:
    """Whether the next log says that what the witness knows was lost."""
    following = parts[place + 1] if place + 1 < len(parts) else None
    if following is None or following.told.get("why") != DECLARED:
        return False
    size = following.told.get("size")
    if type(size) is not int or size < told.size:
        return False
    return size > told.size or following.told.get("root") == told.root.hex()


def _is_said_lost(parts: Sequence[Part], told: Checkpoint) -> bool:
    """Whether a restore says that it lost a whole log."""
    return any(
        each.told.get("why") == DECLARED
        and each.told.get("lost") == told.origin
        and type(size := each.told.get("lost_size")) is int
        and size >= told.size
        for each in parts
    )
