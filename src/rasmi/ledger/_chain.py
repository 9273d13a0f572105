"""From one log to the next, and what somebody outside has kept of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rasmi.ledger._bundle import Log
from rasmi.ledger._checkpoint import Checkpoint
from rasmi.ledger._findings import Finding, Kind, Note, Remark, Report
from rasmi.ledger._note import Invalid, Verifier

# Why a log was opened, as its first entry says it: a restore that somebody answers for,
# and what is worth a remark. Any other reason is none.
DECLARED = "restored"
REMARKS = {"elsewhere": Remark.MOVED, "rekeyed": Remark.REKEYED}
FIRST = {"first", DECLARED, *REMARKS}


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

    @property
    def why(self) -> str:
        return str(self.told.get("why", ""))


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
    elif part.why not in FIRST or _is_lost_unsaid(part):
        report.findings.append(Finding(Kind.RESTORED, number, _lost_logs(part)))


def _check_next(part: Part, before: Part, report: Report) -> None:
    why, number = part.why, part.log.number
    fault = _fault_of(part, before)
    if fault:
        report.findings.append(fault)
    if fault and fault.kind == Kind.UNCHAINED:
        return
    if why == DECLARED:
        report.notes.append(Note(Remark.DECLARED, number, _gap(part)))
    elif why in REMARKS and not _lost(part) and not _is_lost_unsaid(part):
        report.notes.append(Note(REMARKS[why], number))
    else:
        lost, kept = _lost(part), part.told["kept"]
        where = f"{kept}–{kept + lost - 1}" if lost else _lost_logs(part)
        report.findings.append(Finding(Kind.RESTORED, number, where))


def _fault_of(part: Part, before: Part) -> Finding | None:
    """What is wrong with the log before, by what the next one found when it began."""
    told, number = part.told, before.log.number
    kept, size = told.get("kept"), told.get("size")
    if told.get("before") != before.log.origin or type(kept) is not int:
        return Finding(Kind.UNCHAINED, part.log.number)
    if type(size) is not int or size < kept or before.size > kept:
        return Finding(Kind.UNCHAINED, part.log.number)
    if before.size < kept:
        return Finding(Kind.CUT, number, f"{before.size}–{kept - 1}")
    if before.roots[kept].hex() != told.get("kept_root"):
        return Finding(Kind.REWRITTEN, number, f"0–{kept - 1}")
    return None


def _lost(part: Part) -> int:
    """How many entries of the log before were known elsewhere, and are not here."""
    return int(part.told["size"]) - int(part.told["kept"])


def _is_lost_unsaid(part: Part) -> bool:
    """Whether whole logs were lost and nobody answers for it."""
    return bool(part.told.get("lost")) and part.why != DECLARED


def _lost_logs(part: Part) -> str:
    lost = part.told.get("lost")
    return ", ".join(map(str, lost)) if isinstance(lost, list) else ""


def _gap(part: Part) -> dict[str, object]:
    names = ("by", "reason")
    told = {name: str(part.told.get(name, "")) for name in names}
    return {**told, "at": str(_opened_at(part)), "lost": _lost(part)}


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
    """Whether the next log says that what the witness knows was lost by a restore."""
    if place + 1 == len(parts) or parts[place + 1].why != DECLARED:
        return False
    following = parts[place + 1].told
    kept, size = following.get("kept"), following.get("size")
    if type(kept) is not int:
        return False
    if type(size) is not int or not kept < told.size <= size:
        return False
    return size > told.size or following.get("root") == told.root.hex()


def _is_said_lost(parts: Sequence[Part], told: Checkpoint) -> bool:
    """Whether a restore says that it lost a whole log."""
    for each in parts:
        lost = each.told.get("lost")
        if each.why != DECLARED or not isinstance(lost, list):
            continue
        sizes = dict(str(one).rsplit(" ", 1) for one in lost if " " in str(one))
        size = sizes.get(told.origin, "")
        if size.isdecimal() and int(size) >= told.size:
            return True
    return False
