import hashlib
import json
import subprocess
import zipfile
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from rasmi.audit import selectors as log
from rasmi.audit import services as audit
from rasmi.audit.models import Entry
from rasmi.files import services as files
from rasmi.people.models import User
from rasmi.policy.models import Decision
from rasmi.records import selectors, services
from rasmi.records.models import Part, Record, Release, Ruling
from tests.conftest import Decided
from tests.factories import refused

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40


@pytest.fixture
def record(salma: User, now: datetime) -> Record:
    """A record of something that was heard, with a picture of it."""
    found = Record.objects.create(
        subject_type="intake.remoteobject", subject_id="7", opened_at=now
    )
    kept = files.keep(
        ContentFile(PNG, name="a.png"), kinds_allowed=["image/png"], now=now
    )
    services.keep(found, Part.Stage.HEARD, now=now, content={"text": "نص"}, file=kept)
    services.keep(found, Part.Stage.JUDGED, by=salma, now=now, about="الحساب")
    return found


@pytest.fixture
def ruling(decided: Decided, rania: User, basim: User, now: datetime) -> Ruling:
    found = services.enter_ruling(
        "heard",
        decision=decided(Decision.Kind.PARAMETERS),
        is_public_record=False,
        access="on_request",
        keep_years=None,
        schedule_name="",
        basis="قرار",
        by=rania,
        now=now,
    )
    services.confirm_ruling(found, by=basim, now=now)
    while audit.seal(now=now):
        continue
    return found


def release(record: Record, by: User, now: datetime) -> bytes:
    return services.release(
        record, recipient="الادعاء العام", reason="كتاب 9", by=by, now=now
    )


def unpacked(content: bytes, folder: Path) -> Path:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        archive.extractall(folder)
    (bag,) = folder.iterdir()
    return bag


def checked(bag: Path, manifest: str = "manifest-sha256.txt") -> str:
    """What a program that we did not write says of the bag; empty if all is well."""
    done = subprocess.run(  # noqa: S603 — of a test
        ["sha256sum", "--quiet", "-c", manifest],  # noqa: S607 — of the system
        cwd=bag,
        capture_output=True,
        text=True,
        check=False,
        env={"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"},
    )
    return done.stdout if done.returncode else ""


def test_nothing_is_handed_over_without_a_decision(
    record: Record, rania: User, salma: User, now: datetime
) -> None:
    with refused("records.open_by_decision"):
        release(record, rania, now)
    with refused("people.holds_power"):
        release(record, salma, now)
    assert Release.objects.count() == 0


def test_a_class_that_is_closed_by_decision_stays_closed(
    record: Record, ruling: Ruling, rania: User, now: datetime
) -> None:
    assert release(record, rania, now)
    Ruling.objects.update(access="nobody")

    with refused("records.open_by_decision"):
        release(record, rania, now)


def test_the_bundle_is_checked_without_rasmi(
    record: Record, ruling: Ruling, rania: User, now: datetime, tmp_path: Path
) -> None:
    bag = unpacked(release(record, rania, now), tmp_path / "out")

    assert checked(bag) == ""
    assert checked(bag, "tagmanifest-sha256.txt") == ""
    told = json.loads((bag / "data/record.json").read_text())
    assert [each["stage"] for each in told["parts"]] == ["heard", "judged"]
    assert told["parts"][1]["previous"] == told["parts"][0]["digest"]
    assert told["parts"][0]["content"] == {"text": "نص"}
    (picture,) = (bag / "data/files").iterdir()
    assert picture.read_bytes() == PNG
    assert picture.stem == hashlib.sha256(PNG).hexdigest()
    size, count = (
        (bag / "bag-info.txt").read_text().split("Oxum: ")[1].split()[0].split(".")
    )
    payload = [each for each in (bag / "data").rglob("*") if each.is_file()]
    assert (int(size), int(count)) == (
        sum(each.stat().st_size for each in payload),
        len(payload),
    )


