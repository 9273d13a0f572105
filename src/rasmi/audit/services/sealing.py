"""
Sealing: entries that were committed get their places in the tree, within seconds.

It takes those that have none, and not those after the last one: of two transactions
the one that took its key first may commit second. And it signs nothing that does not
go on from what was signed before: else whoever owns the database would let it sign a
log of their own making.
"""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from rasmi.audit import disk, selectors
from rasmi.audit.models import Checkpoint, Log
from rasmi.audit.services.opening import (
    AT_ONCE,
    Stand,
    append,
    known_outside,
    open_another,
    sign,
    stand_of,
)
from rasmi.ledger import Checkpoint as Signed
from rasmi.ledger import Invalid, Verifier

Why = Log.Why
REKEYED_ONCE_IN = timedelta(hours=1)


class LogForged(Exception):
    """What the log says of itself is not what was signed: nothing more is."""


def seal(*, now: datetime, from_the_first: bool = False) -> int:
    """
    Seal what is not sealed, and sign how the log stands; return how many were sealed.

    :param from_the_first: look at all entries, not only at those of late
    :raises OSError: if the key of the log does not lie on this machine
    :raises LogForged: if the log does not go on from its last checkpoint
    """
    disk.signing_key()
    is_first = selectors.current_log() is None
    try:
        with transaction.atomic():
            return _seal(now, from_the_first=from_the_first)
    except IntegrityError:
        if not is_first:
            raise
        return 0  # another worker opened the first log, and seals


def _seal(now: datetime, *, from_the_first: bool) -> int:
    log = selectors.current_log(hold=True)
    if log is None:
        # Beside a database that never had a log there is no checkpoint.
        log = open_another(Why.BEHIND if known_outside() else Why.FIRST, now=now)
    else:
        log = _going_on(log, now)
    entries = list(selectors.unsealed(now, from_the_first=from_the_first)[:AT_ONCE])
    if entries:
        sign(log, append(log, entries), now)
    return len(entries)


def _going_on(log: Log, now: datetime) -> Log:
    """The log itself, or another one where this one has ended."""
    here, outside = stand_of(log), known_outside().get(log.origin)
    if log.key != Verifier(log.origin, disk.public_key()).words:
        if log.why == Why.REKEYED and now - log.opened_at < REKEYED_ONCE_IN:
            raise LogForged("Two workers seal with keys of their own.")
        return open_another(Why.REKEYED, now=now)
    if outside and outside.size > here.size:
        return open_another(Why.BEHIND, now=now)
    if here != _signed(log) or not _agrees(log, outside):
        raise LogForged(f"The log {log.number} is not what was signed of it.")
    return log


def _signed(log: Log) -> Stand | None:
    """What the newest checkpoint says; None where it is none of ours."""
    newest = log.checkpoints.order_by("-size").first()
    try:
        told = Signed.open(newest.note if newest else "", Verifier.read(log.key))
    except Invalid:
        return None
    return Stand(told.origin, told.size, told.root.hex())


def _agrees(log: Log, outside: Stand | None) -> bool:
    """Whether what lies beside the database was signed of this very log."""
    if outside is None:
        return True
    there = Checkpoint.objects.filter(log=log, size=outside.size, root=outside.root)
    return there.exists()
