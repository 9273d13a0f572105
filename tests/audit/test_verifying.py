"""Whoever owns the database and changes the log behind its rules is found out."""

import json
import zipfile
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection

from rasmi.audit import disk, selectors
from rasmi.audit import services as audit
from rasmi.audit.models import Checkpoint, Entry, Leaf, Log, Verification
from rasmi.ledger import Tree, cli
from rasmi.people.models import User
from rasmi.people.services.units import OPENED
from tests.audit.conftest import Act, without_triggers

pytestmark = pytest.mark.django_db

SOON = timedelta(seconds=2)
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def sealed(act: Act, now: datetime) -> list[Entry]:
    """Twelve entries under four checkpoints."""
    entries = []
    for place in range(4):
        entries += [act() for _ in range(3)]
        audit.seal(now=now + place * SOON)
    return entries


def found(now: datetime) -> list[tuple[str, int, str]]:
    verification = audit.verify(now=now)
    assert verification.is_sound == (verification.findings == [])
    return [(kind, log, where) for kind, log, where in verification.findings]


def place_of(entry: Entry) -> str:
    return str(Leaf.objects.get(pk=entry.pk).index)


def test_a_log_that_nobody_touched_is_sound(sealed: list[Entry], now: datetime) -> None:
    assert found(now) == []

    told = Verification.objects.get()
    assert told.entries == Log.objects.get().size
    assert Entry.objects.filter(action="audit.ledger.verify").count() == 1


@pytest.mark.parametrize(
    "change",
    [
        "action = 'people.unit.close'",
        "outcome = 'refused'",
        "target_id = '4711'",
        "actor_id = NULL",
        "lever = 'other'",
        "facts = '{\"unit\": 8}'",
        "at = '2026-11-23 04:43:00+00:00'",
    ],
)
def test_a_changed_entry_is_named(
    sealed: list[Entry], now: datetime, change: str
) -> None:
    with without_triggers("audit_entry") as cursor:
        cursor.execute(
            f"UPDATE audit_entry SET {change} WHERE id = %s",  # noqa: S608
            [sealed[5].pk],
        )

    assert found(now) == [("changed", 1, place_of(sealed[5]))]


def test_a_changed_reason_of_a_reading_is_named(
    sealed: list[Entry], khalid: User, now: datetime
) -> None:
    read = audit.open_log(khalid, reason="مراجعة ربع سنوية", now=now)
    audit.seal(now=now + timedelta(minutes=1))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_reading SET reason = 'بلا سبب'")

    assert found(now) == [("changed", 1, place_of(read))]


def test_swapped_entries_are_named(sealed: list[Entry], now: datetime) -> None:
    first, second = sealed[3], sealed[4]
    with without_triggers("audit_leaf") as cursor:
        move = 'UPDATE audit_leaf SET "index" = %s WHERE entry_id = %s'
        places = [int(place_of(each)) for each in (first, second)]
        cursor.execute(move, [4711, first.pk])
        cursor.execute(move, [places[0], second.pk])
        cursor.execute(move, [places[1], first.pk])

    # Their hashes moved with them: only the next checkpoint tells.
    ((kind, _, where),) = found(now)
    low, high = map(int, where.split("–"))
    assert kind == "rewritten"
    assert (low, high) == (places[0], places[1] + 1)


def test_a_removed_place_is_named(sealed: list[Entry], now: datetime) -> None:
    place = place_of(sealed[5])
    with without_triggers("audit_leaf") as cursor:
        cursor.execute("DELETE FROM audit_leaf WHERE entry_id = %s", [sealed[5].pk])

    assert found(now) == [("removed", 1, place)]


def test_whoever_reckons_all_of_it_anew_is_contradicted_by_the_checkpoints(
    sealed: list[Entry], now: datetime
) -> None:
    forged = sealed[5]
    with without_triggers("audit_entry") as cursor:
        cursor.execute(
            "UPDATE audit_entry SET action = 'x.y.z' WHERE id = %s", [forged.pk]
        )
    leaf = Leaf.objects.get(pk=forged.pk)
    entry = Entry.objects.get(pk=forged.pk)
    anew = selectors.sealed(entry, leaf.log, bytes.fromhex(leaf.salt)).hash.hex()
    with without_triggers("audit_leaf") as cursor:
        cursor.execute(
            "UPDATE audit_leaf SET hash = %s WHERE entry_id = %s", [anew, forged.pk]
        )

    ((kind, log, where),) = found(now)

    first, last = map(int, where.split("–"))
    assert (kind, log) == ("rewritten", 1)
    assert first <= leaf.index <= last
    assert last - first < 4


def test_a_forged_checkpoint_is_named(sealed: list[Entry], now: datetime) -> None:
    with without_triggers("audit_checkpoint") as cursor:
        cursor.execute(
            "UPDATE audit_checkpoint SET note = replace(note, '2026', '2025')"
            " WHERE id = %s",
            [Checkpoint.objects.order_by("pk")[1].pk],
        )

    assert found(now) == [("forged", 1, "2")]