def test_any_changed_byte_names_its_file(
    record: Record, ruling: Ruling, rania: User, now: datetime, tmp_path: Path
) -> None:
    bag = unpacked(release(record, rania, now), tmp_path / "out")

    for path in sorted(each for each in (bag / "data").rglob("*") if each.is_file()):
        before = path.read_bytes()
        if not before:
            continue
        path.write_bytes(bytes([before[0] ^ 1]) + before[1:])
        assert path.relative_to(bag).as_posix() in checked(bag)
        path.write_bytes(before)
    assert checked(bag) == ""


def test_that_it_was_handed_over_is_kept(
    record: Record, ruling: Ruling, rania: User, now: datetime
) -> None:
    content = release(record, rania, now)

    with zipfile.ZipFile(BytesIO(content)) as archive:
        manifest = archive.read(f"record-{record.pk}/manifest-sha256.txt")
    kept = Release.objects.get()
    assert kept.digest == hashlib.sha256(manifest).hexdigest()
    assert kept.ruling == ruling
    entry = Entry.objects.filter(action="records.record.release").get()
    assert entry.facts["manifest"] == kept.digest


def test_the_same_record_makes_the_same_bytes(
    record: Record, ruling: Ruling, rania: User, now: datetime
) -> None:
    assert release(record, rania, now) == release(record, rania, now)


def test_records_are_read_by_who_answers_for_them(
    record: Record,
    ruling: Ruling,
    as_rania: Client,
    as_khalid: Client,
    as_salma: Client,
    as_basim: Client,
) -> None:
    page = f"/records/{record.pk}/"
    for path in ("/records/", page, f"{page}release/"):
        assert as_rania.get(path).status_code == 200
        assert as_khalid.get(path).status_code == 200  # he audits
        assert as_salma.get(path).status_code == 404
        assert as_basim.get(path).status_code == 404
    sent = {"recipient": "الادعاء العام", "reason": "كتاب 9"}
    assert as_khalid.post(f"{page}release/", sent).status_code == 403

    answer = as_rania.post(f"{page}release/", sent)

    assert answer["Content-Type"] == "application/zip"
    assert "الادعاء العام" in as_khalid.get(page).content.decode()
    shown = as_rania.get("/records/", {"class": "said"}).content.decode()
    assert page not in shown
    assert page in as_rania.get("/records/", {"class": "heard"}).content.decode()


def test_the_list_is_divided_by_class(record: Record) -> None:
    assert list(selectors.records("heard")) == [record]
    assert list(selectors.records("said")) == []
    assert list(selectors.records("nothing")) == [record]


def test_nothing_is_handed_over_before_the_log_is_sealed(
    record: Record,
    ruling: Ruling,
    rania: User,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(log, "newest_note", lambda: "")

    with refused("records.log_is_sealed"):
        release(record, rania, now)
    assert Release.objects.count() == 0


def test_each_digest_is_reckoned_again_from_the_bundle(
    record: Record, ruling: Ruling, rania: User, now: datetime, tmp_path: Path
) -> None:
    bag = unpacked(release(record, rania, now), tmp_path / "out")

    assert (bag / "data/checkpoint.txt").read_text() == log.newest_note()
    told = json.loads((bag / "data/record.json").read_text())
    names = ["stage", "about", "by", "at", "content", "file", "previous"]
    for part in told["parts"]:
        said = {"record": told["record"], **{name: part[name] for name in names}}
        text = json.dumps(
            said, ensure_ascii=False, sort_keys=True, separators=(",", ":")
        )
        assert hashlib.sha256(text.encode()).hexdigest() == part["digest"]


def test_drafts_are_not_handed_to_everybody(
    record: Record, ruling: Ruling, rania: User, now: datetime, tmp_path: Path
) -> None:
    services.keep(record, Part.Stage.RETURNED, by=rania, now=now, about="ملاحظة")
    Ruling.objects.update(access="everybody")

    bag = unpacked(release(record, rania, now), tmp_path / "out")

    told = json.loads((bag / "data/record.json").read_text())
    assert [each["stage"] for each in told["parts"]] == ["heard", "judged"]
