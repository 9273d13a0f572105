"""Opening a log: the first one, and another after each restore."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from secrets import token_bytes
from uuid import uuid4

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy

from rasmi.audit import disk, selectors
from rasmi.audit.actions import register
from rasmi.audit.models import Checkpoint, Entry, Leaf, Log
from rasmi.audit.services.entries import LONGEST_FACT, record
from rasmi.ledger import (
    SALT,
    Invalid,
    Signer,
    Tree,
    Verifier,
)
from rasmi.ledger import Checkpoint as Signed

OPENED = register("audit.ledger.open", gettext_lazy("Opened a log: %(target)s"))

AT_ONCE = 1000  # entries under one checkpoint
SEEN_TWICE = timedelta(minutes=1)


@transaction.atomic
def open_another(
    why: Log.Why, *, now: datetime, reason: str = "", system_user: str = ""
) -> Log:
    """
    Open a log that goes on where another one ends; its first entry names that one.

    :param reason: of who restored the database, in their words
    :param system_user: as the machine knows who did
    :raises OSError: if the key of the log does not lie on this machine
    """
    before = selectors.current_log(hold=True)
    if (
        before
        and why == Log.Why.BEHIND == before.why
        and now - before.opened_at < SEEN_TWICE
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
    here = stand_of(before) if before else Stand()
    known = known_outside()
    newest = max(here, known.pop(here.origin, here), key=lambda each: each.size)
    entry = record(
        OPENED,
        actor=None,
        target=log,
        now=now,
        why=str(why),
        by=system_user[:80],
        reason=reason[:LONGEST_FACT],
        before=here.origin,
        kept=here.size,
        kept_root=here.root,
        size=newest.size,
        root=newest.root,
        # Opened after this database was copied, so that it has never heard of them.
        lost=[f"{e.origin} {e.size}" for e in known.values() if not _is_held(e)],
    )
    sign(log, append(log, [entry]), now)
    return log


def _is_held(stand: "Stand") -> bool:
    return Log.objects.filter(origin=stand.origin).exists()


def forget_an_older_log() -> None:
    """What lies beside a database that nobody uses yet was of another one."""
    if not Entry.objects.exists() and not get_user_model().objects.exists():
        disk.remove_checkpoints()


def sign(log: Log, tree: Tree, now: datetime) -> None:
    """Sign how a log that is held stands; it is said beside the database too."""
    signer = Signer(log.origin, disk.signing_key())
    note = Signed(log.origin, tree.size, tree.root, now).signed(signer)
    newest = log.checkpoints.order_by("-size").values_list("through", flat=True).first()
    fresh = log.leaves.filter(index__gte=tree.size - AT_ONCE)
    through = fresh.aggregate(found=Max("entry"))["found"]
    Checkpoint.objects.create(
        log=log,
        size=tree.size,
        root=tree.root.hex(),
        note=note,
        at=now,
        through=max(newest or 0, through),
    )
    # Beside the database it is never ahead of what is committed.
    transaction.on_commit(partial(disk.write_checkpoint, note))


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
class Stand:
    """How a log stood: its name, how many entries, and their root, hexadecimal."""

    origin: str = ""
    size: int = 0
    root: str = ""


def stand_of(log: Log) -> Stand:
    """As the row of a log says."""
    tree = Tree(log.size, [bytes.fromhex(each) for each in log.edge])
    return Stand(log.origin, log.size, tree.root.hex())


def known_outside() -> dict[str, Stand]:
    """What the checkpoints beside the database say of each log; none of another key."""
    found = {}
    keys = dict(Log.objects.values_list("origin", "key"))
    for note in disk.read_checkpoints():
        try:
            origin = Signed.read(note).origin
            ours = Verifier(origin, disk.public_key())
            verifier = Verifier.read(keys[origin]) if origin in keys else ours
            told = Signed.open(note, verifier)
        except Invalid:
            continue
        found[origin] = Stand(origin, told.size, told.root.hex())
    return found
