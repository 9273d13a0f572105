from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rasmi.audit.models import Entry
from rasmi.compliance import selectors, services
from rasmi.compliance.models import Control
from rasmi.policy import pack
from rasmi.policy.models import PolicyVersion
from rasmi.rules import Finding, Result
from tests.compliance.conftest import LEVER, Rule
from tests.speaking import shown

PAGE = f"/compliance/{LEVER}/"


@pytest.fixture(autouse=True)
def clock(now: datetime) -> Iterator[None]:
    with time_machine.travel(now, tick=False):
        yield


def queries(client: Client, path: str) -> int:
    client.get(path)  # the first visit writes when it was
    with CaptureQueriesContext(connection) as asked:
        client.get(path)
    return len(asked)


def test_every_employee_sees_how_each_control_stands(
    rule: Rule, as_salma: Client, now: datetime
) -> None:
    rule.finds("سلمى بنت راشد")
    services.run(now=now)

    page = shown(as_salma, "/compliance/")

    assert "غير مستوفى" in page
    assert "1 من 3" in page
    assert PAGE not in page


def test_what_was_found_is_read_by_those_who_answer(
    rule: Rule, as_rania: Client, now: datetime
) -> None:
    rule.finds("حساب الوزارة")
    services.run(now=now)

    assert PAGE in shown(as_rania, "/compliance/")
    page = shown(as_rania, PAGE)
    assert "حساب الوزارة" in page
    assert "/of/حساب الوزارة/" in page


def test_others_are_refused_and_the_attempt_is_kept(
    rule: Rule, as_salma: Client, as_maryam: Client, now: datetime
) -> None:
    rule.finds("حساب الوزارة")
    services.run(now=now)

    for client in (as_salma, as_maryam):
        answer = client.get(PAGE)
        assert answer.status_code == 403
        assert "حساب الوزارة" not in answer.content.decode()

    lever = "compliance.findings_are_read_by_those_who_answer"
    assert Entry.objects.refused().filter(lever=lever).count() == 2


def test_a_control_that_is_none_is_not_there(rule: Rule, as_rania: Client) -> None:
    assert as_rania.get("/compliance/rules_of_a_test.gone/").status_code == 404
    assert as_rania.post("/compliance/rules_of_a_test.gone/check/").status_code == 404


def test_nobody_reads_it_without_signing_in(body: object, client: Client) -> None:
    assert client.get("/compliance/").status_code == 302


def test_it_is_checked_again_at_once(rule: Rule, as_rania: Client) -> None:
    assert as_rania.post("/compliance/check/")["Location"] == "/compliance/"
    assert Control.objects.get().verdict == "met"
    rule.finds("حساب")

    assert as_rania.post(f"{PAGE}check/")["Location"] == PAGE

    assert Control.objects.get().verdict == "not_met"


def test_nobody_else_has_it_checked(
    rule: Rule, as_salma: Client, as_maryam: Client, as_khalid: Client
) -> None:
    for client in (as_salma, as_maryam, as_khalid):
        assert client.post("/compliance/check/").status_code == 403
        assert client.post(f"{PAGE}check/").status_code == 403
        assert "/compliance/check/" not in shown(client, "/compliance/")

    assert not Control.objects.exists()


def test_an_old_reading_is_shown_as_unknown(
    rule: Rule, as_rania: Client, now: datetime
) -> None:
    services.run(now=now - timedelta(hours=2))

    for path in ("/compliance/", PAGE):
        page = shown(as_rania, path)
        assert "يتعذّر التحقق" in page
        assert "0 من 3" not in page


def test_what_has_never_run_is_shown_as_unknown(rule: Rule, as_rania: Client) -> None:
    for path in ("/compliance/", PAGE):
        assert "لم يُتحقق منه بعد" in shown(as_rania, path)


@pytest.mark.logs_errors
def test_a_control_that_failed_says_so(
    rule: Rule, as_rania: Client, now: datetime
) -> None:
    def fail() -> Result:
        raise ZeroDivisionError

    rule.says = fail
    services.run(now=now)

    assert "تعذّر إجراء التحقق نفسه" in shown(as_rania, PAGE)


def test_older_findings_are_a_page_further(
    rule: Rule, as_rania: Client, now: datetime
) -> None:
    rule.finds(*(f"رقم{number:03}" for number in range(selectors.PAGE + 1)))
    services.run(now=now)

    first = shown(as_rania, PAGE)
    assert "رقم050" in first
    assert "رقم000" not in first

    oldest = Control.objects.get().findings.open().order_by("pk")[1]
    assert f"?before={oldest.pk}" in first
    assert "رقم000" in shown(as_rania, f"{PAGE}?before={oldest.pk}")


def test_what_was_put_right_stays_to_be_read(
    rule: Rule, as_rania: Client, now: datetime
) -> None:
    rule.finds("حساب الوزارة")
    services.run(now=now - timedelta(minutes=30))
    rule.finds()
    services.run(now=now)

    page = shown(as_rania, PAGE)

    assert "ملاحظات أُغلقت حديثاً" in page
    assert "حساب الوزارة" in page


def test_pages_ask_no_more_for_more_findings(
    rule: Rule, as_rania: Client, now: datetime
) -> None:
    rule.finds("حساب")
    services.run(now=now)
    paths = ("/compliance/", PAGE)
    before = [queries(as_rania, path) for path in paths]

    rule.finds(*(f"حساب{number}" for number in range(20)))
    services.run(now=now)

    assert [queries(as_rania, path) for path in paths] == before


def test_controls_are_chosen_by_verdict_and_by_chapter(
    issue: PolicyVersion, as_rania: Client, now: datetime
) -> None:
    services.run(now=now)
    not_set = "/compliance/policy.reviewed_in_time/"
    not_met = "/compliance/policy.read_by_all/"

    chosen = shown(as_rania, "/compliance/?verdict=not_set")
    assert not_set in chosen
    assert not_met not in chosen

    of_accounts = shown(as_rania, "/compliance/?chapter=accounts")
    assert "/compliance/channels.verified/" in of_accounts
    assert not_met not in of_accounts
    assert not_met not in shown(as_rania, "/compliance/?verdict=invented")


def test_each_clause_says_by_what_it_is_held(
    issue: PolicyVersion, as_salma: Client, as_rania: Client, now: datetime
) -> None:
    services.run(now=now)

    page = shown(as_salma, "/compliance/clauses/")

    for clause in pack.current().clauses:
        assert f"/policy/#{clause}" in page
    assert "/compliance/channels.verified/" not in page
    assert "/compliance/channels.verified/" in shown(as_rania, "/compliance/clauses/")


def test_a_finding_tells_what_a_person_wrote_as_text(
    rule: Rule, as_rania: Client, now: datetime
) -> None:
    wrong = Finding("<b>اسم</b>", "—", "/a/")
    rule.says = lambda: Result(1, [wrong])
    services.run(now=now)

    assert "<b>اسم</b>" not in shown(as_rania, PAGE)
