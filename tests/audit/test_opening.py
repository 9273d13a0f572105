"""After a restore another log goes on, and says why."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings

from rasmi.audit import disk, selectors
from rasmi.audit import services as audit
from rasmi.audit.models import Checkpoint, Leaf, Log
from rasmi.ledger import Checkpoint as Stand
from rasmi.ledger import Signer, verify
from tests.audit.conftest import Act, without_triggers

pytestmark = pytest.mark.django_db

LATER = timedelta(minutes=2)


@pytest.fixture
def sealed(act: Act, now: datetime) -> Log:
    for place in range(3):
        act()
        audit.seal(now=now + timedelta(seconds=place))
    disk.write_checkpoint(Checkpoint.objects.latest("pk").note)
    return Log.objects.get()


def known_outside(log: Log, size: int, now: datetime) -> str:
    """Let the disk know the log as it was before an older database took its place."""
    stand = Stand(log.origin, size, bytes(32), now)
    note = stand.signed(Signer(log.origin, disk.signing_key()))
    disk.write_checkpoint(note)
    return note


def findings(*witnessed: str) -> list[tuple[str, str]]:
    report = verify(selectors.LiveExport(), witnessed=witnessed)
    return [(each.kind.value, each.where) for each in report.findings]


def notes() -> list[str]:
    return [each.kind.value for each in verify(selectors.LiveExport()).notes]


def test_a_restore_names_the_log_before_who_and_why(sealed: Log, now: datetime) -> None:
    kept = known_outside(sealed, 40, now)

    log = audit.open_another(
        Log.Why.RESTORED, reason="تلف القرص", system_user="root", now=now + LATER
    )
    audit.seal(now=now + LATER)

    first = Leaf.objects.get(log=log, index=0).entry
    assert first.facts == {
        "why": "restored",
        "by": "root",
        "reason": "تلف القرص",
        "before": sealed.origin,
        "kept": sealed.size,
        "kept_root": Checkpoint.objects.filter(log=sealed).latest("size").root,
        "size": 40,
        "root": "00" * 32,
        "lost": [],
    }
    assert findings(kept) == []
    assert "declared" in notes()


def test_what_was_not_sealed_before_a_restore_is_sealed_after_it(
    sealed: Log, act: Act, now: datetime
) -> None:
    waiting = act()

    log = audit.open_another(Log.Why.RESTORED, reason="تلف", now=now + LATER)
    audit.seal(now=now + LATER)

    assert Leaf.objects.get(entry=waiting).log == log
    assert findings() == []


def test_an_older_database_is_noticed_when_it_is_sealed_next(
    sealed: Log, now: datetime
) -> None:
    kept = known_outside(sealed, 40, now)

    audit.seal(now=now + LATER)

    assert Log.objects.latest("number").why == Log.Why.BEHIND
    assert findings() == [("restored", f"{sealed.size}–39")]
    assert ("restored", f"{sealed.size}–39") in findings(kept)


def test_it_is_noticed_once_though_two_look(sealed: Log, now: datetime) -> None:
    known_outside(sealed, 40, now)

    audit.open_another(Log.Why.BEHIND, now=now + LATER)
    audit.open_another(Log.Why.BEHIND, now=now + LATER)
    audit.seal(now=now + LATER)

    assert Log.objects.count() == 2


def test_a_database_older_than_its_last_log_says_which_one_it_lost(
    sealed: Log, now: datetime
) -> None:
    lost = Log(origin="rasmi/lost")
    kept = known_outside(lost, 6, now)

    audit.open_another(Log.Why.RESTORED, reason="تلف القرص", now=now + LATER)
    audit.seal(now=now + LATER)

    told = Leaf.objects.get(log__number=2, index=0).entry.facts
    assert told["lost"] == ["rasmi/lost 6"]
    assert findings(kept) == []


def test_a_database_whose_log_is_gone_altogether_says_so(
    sealed: Log, now: datetime
) -> None:
    """Whoever removes all that is sealed, and lets the entries be sealed anew."""
    with without_triggers("audit_checkpoint") as cursor:
        cursor.execute("DELETE FROM audit_checkpoint")
    with without_triggers("audit_leaf") as cursor:
        cursor.execute("DELETE FROM audit_leaf")
    Log.objects.all().delete()

    audit.seal(now=now + LATER)

    assert Log.objects.get().why == Log.Why.BEHIND
    assert findings() == [("restored", f"{sealed.origin} {sealed.size}")]


def test_an_empty_database_beside_an_old_checkpoint_begins_anew(now: datetime) -> None:
    known_outside(Log(origin="rasmi/old"), 40, now)

    audit.forget_an_older_log()
    audit.seal(now=now)

    assert Log.objects.get().why == Log.Why.FIRST
    assert findings() == []


def test_beside_a_database_in_use_the_checkpoint_stays(
    sealed: Log, now: datetime
) -> None:
    audit.forget_an_older_log()

    assert disk.read_checkpoints() != []


def test_restoring_the_same_backup_twice_declares_both_losses(
    sealed: Log, now: datetime
) -> None:
    """What was written after it is lost, and so is the log of the first restore."""
    first = known_outside(sealed, 40, now)
    audit.open_another(Log.Why.RESTORED, reason="تلف القرص", now=now + LATER)
    audit.seal(now=now + LATER)
    second = Checkpoint.objects.latest("pk").note
    disk.write_checkpoint(second)
    go_back_to(sealed)

    audit.open_another(Log.Why.RESTORED, reason="مرة أخرى", now=now + 2 * LATER)
    audit.seal(now=now + 2 * LATER)

    assert findings(first, second) == []


def go_back_to(log: Log) -> None:
    """The database as it was when this was its only log."""
    later = Log.objects.exclude(pk=log.pk)
    keys = list(Leaf.objects.filter(log__in=later).values_list("pk", flat=True))
    with without_triggers("audit_checkpoint") as cursor:
        cursor.execute("DELETE FROM audit_checkpoint WHERE log_id <> %s", [log.pk])
    with without_triggers("audit_leaf") as cursor:
        cursor.execute("DELETE FROM audit_leaf WHERE log_id <> %s", [log.pk])
    with without_triggers("audit_entry") as cursor:
        for key in keys:
            cursor.execute("DELETE FROM audit_entry WHERE id = %s", [key])
    later.delete()


def test_a_database_that_moved_loses_nothing(sealed: Log, now: datetime) -> None:
    audit.open_another(Log.Why.ELSEWHERE, now=now + LATER)
    audit.seal(now=now + LATER)

    assert findings() == []
    assert "moved" in notes()


def test_a_checkpoint_of_a_stranger_beside_the_database_says_nothing(
    sealed: Log, now: datetime
) -> None:
    stand = Stand(sealed.origin, 40, bytes(32), now)
    disk.write_checkpoint(stand.signed(Signer(sealed.origin, bytes(32))))

    audit.seal(now=now + LATER)

    assert Log.objects.count() == 1


def test_a_torn_checkpoint_beside_the_database_says_nothing(
    sealed: Log, now: datetime
) -> None:
    path = Path(settings.CHECKPOINT_FILE)
    path.write_bytes(path.read_bytes()[:40] + b"\xff\xfe")

    audit.seal(now=now + LATER)

    assert Log.objects.count() == 1
