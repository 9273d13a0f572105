from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import get_language

from rasmi.audit.models import Checkpoint, Entry, Leaf, Log, Verification
from rasmi.ledger import Export, Line, Sealed, sentence
from rasmi.ledger import Log as ExportedLog

# No transaction lasts so long; the daily look finds what one did after all.
LATEST_COMMIT = timedelta(minutes=10)
SHOWN = 8  # checkpoints on a page
SEALED_WITHIN = timedelta(minutes=5)  # it takes seconds; more means that nobody seals
CHUNK = 2000  # rows read at once


def logs() -> QuerySet[Log]:
    return Log.objects.order_by("number")


def current_log(*, hold: bool = False) -> Log | None:
    """
    The log that entries are sealed in now.

    :param hold: until the transaction ends
    """
    newest = Log.objects.order_by("-number")
    if not hold:
        return newest.first()
    while (held := newest.select_for_update().first()) != newest.first():
        continue  # another one was opened while this one was waited for
    return held


def unsealed(now: datetime, *, from_the_first: bool = False) -> QuerySet[Entry]:
    """Entries without a place in the tree, in the order of their keys."""
    found = Entry.objects.filter(leaf=None).order_by("pk").select_related("reading")
    if from_the_first:
        return found
    early = Checkpoint.objects.filter(at__lte=now - LATEST_COMMIT).order_by("-pk")
    floor = early.values_list("through", flat=True).first() or 0
    return found.filter(pk__gt=floor)


def unsealed_since(now: datetime) -> datetime | None:
    """When the first of those was written that are not sealed yet."""
    return unsealed(now).values_list("at", flat=True).first()


def sealed(entry: Entry, log: Log, salt: bytes) -> Sealed:
    """An entry as it stands in the tree of a log."""
    return Sealed(
        facts={
            "log": log.origin,
            "entry": entry.pk,
            "at": entry.at.astimezone(UTC).isoformat(),
            "action": entry.action,
            "outcome": str(entry.outcome),
            "lever": entry.lever,
            "target": entry.target_type,
        },
        particulars={
            "actor": entry.actor_id,
            "acting_for": entry.acting_for_id,
            "target": entry.target_id,
            "facts": entry.facts,
            "reason": entry.reason,
        },
        salt=salt,
    )


class LiveExport(Export):
    """The log as it is sealed at this moment, read from the database."""

    def __init__(self) -> None:
        self._rows = {log.number: log for log in Log.objects.order_by("number")}
        self._sizes = {number: self._size(log) for number, log in self._rows.items()}

    @staticmethod
    def _size(log: Log) -> int:
        last = log.checkpoints.order_by("-size").values_list("size", flat=True).first()
        return last or 0

    @property
    def size(self) -> int:
        """How many entries there are in all of it."""
        return sum(self._sizes.values())

    @property
    def logs(self) -> list[ExportedLog]:
        return [
            ExportedLog(number, log.origin, log.key)
            for number, log in self._rows.items()
        ]

    def damaged(self) -> list[str]:
        return []

    def entries(self, log: ExportedLog) -> Iterator[Line]:
        leaves = Leaf.objects.filter(
            log=self._rows[log.number], index__lt=self._sizes[log.number]
        )
        # A row of the log may be gone, though the database forbids it: no inner join.
        rows = leaves.order_by("index").iterator(CHUNK)
        for chunk in _chunks(rows):
            found = Entry.objects.select_related("reading").in_bulk(
                [leaf.pk for leaf in chunk]
            )
            for leaf in chunk:
                yield self._line(self._rows[log.number], leaf, found.get(leaf.pk))

    @staticmethod
    def _line(log: Log, leaf: Leaf, entry: Entry | None) -> Line:
        if entry is None:
            return Line(leaf.index, leaf.hash, None, None, None)
        whole = sealed(entry, log, bytes.fromhex(leaf.salt))
        return Line(
            leaf.index, leaf.hash, whole.leaf, leaf.salt, dict(whole.particulars)
        )

    def checkpoints(self, log: ExportedLog) -> Iterator[str]:
        found = Checkpoint.objects.filter(
            log=self._rows[log.number], size__lte=self._sizes[log.number]
        )
        return found.order_by("size").values_list("note", flat=True).iterator(CHUNK)


def _chunks(rows: Iterator[Leaf]) -> Iterator[list[Leaf]]:
    chunk: list[Leaf] = []
    for each in rows:
        chunk.append(each)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def checkpoints() -> QuerySet[Checkpoint]:
    """The newest ones of the log of now, as a page shows them."""
    return Checkpoint.objects.filter(log=current_log()).order_by("-pk")[:SHOWN]


def newest_note() -> str:
    """How the log stands, signed; empty where nothing was ever sealed."""
    newest = Checkpoint.objects.order_by("-pk").values_list("note", flat=True)
    return newest.first() or ""


def key() -> str:
    """By which checkpoints are checked, in one line; empty before the first one."""
    log = current_log()
    return log.key if log else ""


def latest_verification() -> Verification | None:
    return Verification.objects.first()


def told(found: Verification) -> list[str]:
    """What a verification found, in the reader's language."""
    language = get_language() or "ar"
    return [sentence(kind, log, where, language) for kind, log, where in found.findings]


@dataclass(frozen=True)
class Seal:
    """
    How the log stands, as its page shows it.

    :param waiting_since: when the first entry was written that should be sealed by now
    """

    checkpoint: Checkpoint
    verification: Verification | None
    waiting_since: datetime | None

    @property
    def entries(self) -> int:
        """In all logs of this database."""
        return sum(Log.objects.values_list("size", flat=True))

    @property
    def is_broken(self) -> bool:
        return self.verification is not None and not self.verification.is_sound

    @property
    def findings(self) -> list[str]:
        """What the last verification found, in the reader's language."""
        return told(self.verification) if self.verification else []

    @property
    def root(self) -> str:
        """The root in groups, as people compare it."""
        root = self.checkpoint.root
        return " ".join(root[place : place + 4] for place in range(0, len(root), 4))


def seal_of_now(now: datetime) -> Seal | None:
    """None where nothing was ever sealed."""
    checkpoint = Checkpoint.objects.select_related("log").order_by("-pk").first()
    if checkpoint is None:
        return None
    since = unsealed_since(now)
    is_late = since is not None and since < now - SEALED_WITHIN
    return Seal(checkpoint, latest_verification(), since if is_late else None)
