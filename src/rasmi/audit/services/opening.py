"""Opening a log: the first one, and another after each restore."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_bytes
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext_lazy

from rasmi.audit import disk, selectors
from rasmi.audit.actions import register
from rasmi.audit.models import Entry, Leaf, Log
from rasmi.audit.services.entries import LONGEST_FACT, record
from rasmi.ledger import (
    SALT,
    Checkpoint,
    Invalid,
    Tree,
    Verifier,
    checkpoints_in,
)

OPENED = register("audit.ledger.open", gettext_lazy("Opened a log: %(target)s"))

AT_ONCE = timedelta(minutes=1)


@transaction.atomic
def open_another(
    why: Log.Why, *, now: datetime, reason: str = "", system_user: str = ""
) -> Log:
    """
    Open a log that goes on where another one ends; its first entry names that one.

    :param reason: of who restored the database, in their words
    :param system_user: as the machine knows who did
    """
    before = selectors.current_log(hold=True)
    if (
        before
        and why == Log.Why.BEHIND == before.why
        and now - before.opened_at < AT_ONCE
    ):
        return before  # seen from two sides at once
    origin = f"rasmi/{uuid4().hex}"
    log = Log.objects.create(
        number=before.number + 1 if before else 1,
        origin=origin,
        key=Verifier(origin, disk.public_key()).words,
        why=why,
        opened_at=now,
    )
    known = _known_of(before)
    entry = record(
        OPENED,
        actor=None,
        target=log,
        now=now,
        why=str(why),
        by=system_user[:80],
        reason=reason[:LONGEST_FACT],
        before=known.newest.origin,
        size=known.newest.size,
        root=known.newest.root,
        lost=known.lost.origin,
        lost_size=known.lost.size,
    )
    append(log, [entry])
    return log


def forget_an_older_log() -> None:
    """What lies beside an empty database was of another one, which is gone."""
    if not Entry.objects.exists():
        disk.remove_checkpoint()


def append(log: Log, entries: Iterable[Entry]) -> Tree:
    """Give entries the next places of a log that is held; return its tree."""
    tree = Tree(log.size, [bytes.fromhex(each) for each in log.edge])
    leaves = []
    for entry in entries:
        salt = token_bytes(SALT)
        found = selectors.sealed(entry, log, salt).hash
        leaves.append(
            Leaf(
                entry=entry, log=log, index=tree.size, salt=salt.hex(), hash=found.hex()
            )
        )
        tree.append(found)
    Leaf.objects.bulk_create(leaves)
    log.size, log.edge = tree.size, [each.hex() for each in tree.edge]
    log.save(update_fields=["size", "edge"])
    return tree


@dataclass(frozen=True)
class _Stand:
    origin: str = ""
    size: int = 0
    root: str = ""


@dataclass(frozen=True)
class _Before:
    """
    :param newest: how the log before stood, as far as this machine knows
    :param lost: a log that this database does not know
    """

    newest: _Stand = _Stand()
    lost: _Stand = _Stand()


def _known_of(log: Log | None) -> _Before:
    outside = outside_checkpoint()
    if log is None:
        return _Before(lost=outside or _Stand())
    here = _here(log)
    if outside is None or outside.origin == here.origin:
        known = [here, outside] if outside else [here]
        return _Before(max(known, key=lambda each: each.size))
    # One that the database holds has ended; any other was opened after it was copied.
    is_known = Log.objects.filter(origin=outside.origin).exists()
    return _Before(here, _Stand() if is_known else outside)


def _here(log: Log) -> _Stand:
    tree = Tree(log.size, [bytes.fromhex(each) for each in log.edge])
    return _Stand(log.origin, log.size, tree.root.hex())


def outside_checkpoint() -> _Stand | None:
    """The newest checkpoint that lies beside the database; None: none of our key."""
    for note in checkpoints_in(disk.read_checkpoint()):
        try:
            origin = Checkpoint.read(note).origin
            found = Checkpoint.open(note, Verifier(origin, disk.public_key()))
        except Invalid:
            continue
        return _Stand(found.origin, found.size, found.root.hex())
    return None
