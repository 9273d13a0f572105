import zipfile
from datetime import datetime
from io import BytesIO

import pytest
from django.test import Client

from rasmi.audit import services as audit
from rasmi.audit.models import Checkpoint, Entry, Log
from rasmi.people.models import User
from tests.audit.conftest import Act, without_triggers
from tests.audit.test_pages import REASON

pytestmark = pytest.mark.django_db


def test_before_the_first_seal_it_says_what_is_missing(as_khalid: Client) -> None:
    page = as_khalid.get("/audit/seal/")

    assert page.status_code == 200
    assert "لم يُختم شيء بعد" in page.content.decode()


def test_it_shows_how_the_log_stands(
    as_khalid: Client, act: Act, now: datetime
) -> None:
    act()
    audit.seal(now=now)
    audit.verify(now=now)

    shown = as_khalid.get("/audit/seal/").content.decode()

    root = Checkpoint.objects.latest("pk").root
    assert f"{root[:4]} {root[4:8]}" in shown
    assert Log.objects.get().key in shown
    assert "سليم لم يتغير" in shown


def test_a_log_that_was_changed_says_which_entry(
    as_khalid: Client, act: Act, now: datetime
) -> None:
    forged = act()
    audit.seal(now=now)
    with without_triggers("audit_entry") as cursor:
        cursor.execute("UPDATE audit_entry SET lever = 'x' WHERE id = %s", [forged.pk])
    audit.verify(now=now)

    shown = as_khalid.get("/audit/seal/").content.decode()

    assert "ليس كما كان" in shown
    assert "غُيِّر القيد" in shown


def test_where_sealing_has_stopped_it_says_so(
    as_khalid: Client, act: Act, now: datetime
) -> None:
    audit.seal(now=now)
    assert "توقف الختم" not in as_khalid.get("/audit/seal/").content.decode()

    act()  # long ago, by the clock of the page

    assert "توقف الختم" in as_khalid.get("/audit/seal/").content.decode()


def test_others_do_not_see_it(as_salma: Client) -> None:
    assert as_salma.get("/audit/seal/").status_code == 403
    assert Entry.objects.refused().get().lever == "audit.seal_is_seen_by_few"


def test_an_auditor_exports_what_is_sealed(
    as_khalid: Client, khalid: User, act: Act, now: datetime
) -> None:
    act()
    audit.seal(now=now)
    as_khalid.post("/audit/open/", REASON)

    answer = as_khalid.post("/audit/export/")

    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    names = set(zipfile.ZipFile(BytesIO(content)).namelist())
    assert names == {
        *("README.txt", "logs.json", "1/entries.jsonl", "1/checkpoints.jsonl")
    }
    assert Entry.objects.get(action="audit.ledger.export").actor == khalid


def test_an_export_asks_for_a_reason_and_for_the_office(
    as_khalid: Client, as_salma: Client
) -> None:
    assert as_khalid.post("/audit/export/").headers["Location"] == "/audit/open/"
    assert as_khalid.get("/audit/export/").status_code == 405
    assert as_salma.post("/audit/export/").status_code == 403
    assert not Entry.objects.filter(action="audit.ledger.export").exists()


def test_the_log_tells_what_is_sealed(
    as_khalid: Client, act: Act, now: datetime
) -> None:
    act()
    audit.seal(now=now)
    as_khalid.post("/audit/open/", REASON)

    shown = as_khalid.get("/audit/").content.decode()

    assert "مختوم" in shown
    assert "في الختم التالي" in shown  # the reading itself
