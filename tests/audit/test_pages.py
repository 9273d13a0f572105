from datetime import datetime, timedelta

import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rasmi.audit import services as audit
from rasmi.audit.models import Entry
from rasmi.people.models import User
from rasmi.people.services.units import OPENED
from tests.factories import refused

REASON = {"reason": "مراجعة شكوى رقم 12"}


def test_the_log_opens_with_a_reason_that_is_kept(as_khalid: Client) -> None:
    assert as_khalid.get("/audit/").headers["Location"] == "/audit/open/"

    as_khalid.post("/audit/open/", REASON)

    assert as_khalid.get("/audit/").status_code == 200
    entry = Entry.objects.get(action="audit.log.read")
    assert (entry.facts, entry.reason) == ({}, REASON["reason"])


def test_a_word_is_no_reason(as_khalid: Client) -> None:
    page = as_khalid.post("/audit/open/", {"reason": "فضول"})

    assert page.status_code == 403
    assert Entry.objects.refused().get().lever == "audit.read_with_a_reason"


def test_blanks_are_no_reason(khalid: User, now: datetime) -> None:
    with refused("audit.read_with_a_reason"):
        audit.open_log(khalid, reason=" " * 40, now=now)


def test_only_who_audits_reads_it(as_salma: Client, as_maryam: Client) -> None:
    for client in (as_salma, as_maryam):
        assert client.get("/audit/").status_code == 403
        assert client.post("/audit/open/", REASON).status_code == 403

    assert {entry.lever for entry in Entry.objects.refused()} == {
        "audit.read_by_auditors"
    }


def test_the_reason_holds_for_a_working_day(as_khalid: Client) -> None:
    as_khalid.post("/audit/open/", REASON)
    later = datetime.now().astimezone() + timedelta(hours=8, minutes=1)

    with time_machine.travel(later, tick=False):
        assert as_khalid.get("/audit/").status_code == 302


def test_page_two_costs_what_page_one_costs(
    as_khalid: Client, khalid: User, now: datetime
) -> None:
    as_khalid.post("/audit/open/", REASON)
    for _ in range(120):
        audit.record(OPENED, actor=khalid, target=khalid, now=now)

    def cost(path: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert as_khalid.get(path).status_code == 200
        return len(queries)

    newest = Entry.objects.order_by("-pk").first()
    assert newest is not None
    assert cost("/audit/") == cost(f"/audit/?before={newest.pk - 50}")


def test_refusals_are_found(as_khalid: Client, as_salma: Client) -> None:
    as_salma.get("/units/open/")
    as_khalid.post("/audit/open/", REASON)

    page = as_khalid.get("/audit/?refused=on").content.decode()

    assert "people.holds_power" in page
    assert "audit.log.read" not in page
