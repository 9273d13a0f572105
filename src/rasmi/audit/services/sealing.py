"""
Sealing: entries that were committed get their places in the tree, within seconds.

It takes those that have none, and not those after the last one: of two transactions
the one that took its key first may commit second.
"""

from datetime import datetime
from functools import partial

from django.db import IntegrityError, transaction
from django.db.models import Max

from rasmi.audit import disk, selectors
from rasmi.audit.models import Checkpoint, Log
from rasmi.audit.services.opening import append, open_another, outside_checkpoint
from rasmi.ledger import Checkpoint as Stand
from rasmi.ledger import Signer, Tree

AT_ONCE = 1000  # entries under one checkpoint


def seal(*, now: datetime, from_the_first: bool = False) -> int:
    """
    Seal what is not sealed, and sign how the log stands; return how many were sealed.

    :param from_the_first: look at all entries, not only at those of late
    :raises OSError: if the key of the log does not lie on this machine
    """
    key = disk.signing_key()
    try:
        with transaction.atomic():
            return _seal(key, now, from_the_first=from_the_first)
    except IntegrityError:
        return 0  # another worker opened the same log, and seals


def _seal(key: bytes, now: datetime, *, from_the_first: bool) -> int:
    log = selectors.current_log(hold=True)
    if log is None or _is_behind(log):
        # Beside a database that never had a log there is no checkpoint.
        is_first = log is None and outside_checkpoint() is None
        log = open_another(Log.Why.FIRST if is_first else Log.Why.BEHIND, now=now)
    entries = selectors.unsealed(now, from_the_first=from_the_first)[:AT_ONCE]
    tree = append(log, entries)
    if not Checkpoint.objects.filter(log=log, size=tree.size).exists():
        _sign(log, tree, key, now)
    return len(entries)


def _is_behind(log: Log) -> bool:
    """Whether this machine holds a later checkpoint of the same log."""
    outside = outside_checkpoint()
    return (
        outside is not None and outside.origin == log.origin and outside.size > log.size
    )


def _sign(log: Log, tree: Tree, key: bytes, now: datetime) -> None:
    signer = Signer(log.origin, key)
    note = Stand(log.origin, tree.size, tree.root, now).signed(signer)
    through = log.leaves.aggregate(found=Max("entry"))["found"]
    Checkpoint.objects.create(
        log=log,
        size=tree.size,
        root=tree.root.hex(),
        note=note,
        at=now,
        through=through,
    )
    # Beside the database it is never ahead of what is committed.
    transaction.on_commit(partial(disk.write_checkpoint, note))
