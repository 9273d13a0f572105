"""From a finding to its end: owner, correction, acceptance, waiver, list."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from io import BytesIO

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from openpyxl import load_workbook

from rasmi.audit.models import Entry, Reading
from rasmi.compliance import services
from rasmi.compliance.controls import (
    corrections_are_accepted,
    corrections_are_made,
)
from rasmi.compliance.models import Finding, FindingState
from rasmi.compliance.services.owners import owners
from rasmi.people.models import Power, Unit, User
from rasmi.policy import pack
from rasmi.policy.models import Decision
from rasmi.rules import Control as Registered
from rasmi.rules import Finding as Found
from rasmi.rules import Owed, Result, Viewer, _controls, _duties, _levers
from tests.compliance.conftest import LEVER, Rule
from tests.compliance.test_oscal import exported
from tests.compliance.test_pages import queries
from tests.conftest import Decided, signed_in
from tests.factories import appoint_to, make_user, owed, refused
from tests.speaking import shown

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def clock(now: datetime) -> Iterator[None]:
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def found(rule: Rule, rania: User, now: datetime) -> Finding:
    rule.finds("حساب")
    services.run(now=now)
    return Finding.objects.get()


@pytest.fixture
def waiting(
    rule: Rule, rania: User, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> Finding:
    """Found by a control that asks for acceptance, corrected, and found no more."""
    asks = Registered("Asks for two", lambda now: rule.says(), is_accepted=True)
    monkeypatch.setitem(_controls._controls, LEVER, asks)
    rule.finds("حساب")
    services.run(now=now)
    finding = Finding.objects.get()
    services.correct_finding(
        finding, by=rania, now=now, words="غُيّرت", correct_by=now.date()
    )
    rule.finds()
    services.run(now=now + HOUR)
    return again(finding)


def again(finding: Finding) -> Finding:
    return Finding.objects.get(pk=finding.pk)


def test_its_owner_is_who_owes_the_duty_of_its_rule(
    body: Unit, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def asks(viewer: Viewer, now: datetime) -> Iterator[Owed]:
        if "secrets" in viewer.powers:
            yield Owed("كلمة مرور", "", "", "/password/")
        if body.pk in viewer.units:
            yield Owed("حساب", "", "", "/account/")
        yield Owed("قراءة", "", "", "/everybody/")

    monkeypatch.setattr(_duties, "_duties", {LEVER: asks})
    kind = _levers.Kind.DUTY
    monkeypatch.setitem(_levers._registered, (LEVER, kind), _levers.Lever(LEVER, kind))

    asked = owners(LEVER, now)

    assert asked.of("/password/") == {"owner_power": Power.SECRETS}
    assert asked.of("/account/") == {"owner_unit_id": body.pk}
    assert asked.of("/everybody/") == {"owner_power": Power.SECRETS}
    assert owners("rules_of_a_test.other", now).of("/a/") == {
        "owner_power": Power.POLICY
    }


def test_the_owner_of_the_policy_gives_it_to_a_unit(
    found: Finding, body: Unit, rania: User, salma: User, now: datetime
) -> None:
    made = "compliance.corrections_are_made"
    with refused("people.holds_power"):
        services.assign_finding(found, by=salma, now=now, owner=body)
    with refused("compliance.corrected_by_its_owner"):
        services.note_progress(found, by=salma, now=now, words="بدأ العمل")
    appoint_to(salma, body, "مديرة", [], now)
    assert owed(made, now, user=salma) == []

    services.assign_finding(found, by=rania, now=now, owner=body)

    assert owed(made, now, user=salma) == ["تصحيح: حساب"]
    services.note_progress(found, by=salma, now=now, words="بدأ العمل")
    assert found.notes.get().by == salma


def test_what_is_past_the_day_set_is_found(
    found: Finding, rania: User, now: datetime
) -> None:
    services.correct_finding(
        found, by=rania, now=now, words="تُغيَّر", correct_by=now.date()
    )
    assert corrections_are_made(now + HOUR).findings == []
    (late,) = corrections_are_made(now + DAY).findings
    assert late.subject == "حساب"


def test_a_control_that_asks_for_it_waits_for_a_second_person(
    waiting: Finding, rania: User, khalid: User, hilal: User, now: datetime
) -> None:
    accepted = "compliance.corrections_are_accepted"
    assert waiting.state(now) == FindingState.WAITING
    assert waiting.closed_at is None
    with refused("compliance.accepted_by_another"):
        services.accept_finding(waiting, by=rania, now=now)
    with refused("people.holds_power"):  # an auditor reads, and decides nothing
        services.accept_finding(waiting, by=khalid, now=now)
    assert owed(accepted, now, "policy", user=rania) == []
    assert len(owed(accepted, now, "head", user=hilal)) == 1

    services.accept_finding(waiting, by=hilal, now=now + 2 * HOUR)

    closed = again(waiting)
    assert (closed.accepted_by, closed.closed_at) == (hilal, now + 2 * HOUR)
    with refused("compliance.closed_findings_stay"):
        services.note_progress(waiting, by=rania, now=now, words="شيء")
    with pytest.raises(IntegrityError), transaction.atomic():
        Finding.objects.filter(pk=waiting.pk).update(accepted_by=rania)


def test_what_is_returned_is_open_until_it_is_corrected_anew(
    waiting: Finding, rania: User, hilal: User, now: datetime
) -> None:
    services.return_finding(waiting, by=hilal, now=now + 2 * HOUR, words="لا دليل")
    assert again(waiting).state(now) == FindingState.RETURNED
    with refused("compliance.accepted_when_clean"):
        services.accept_finding(waiting, by=hilal, now=now + 3 * HOUR)

    services.correct_finding(
        waiting, by=rania, now=now, words="أُرفق", correct_by=now.date()
    )

    assert again(waiting).state(now) == FindingState.WAITING


def test_what_is_found_again_waits_no_more(
    rule: Rule, waiting: Finding, now: datetime
) -> None:
    assert corrections_are_accepted(now + 3 * DAY).findings == []
    assert len(corrections_are_accepted(now + 10 * DAY).findings) == 1
    rule.finds("حساب")
    services.run(now=now + 2 * HOUR)

    finding = again(waiting)
    assert (finding.clean_at, finding.state(now)) == (None, FindingState.OPEN)
    assert Finding.objects.count() == 1
    assert corrections_are_accepted(now + 10 * DAY).findings == []


def test_a_waiver_ends_and_the_finding_never_was_met(
    found: Finding, rule: Rule, decided: Decided, basim: User, now: datetime
) -> None:
    ends_at = now + 30 * DAY
    services.waive_finding(
        found,
        decision=decided(Decision.Kind.WAIVER),
        reason="انتظار المنصة",
        ends_at=ends_at,
        by=basim,
        now=now,
    )

    services.run(now=now + HOUR)
    finding = again(found)
    assert finding.state(now + HOUR) == FindingState.WAIVED
    assert rule.row.verdict == "not_met"
    assert owed("compliance.findings_are_corrected", now + HOUR, "policy") == []
    (risk,) = exported(now + HOUR)["risks"]
    assert risk["status"] == "deviation-approved"
    assert risk["deadline"] == ends_at.isoformat().replace("+00:00", "Z")
    assert finding.state(ends_at) == FindingState.OPEN
    (risk,) = exported(ends_at)["risks"]
    assert (risk["status"], "deadline" in risk) == ("open", False)


def test_a_must_has_no_waiver(
    found: Finding,
    decided: Decided,
    basim: User,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clauses = pack.current().clauses.values()
    must = next(each for each in clauses if each.is_binding)
    monkeypatch.setitem(pack.current().of_lever, LEVER, [must])

    with refused("policy.must_has_no_waiver"):
        services.waive_finding(
            found,
            decision=decided(Decision.Kind.WAIVER),
            reason="سبب",
            ends_at=now + DAY,
            by=basim,
            now=now,
        )

    assert again(found).waiver is None


def test_the_list_is_chosen_from_and_written_as_a_sheet(
    found: Finding, rule: Rule, body: Unit, as_rania: Client, rania: User, now: datetime
) -> None:
    rule.says = lambda: Result(9, [Found("حساب", "", "/of/حساب/"), _found("=1+1")])
    services.run(now=now)
    services.assign_finding(found, by=rania, now=now, owner=body)

    page = shown(as_rania, f"/compliance/findings/?owner=unit-{body.pk}&lever={LEVER}")
    assert f"/compliance/findings/{found.pk}/" in page
    assert "=1+1" not in page
    assert "=1+1" in shown(as_rania, "/compliance/findings/?state=open")
    assert "=1+1" not in shown(as_rania, "/compliance/findings/?state=closed")

    answer = as_rania.get("/compliance/findings/xlsx/?owner=policy")
    rows = list(load_workbook(BytesIO(answer.content)).worksheets[0].values)
    assert len(rows) == 2
    assert "=1+1" in rows[1]


def _found(subject: str) -> Found:
    return Found(subject, "", f"/of/{subject}/")


def test_many_are_paged_without_a_query_for_each(
    rule: Rule, as_rania: Client, now: datetime
) -> None:
    path = "/compliance/findings/"
    rule.says = lambda: Result(9, [_found("0")])
    services.run(now=now)
    few = queries(as_rania, path)
    rule.says = lambda: Result(99, [_found(str(each)) for each in range(60)])
    services.run(now=now)

    assert queries(as_rania, path) == few
    page = shown(as_rania, path)
    oldest = Finding.objects.order_by("-pk")[49].pk
    assert f"before={oldest}" in page
    assert f"/findings/{oldest - 1}/" in shown(as_rania, f"{path}?before={oldest}")


def test_each_act_has_its_page(
    waiting: Finding, as_rania: Client, hilal: User, salma: User
) -> None:
    at = f"/compliance/findings/{waiting.pk}/"
    assert "بانتظار القبول" in shown(as_rania, at)
    assert f"{at}accept/" not in shown(as_rania, at)
    as_hilal = signed_in(hilal)
    assert f"{at}accept/" in shown(as_hilal, at)
    assert signed_in(salma).get(at).status_code == 403
    assert as_rania.post(f"{at}accept/", {"words": ""}).status_code == 403

    assert as_hilal.post(f"{at}return/", {"words": "ناقص"}).status_code == 302
    typed = {"words": "أُكمل", "correct_by": "2026-12-01"}
    assert as_rania.post(f"{at}correct/", typed).status_code == 302
    assert as_hilal.post(f"{at}accept/", {"words": "سليم"}).status_code == 302

    assert again(waiting).closed_at
    assert "سليم" in shown(as_rania, at)


def test_an_auditor_says_why_before_reading(
    found: Finding, body: Unit, now: datetime
) -> None:
    auditor = make_user("auditor", body, now)
    appoint_to(auditor, body, "مدقق", [Power.AUDIT], now)
    client = signed_in(auditor)
    pages = (
        f"/compliance/{LEVER}/",
        "/compliance/findings/",
        f"/compliance/findings/{found.pk}/",
        "/compliance/findings/xlsx/",
        "/compliance/reports/",
    )
    for page in pages:
        answer = client.get(page)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/compliance/open/")

    assert client.post("/compliance/open/", {"reason": "x"}).status_code == 403
    opened = client.post(
        f"/compliance/open/?next={pages[1]}", {"reason": "تدقيق الربع الأخير"}
    )

    assert opened["Location"] == pages[1]
    assert all(client.get(page).status_code == 200 for page in pages)
    entry = Entry.objects.get(action="compliance.finding.open")
    assert entry.actor == auditor
    assert Reading.objects.get(entry=entry).reason == "تدقيق الربع الأخير"
    with time_machine.travel(now + 9 * HOUR, tick=False):
        assert client.get(pages[1]).status_code == 302


def test_nobody_is_led_elsewhere_after_a_reason(body: Unit, now: datetime) -> None:
    auditor = make_user("auditor", body, now)
    appoint_to(auditor, body, "مدقق", [Power.AUDIT], now)
    answer = signed_in(auditor).post(
        "/compliance/open/?next=https://evil.example/compliance/",
        {"reason": "تدقيق الربع الأخير"},
    )
    assert answer["Location"] == "/compliance/findings/"
