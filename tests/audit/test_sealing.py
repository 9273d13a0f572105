"""What is done gets its place in the tree, whatever happens meanwhile."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from rasmi.audit import disk, selectors
from rasmi.audit import services as audit
from rasmi.audit.models import Checkpoint, Entry, Leaf, Log
from rasmi.audit.services import sealing
from rasmi.ledger import Checkpoint as Stand
from rasmi.ledger import Signer, Tree, Verifier
from rasmi.people.models import User
from rasmi.people.services.units import OPENED
from tests.audit.conftest import Act, OnCommit, without_triggers

pytestmark = pytest.mark.django_db

SOON = timedelta(seconds=2)


def test_each_entry_is_sealed_once_and_in_its_order(act: Act, now: datetime) -> None:
    entries = [*Entry.objects.order_by("pk"), *(act() for _ in range(5))]

    assert audit.seal(now=now) == len(entries)
    assert audit.seal(now=now + SOON) == 0

    leaves = list(Leaf.objects.order_by("index"))
    assert leaves[0].entry.action == "audit.ledger.open"
    assert [each.entry for each in leaves[1:]] == entries
    assert [each.index for each in leaves] == list(range(len(entries) + 1))


def test_a_checkpoint_is_signed_by_the_key_of_the_installation(
    act: Act, now: datetime
) -> None:
    act()
    audit.seal(now=now)

    log = Log.objects.get()
    verifier = Verifier(log.origin, disk.public_key())
    found = Stand.open(Checkpoint.objects.latest("pk").note, verifier)

    assert log.key == verifier.words
    assert (found.size, found.at) == (log.size, now)


def test_nothing_new_needs_no_checkpoint(act: Act, now: datetime) -> None:
    act()
    for place in range(3):
        audit.seal(now=now + place * SOON)

    # One of the opening, and one of what was done.
    assert Checkpoint.objects.count() == 2


def test_an_entry_that_commits_late_is_not_lost(
    act: Act, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    early, _ = act(), act()
    with monkeypatch.context() as patched:
        hide(early, patched)  # its transaction is not over yet
        audit.seal(now=now)
    last = Leaf.objects.latest("index").index

    assert audit.seal(now=now + SOON) == 1

    assert Leaf.objects.get(entry=early).index == last + 1


def test_one_that_commits_very_late_is_found_by_the_daily_look(
    act: Act, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    early, _ = act(), act()
    with monkeypatch.context() as patched:
        hide(early, patched)
        audit.seal(now=now)
    later = now + timedelta(hours=1)

    assert audit.seal(now=later) == 0
    assert audit.seal(now=later, from_the_first=True) == 1


def hide(entry: Entry, monkeypatch: pytest.MonkeyPatch) -> None:
    everything = selectors.unsealed
    monkeypatch.setattr(
        selectors,
        "unsealed",
        lambda *args, **named: everything(*args, **named).exclude(pk=entry.pk),
    )


def test_much_is_sealed_in_parts(
    act: Act, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    audit.seal(now=now)
    monkeypatch.setattr(sealing, "AT_ONCE", 2)
    for _ in range(5):
        act()

    sealed = [audit.seal(now=now + place * SOON) for place in range(1, 5)]

    assert sealed == [2, 2, 1, 0]


def test_it_is_read_with_the_same_number_of_queries_however_much_there_is(
    act: Act, now: datetime
) -> None:
    audit.seal(now=now)
    counts = []
    for count in (1, 20):
        for _ in range(count):
            act()
        with CaptureQueriesContext(connection) as queries:
            audit.seal(now=now + count * SOON)
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_who_acted_is_in_no_leaf_in_clear(salma: User, now: datetime) -> None:
    entry = audit.record(OPENED, actor=salma, target=salma, now=now, unit=7)

    whole = selectors.sealed(entry, Log(origin="rasmi/x"), bytes(16))
    other = selectors.sealed(entry, Log(origin="rasmi/x"), bytes(15) + b"\x01")

    assert set(whole.leaf) == {
        *("log", "entry", "at", "action", "outcome", "lever", "target", "particulars")
    }
    assert whole.leaf["particulars"] != other.leaf["particulars"]
    assert len(str(whole.leaf["particulars"])) == 64


def test_the_newest_checkpoint_lies_beside_the_database_once_it_is_committed(
    act: Act, now: datetime, django_capture_on_commit_callbacks: OnCommit
) -> None:
    act()
    with django_capture_on_commit_callbacks() as waiting:
        audit.seal(now=now)
    assert disk.read_checkpoints() == []

    for each in waiting:
        each()

    assert disk.read_checkpoints() == [Checkpoint.objects.latest("pk").note]


def test_without_its_key_nothing_is_sealed_and_nothing_is_lost(
    act: Act, now: datetime, tmp_path: Path
) -> None:
    act()
    with (
        override_settings(LEDGER_KEY=tmp_path / "nowhere"),
        pytest.raises(FileNotFoundError),
    ):
        audit.seal(now=now)

    assert Leaf.objects.count() == 0
    assert audit.seal(now=now) > 0


@pytest.mark.parametrize("table", ["audit_leaf", "audit_checkpoint"])
@pytest.mark.parametrize(
    "statement", ["UPDATE {} SET log_id = log_id", "DELETE FROM {}"]
)
def test_the_database_changes_nothing_that_is_sealed(
    act: Act, now: datetime, table: str, statement: str
) -> None:
    act()
    audit.seal(now=now)

    with (
        pytest.raises(DatabaseError, match="only added"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(table))


def test_the_key_of_the_log_is_closed_to_others() -> None:
    assert Path(settings.LEDGER_KEY).stat().st_mode & 0o077 == 0


def test_nothing_is_signed_that_does_not_go_on_from_what_was_signed(
    act: Act, now: datetime
) -> None:
    """Who owns the database and not the key lets nobody sign a log of their making."""
    forged = act()
    act()
    audit.seal(now=now)
    forge(forged)
    with without_triggers("audit_checkpoint") as cursor:
        cursor.execute("DELETE FROM audit_checkpoint")

    with pytest.raises(audit.LogForged):
        audit.seal(now=now + SOON)

    assert not Checkpoint.objects.exists()
    assert not audit.verify(now=now + SOON).is_sound


def test_what_lies_beside_the_database_was_signed_of_this_very_log(
    act: Act, now: datetime
) -> None:
    act()
    audit.seal(now=now)
    log = Log.objects.get()
    other = Stand(log.origin, log.size, bytes(32), now)
    disk.write_checkpoint(other.signed(Signer(log.origin, disk.signing_key())))

    with pytest.raises(audit.LogForged):
        audit.seal(now=now + SOON)


def forge(entry: Entry) -> None:
    """Change an entry, and reckon anew all that the database says of the log."""
    with without_triggers("audit_entry") as cursor:
        cursor.execute("UPDATE audit_entry SET lever = 'x' WHERE id = %s", [entry.pk])
    log, tree = Log.objects.get(), Tree()
    for leaf in Leaf.objects.order_by("index"):
        whole = selectors.sealed(
            Entry.objects.get(pk=leaf.pk), log, bytes.fromhex(leaf.salt)
        )
        with without_triggers("audit_leaf") as cursor:
            cursor.execute(
                "UPDATE audit_leaf SET hash = %s WHERE entry_id = %s",
                [whole.hash.hex(), leaf.pk],
            )
        tree.append(whole.hash)
    log.edge = [each.hex() for each in tree.edge]
    log.save()


def test_another_key_goes_on_in_another_log(
    act: Act, now: datetime, tmp_path: Path
) -> None:
    act()
    audit.seal(now=now)
    act()
    signer = Signer("x", bytes(range(32)))
    private, public = tmp_path / "ledger", tmp_path / "ledger.pub"
    private.write_text(signer.private.hex())
    public.write_text(signer.verifier.public.hex())

    with override_settings(LEDGER_KEY=private, LEDGER_PUBLIC_KEY=public):
        audit.seal(now=now + SOON)
        assert audit.verify(now=now + SOON).findings == []

    assert Log.objects.latest("number").why == Log.Why.REKEYED
    # Two workers, each with its own: one of them does not seal.
    with pytest.raises(audit.LogForged):
        audit.seal(now=now + 2 * SOON)


def test_half_a_sign_keeps_nothing_from_being_kept_and_sealed(
    salma: User, now: datetime
) -> None:
    entry = audit.record(
        OPENED, actor=salma, target=salma, now=now, file="caf\udce9.tar"
    )
    audit.seal(now=now)

    assert entry.facts == {"file": "caf?.tar"}
    assert Leaf.objects.filter(entry=entry).exists()
    assert audit.verify(now=now).findings == []


def test_a_stray_row_is_told_and_not_passed_over(act: Act, now: datetime) -> None:
    act()
    audit.seal(now=now)
    stray, log = act(), Log.objects.get()
    Leaf.objects.create(entry=stray, log=log, index=log.size + 0, salt="", hash="00")
    act()

    with pytest.raises(IntegrityError), transaction.atomic():
        audit.seal(now=now + SOON)


@pytest.mark.once
@pytest.mark.parametrize("table", ["audit_leaf", "audit_checkpoint"])
def test_no_row_takes_the_place_of_one_that_is_sealed(
    act: Act, now: datetime, table: str
) -> None:
    """Only SQLite replaces one row by another without a word."""
    act()
    audit.seal(now=now)
    columns = {
        "audit_leaf": '(entry_id, log_id, "index", salt, hash)'
        ' SELECT 4711, log_id, "index", salt, hash',
        "audit_checkpoint": "(id, log_id, size, root, note, at, through)"
        " SELECT 4711, log_id, size, root, 'x', at, through",
    }

    with (
        pytest.raises(DatabaseError, match="only added"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"INSERT OR REPLACE INTO {table} {columns[table]} FROM {table}")