def test_an_end_that_is_cut_off_with_its_checkpoints_is_named_by_the_disk(
    sealed: list[Entry], now: datetime
) -> None:
    newest = Checkpoint.objects.latest("pk")
    before = Checkpoint.objects.order_by("-pk")[1]
    disk.write_checkpoint(newest.note)
    cut_off(before)

    assert found(now) == [("restored", 1, f"{before.size}–{newest.size - 1}")]


def test_an_end_that_is_cut_off_is_named_by_the_mail_of_the_witness(
    sealed: list[Entry], now: datetime, tmp_path: Path, capsys: Capture
) -> None:
    """What the database says of the witness goes with it; the mail does not."""
    mail = tmp_path / "mail.txt"
    mail.write_text(f"الختم:\n\n{Checkpoint.objects.latest('pk').note}\nرسمي")
    before = Checkpoint.objects.order_by("-pk")[1]
    cut_off(before)
    assert found(now) == []
    export = exported(tmp_path, now)

    assert cli.main([str(export), "--language", "en"]) == 0
    assert "No witness was heard" in capsys.readouterr().out
    assert cli.main([str(export), "--witness", str(mail), "--language", "ar"]) == 1
    assert "أُعيدت قاعدة بيانات أقدم من غير إعلان" in capsys.readouterr().out


def test_the_hour_of_what_is_written_in_later_gives_it_away(
    sealed: list[Entry], salma: User, now: datetime, tmp_path: Path, capsys: Capture
) -> None:
    early = now - timedelta(days=30)
    audit.record(OPENED, actor=salma, target=salma, now=early, unit=7)
    audit.seal(now=now + timedelta(minutes=1))

    cli.main([str(exported(tmp_path, now)), "--language", "en"])

    assert "more than an hour after they were written: 1" in capsys.readouterr().out


def exported(folder: Path, now: datetime) -> Path:
    path = folder / "export.zip"
    audit.export(path, now=now)
    return path


def test_an_export_is_whole_and_told_of(
    sealed: list[Entry], now: datetime, tmp_path: Path, capsys: Capture
) -> None:
    path = exported(tmp_path, now)

    key = Log.objects.get().key
    assert cli.main([str(path), "--key", key, "--language", "ar"]) == 0
    assert capsys.readouterr().out.startswith("✓ السجل سليم ومتصل.")
    assert path.stat().st_mode & 0o077 == 0
    assert Entry.objects.filter(action="audit.ledger.export").count() == 1
    with pytest.raises(FileExistsError):
        audit.export(path, now=now)


def test_an_export_names_persons_by_number_only(
    sealed: list[Entry], now: datetime, tmp_path: Path
) -> None:
    with zipfile.ZipFile(exported(tmp_path, now)) as archive:
        lines = archive.read("1/entries.jsonl").decode()
        words = archive.read("README.txt").decode()

    assert "salma" not in lines
    assert json.loads(lines.splitlines()[-1])["particulars"]["facts"] == {"unit": 7}
    assert Log.objects.get().key in words


def test_what_is_changed_in_an_export_is_named(
    sealed: list[Entry], now: datetime, tmp_path: Path, capsys: Capture
) -> None:
    path, other = exported(tmp_path, now), tmp_path / "other.zip"
    place = place_of(sealed[5])
    with zipfile.ZipFile(path) as archive, zipfile.ZipFile(other, "w") as forged:
        for name in archive.namelist():
            lines = archive.read(name).decode().splitlines(keepends=True)
            if name == "1/entries.jsonl":
                lines[int(place)] = lines[int(place)].replace('"unit": 7', '"unit": 8')
            forged.writestr(name, "".join(lines))

    assert cli.main([str(other), "--language", "en"]) == 1
    assert f"Log 1: Entry {place} was changed." in capsys.readouterr().out


def test_what_cannot_be_read_is_said_in_one_line(
    tmp_path: Path, capsys: Capture
) -> None:
    path = tmp_path / "none.zip"
    assert cli.main([str(path), "--language", "en"]) == 2
    path.write_text("no export")
    assert cli.main([str(path), "--language", "ar"]) == 2
    assert cli.main([str(path), "--witness", str(path), "--language", "en"]) == 2

    said = capsys.readouterr().err.splitlines()
    assert len(said) == 3
    assert "There is no checkpoint" in said[2]


def cut_off(before: Checkpoint) -> None:
    """An older database in the place of this one, the log at least."""
    log = before.log
    with without_triggers("audit_checkpoint") as cursor:
        cursor.execute("DELETE FROM audit_checkpoint WHERE id > %s", [before.pk])
    with without_triggers("audit_leaf") as cursor:
        cursor.execute('DELETE FROM audit_leaf WHERE "index" >= %s', [before.size])
    with without_triggers("audit_entry") as cursor:
        cursor.execute("DELETE FROM audit_entry WHERE id > %s", [before.through])
    log.size = before.size
    tree = Tree()
    for leaf in log.leaves.order_by("index"):
        tree.append(bytes.fromhex(leaf.hash))
    log.edge = [each.hex() for each in tree.edge]
    log.save()
