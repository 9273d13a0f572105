import hashlib
import json
import subprocess
import zipfile
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.test import Client

from rasmi.audit import selectors as log
from rasmi.audit import services as audit
from rasmi.audit.models import Entry
from rasmi.files import services as files
from rasmi.people.models import User
from rasmi.policy.models import Decision
from rasmi.records import selectors, services
from rasmi.records.models import Part, Record, Release, Ruling
from tests.conftest import Decided, signed_in
from tests.factories import owed, refused

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40


@pytest.fixture
def as_hilal(hilal: User) -> Client:
    return signed_in(hilal)


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
def ruling(
    decided: Decided, rania: User, basim: User, hilal: User, now: datetime
) -> Ruling:
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


def ask(record: Record, by: User, now: datetime) -> Release:
    return services.ask_release(
        record, recipient="الادعاء العام", reason="كتاب 9", by=by, now=now
    )


def release(record: Record, by: User, now: datetime) -> bytes:
    """Asked for by one, agreed to by the head, made by the first."""
    asked = ask(record, by, now)
    if asked.is_asked:
        services.agree_release(
            asked, by=User.objects.get(staff_number="hilal"), now=now
        )
        asked.refresh_from_db()
    return services.release(asked, by=by, now=now)


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
        ask(record, rania, now)
    with refused("people.holds_power"):
        ask(record, salma, now)
    assert Release.objects.count() == 0


def test_a_class_that_is_closed_by_decision_stays_closed(
    record: Record, ruling: Ruling, rania: User, hilal: User, now: datetime
) -> None:
    asked = ask(record, rania, now)
    services.agree_release(asked, by=hilal, now=now)
    asked.refresh_from_db()
    Ruling.objects.update(access="nobody")

    with refused("records.open_by_decision"):
        services.release(asked, by=rania, now=now)
    with refused("records.open_by_decision"):
        ask(record, rania, now)


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
    as_hilal: Client,
) -> None:
    page = f"/records/{record.pk}/"
    reason = {"reason": "مراجعة السجلات السنوية"}
    assert as_khalid.get(page)["Location"].startswith("/records/open/")
    sent_on = as_khalid.post(f"/records/open/?next={page}", reason)
    assert sent_on["Location"] == page
    for path in ("/records/", page, "/records/holds/"):
        assert as_rania.get(path).status_code == 200
        assert as_khalid.get(path).status_code == 200  # he audits
        assert as_salma.get(path).status_code == 404
        assert as_basim.get(path).status_code == 404
    sent = {"recipient": "الادعاء العام", "reason": "كتاب 9"}
    assert as_khalid.post(f"{page}release/", sent).status_code == 403

    asked = as_rania.post(f"{page}release/", sent)["Location"]

    assert "الادعاء العام" in as_khalid.get(page).content.decode()
    assert as_rania.post(f"{asked}agree/").status_code == 403
    assert as_rania.post(f"{asked}file/").status_code == 403
    assert as_salma.get(asked).status_code == 404
    assert as_hilal.get(page).status_code == 404  # he agrees, and reads no records
    assert as_hilal.get(asked).status_code == 200
    assert as_hilal.post(f"{asked}agree/").status_code == 302
    assert as_khalid.post(f"{asked}file/").status_code == 404
    answer = as_rania.post(f"{asked}file/")
    assert answer["Content-Type"] == "application/zip"
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
    assert not Release.objects.exclude(made_at=None).exists()


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


def test_what_is_open_case_by_case_takes_two_persons(
    record: Record, ruling: Ruling, rania: User, hilal: User, basim: User, now: datetime
) -> None:
    asked = ask(record, rania, now)
    assert owed("records.open_by_decision", now, "head") != []
    assert owed("records.open_by_decision", now, "policy", user=rania) == []
    with refused("people.two_persons"):
        services.agree_release(asked, by=rania, now=now)
    with refused("people.holds_power"):
        services.agree_release(asked, by=basim, now=now)
    with refused("records.release_is_still_asked"):
        services.release(asked, by=rania, now=now)

    services.decline_release(asked, reason="لا طلب رسمي", by=hilal, now=now)

    with refused("records.release_is_still_asked"):
        services.agree_release(asked, by=hilal, now=now)
    assert owed("records.open_by_decision", now, "head") == []
    with pytest.raises(IntegrityError), transaction.atomic():
        Release.objects.update(agreed_by=rania)


def test_what_is_open_to_everybody_takes_one_person(
    record: Record, ruling: Ruling, rania: User, now: datetime
) -> None:
    Ruling.objects.update(access="everybody")

    asked = ask(record, rania, now)

    assert asked.can_be_taken
    assert services.release(asked, by=rania, now=now)


def test_what_was_agreed_to_is_made_again_the_same(
    record: Record, ruling: Ruling, rania: User, now: datetime
) -> None:
    content = release(record, rania, now)
    asked = Release.objects.get()
    later = now + timedelta(days=3)
    services.keep(record, Part.Stage.CHANGED, now=later, content={"text": "آخر"})

    assert services.release(asked, by=rania, now=later) == content
    Release.objects.update(checkpoint="آخر")
    asked.refresh_from_db()
    with refused("records.bundle_is_as_agreed"):
        services.release(asked, by=rania, now=later)
