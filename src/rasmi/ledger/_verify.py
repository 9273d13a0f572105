"""
Whether a log is whole, as its export shows it.

Whoever changes an entry changes its hash; whoever changes the hash too, changes the
root that the next checkpoint has signed; and whoever holds the key and signs anew is
contradicted by the checkpoints that a witness kept.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import timedelta

from rasmi.ledger._bundle import Export, Log, Unreadable
from rasmi.ledger._chain import Part, check_chain, check_witness
from rasmi.ledger._checkpoint import Checkpoint
from rasmi.ledger._entries import Entries
from rasmi.ledger._findings import Checked, Finding, Kind, Note, Remark, Report
from rasmi.ledger._note import Invalid, Verifier
from rasmi.ledger._tree import Tree

MISSING = {Kind.REMOVED, Kind.INSERTED}
MOST = 100  # findings of a kind in a log
LATE = timedelta(hours=1)  # between writing and sealing, which takes seconds


def verify(
    export: Export, *, keys: Sequence[str] = (), witnessed: Iterable[str] = ()
) -> Report:
    """
    Check an export from its first byte to its last.

    :param keys: of the log, as the reader got them from elsewhere; where there are
        none, those in the export are taken, and a note says so
    :param witnessed: signed checkpoints that somebody outside kept
    :raises Unreadable: if it is no export
    """
    report = Report()
    report.findings += [Finding(Kind.DAMAGED, where=each) for each in export.damaged()]
    kept = list(witnessed)
    parts = []
    for log in sorted(export.logs, key=lambda each: each.number):
        part = _part(export, log, kept, report)
        _check_key(log, keys, report)
        report.logs.append(Checked(log.number, log.origin, part.size, part.sealed_at))
        parts.append(part)
    if not keys:
        report.notes.append(
            Note(
                Remark.OWN_KEY, facts={"keys": sorted({each.log.key for each in parts})}
            )
        )
    check_chain(parts, report)
    check_witness(parts, kept, report)
    report.findings = _bounded(report.findings)
    return report


def _bounded(findings: list[Finding]) -> list[Finding]:
    """So many of each kind as a person reads, and how many more there are."""
    kept, more = [], Counter[tuple[Kind, int]]()
    for each in findings:
        more[each.kind, each.log] += 1
        if more[each.kind, each.log] <= MOST:
            kept.append(each)
    return kept + [
        Finding(kind, log, f"+{count - MOST}")
        for (kind, log), count in more.items()
        if count > MOST
    ]


def _check_key(log: Log, keys: Sequence[str], report: Report) -> None:
    # The name is of one log, the key of them all.
    held = {each.strip().rpartition("+")[2] for each in keys}
    if keys and log.key.rpartition("+")[2] not in held:
        report.findings.append(Finding(Kind.KEY, log.number))


def _part(export: Export, log: Log, kept: Iterable[str], report: Report) -> Part:
    verifier = _verifier(log, report)
    sealed = _checkpoints(export, log, verifier, report)
    entries = _entries(export, log, report)
    faults = [Finding(kind, log.number, where) for kind, where in entries.faults()]
    asked = _sizes(kept, log)
    roots = _roots(entries, {each.size for each in sealed} | asked | {entries.whole})
    report.findings += faults
    # One crude fault hides no careful one; what is missing was told already.
    is_whole = all(each.kind not in MISSING for each in faults)
    _compare(entries, roots, sealed, log, report, is_whole=is_whole)
    _remark(entries, sealed, log, report)
    return Part(log, verifier, entries.whole, roots, sealed, entries.first)


def _verifier(log: Log, report: Report) -> Verifier | None:
    try:
        found = Verifier.read(log.key)
    except Invalid:
        found = None
    if found is None or found.name != log.origin:
        report.findings.append(Finding(Kind.KEY, log.number))
        return None
    return found


def _checkpoints(
    export: Export, log: Log, verifier: Verifier | None, report: Report
) -> list[Checkpoint]:
    """Those that the log has signed, from the smallest on."""
    found: list[Checkpoint] = []
    number = 0
    try:
        for number, note in enumerate(export.checkpoints(log), start=1):
            try:
                found += [Checkpoint.open(note, verifier)] if verifier else []
            except Invalid:
                report.findings.append(Finding(Kind.FORGED, log.number, str(number)))
    except Unreadable as error:
        report.findings.append(Finding(Kind.DAMAGED, log.number, error.name))
    return sorted(found, key=lambda each: each.size)


def _entries(export: Export, log: Log, report: Report) -> Entries:
    try:
        return Entries(export.entries(log))
    except Unreadable as error:
        report.findings.append(Finding(Kind.DAMAGED, log.number, error.name))
        return Entries([])


def _sizes(kept: Iterable[str], log: Log) -> set[int]:
    found = set()
    for note in kept:
        try:
            told = Checkpoint.read(note)
        except Invalid:
            continue
        if told.origin == log.origin:
            found.add(told.size)
    return found


def _roots(entries: Entries, sizes: set[int]) -> dict[int, bytes]:
    """The root of the first so many entries, for each size that can be reached."""
    tree, found = Tree(), {}
    if 0 in sizes:
        found[0] = tree.root
    for index in range(entries.whole):
        tree.append(entries.hashes[index])
        if tree.size in sizes:
            found[tree.size] = tree.root
    return found


def _compare(
    entries: Entries,
    roots: dict[int, bytes],
    sealed: list[Checkpoint],
    log: Log,
    report: Report,
    *,
    is_whole: bool,
) -> None:
    """What the checkpoints say of the hashes with which entries were sealed."""
    good = 0
    for each in sealed:
        if each.size > entries.whole:
            break
        if roots[each.size] != each.root:
            where = f"{good}–{each.size - 1}"
            report.findings.append(Finding(Kind.REWRITTEN, log.number, where))
            return
        good = each.size
    last = sealed[-1].size if sealed else 0
    if is_whole and last != entries.whole:
        kind = Kind.CUT if last > entries.whole else Kind.UNSEALED
        low, high = sorted((last, entries.whole))
        report.findings.append(Finding(kind, log.number, f"{low}–{high - 1}"))


def _remark(
    entries: Entries, sealed: list[Checkpoint], log: Log, report: Report
) -> None:
    late = _late(entries, sealed)
    if late:
        told = {"entries": len(late), "first": late[0]}
        report.notes.append(Note(Remark.LATE, log.number, told))


def _late(entries: Entries, sealed: list[Checkpoint]) -> list[int]:
    """Those that were written long before they were sealed, as they say themselves."""
    found, index = [], 0
    for each in sealed:
        while index < min(each.size, entries.whole):
            written = entries.written.get(index)
            if written and each.at - written > LATE:
                found.append(index)
            index += 1
    return found
