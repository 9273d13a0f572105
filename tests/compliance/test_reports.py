import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pytest
import time_machine
from django.core import mail
from django.test import Client
from openpyxl import load_workbook

from rasmi.audit.models import Entry
from rasmi.compliance import controls, selectors, services
from rasmi.compliance.models import Figure, Report
from rasmi.notify.models import Message
from rasmi.people.models import Appointment, Power, Unit, User
from rasmi.rules import Verdict, Viewer, duties
from tests.compliance.conftest import LEVER, Rule
from tests.factories import appoint_to, make_user, refused
from tests.speaking import shown

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
OCTOBER = datetime(2026, 10, 5, 6, 0, tzinfo=UTC)
DUE = datetime(2026, 11, 10, 20, 0, tzinfo=UTC)  # the end of the tenth, in Muscat


@pytest.fixture
def head(body: Unit, now: datetime) -> User:
    user = make_user("minister", body, now)
    appoint_to(user, body, "رئيس الوحدة", [Power.HEAD], now - 100 * DAY)
    return user


@pytest.fixture
def owner(body: Unit, now: datetime) -> User:
    user = make_user("owner", body, now)
    appoint_to(user, body, "قسم أمن المعلومات", [Power.POLICY], now - 100 * DAY)
    return user


@pytest.fixture
def october(rule: Rule) -> None:
    """The control is broken in October, put right, and broken again at its end."""
    services.run(now=OCTOBER)
    rule.finds("حساب")
    services.run(now=OCTOBER + 2 * DAY)
    rule.finds()
    services.run(now=OCTOBER + 6 * DAY)
    rule.finds("تفويض", "قناة")
    services.run(now=datetime(2026, 10, 31, 10, 0, tzinfo=UTC))


def test_figures_are_kept_daily_and_when_something_else_is_said(
    rule: Rule, now: datetime
) -> None:
    services.run(now=now)
    services.run(now=now + HOUR)
    assert Figure.objects.count() == 1

    rule.finds("حساب")
    services.run(now=now + 2 * HOUR)
    services.run(now=now + DAY)

    told = [(each.at, each.verdict) for each in Figure.objects.order_by("at")]
    assert told == [
        (now, Verdict.MET),
        (now + 2 * HOUR, Verdict.NOT_MET),
        (now + DAY, Verdict.NOT_MET),
    ]
    course = selectors.trend(LEVER, now + DAY)
    assert [each.found for each in course] == [1, 1]  # the last of each day


def test_a_report_says_what_the_rows_say(october: None, owner: User) -> None:
    report = services.prepare_report(by=owner, now=DUE)

    assert (report.begins_on, report.last_day) == (
        date(2026, 10, 1),
        date(2026, 10, 31),
    )
    (line,) = report.part("controls")
    assert (line["begin"], line["end"]) == ("", "not_met")
    assert (line["found"], line["population"]) == (2, 3)
    assert report.part("findings") == {
        "opened": 3,
        "closed": 1,
        "open": 2,
        "older": 0,
        "days_to_close": 4.0,
    }
    assert report.part("totals")["end"]["not_met"] == 1


def test_a_control_that_did_not_run_at_the_end_is_not_known(
    rule: Rule, owner: User
) -> None:
    services.run(now=OCTOBER)  # met, and never asked again in October

    report = services.prepare_report(by=owner, now=DUE)

    (line,) = report.part("controls")
    assert (line["end"], line["population"]) == ("unknown", None)


def test_no_report_names_a_subject(october: None, owner: User) -> None:
    report = services.prepare_report(by=owner, now=DUE)

    written = json.dumps(report.contents, ensure_ascii=False)
    assert "تفويض" not in written
    assert "قناة" not in written


def test_what_is_signed_stays(
    october: None, owner: User, head: User, rule: Rule
) -> None:
    report = services.prepare_report(by=owner, now=DUE)
    services.sign_report(
        report, digest=report.digest, by=owner, now=DUE, remark="ملاحظة"
    )
    before = Report.objects.get().contents

    with refused("compliance.reported_by_the_owner"):
        services.prepare_report(by=owner, now=DUE)
    with refused("compliance.signed_report_stays"):
        services.sign_report(report, digest=report.digest, by=owner, now=DUE)

    assert Report.objects.get().contents == before
    assert Message.objects.get().address == head.email
    entry = Entry.objects.filter(action="compliance.report.sign").get()
    assert entry.facts["digest"] == report.digest


def test_an_unsigned_one_is_prepared_anew(
    october: None, owner: User, rule: Rule
) -> None:
    first = services.prepare_report(by=owner, now=DUE)
    second = services.prepare_report(by=owner, now=DUE + HOUR)

    assert first.pk == second.pk
    assert Report.objects.get().made_at == DUE + HOUR


def test_others_neither_sign_nor_see_it(
    october: None, owner: User, head: User, salma: User
) -> None:
    report = services.prepare_report(by=owner, now=DUE)
    for who in (salma, head):
        with refused("compliance.reported_by_the_owner"):
            services.sign_report(report, digest=report.digest, by=who, now=DUE)
    with refused("compliance.report_is_seen_by_the_head"):
        services.see_report(report, by=head, now=DUE)  # not signed
    services.sign_report(report, digest=report.digest, by=owner, now=DUE)
    with refused("compliance.report_is_seen_by_the_head"):
        services.see_report(report, by=owner, now=DUE)

    services.see_report(report, by=head, now=DUE + HOUR)

    report.refresh_from_db()
    assert report.seen_by == head


def test_whoever_signed_does_not_see_it_in_another_office(
    october: None, owner: User, body: Unit, now: datetime
) -> None:
    appoint_to(owner, body, "نائب", [Power.HEAD], now - 100 * DAY)
    report = services.prepare_report(by=owner, now=DUE)
    services.sign_report(report, digest=report.digest, by=owner, now=DUE)

    with refused("people.two_persons"):
        services.see_report(report, by=owner, now=DUE)


def found(at: datetime) -> list[str]:
    return [each.detail for each in controls.reported_in_time(at).findings]


def test_a_report_that_is_late_is_found_and_owed(
    october: None, owner: User, head: User
) -> None:
    security = Viewer(owner.pk, frozenset({Power.POLICY}))
    minister = Viewer(head.pk, frozenset({Power.HEAD}))
    assert controls.reported_in_time(OCTOBER).population == 0
    assert found(DUE - HOUR) == []
    late = DUE + HOUR
    assert len(found(late)) == 1
    (owed,) = duties(security, DUE, lever="compliance.reported_in_time")
    assert owed.due_at == DUE

    report = services.prepare_report(by=owner, now=late)
    assert len(found(late)) == 1  # a draft is no report
    services.sign_report(report, digest=report.digest, by=owner, now=late)

    assert found(late) == []
    assert duties(security, late, lever="compliance.reported_in_time") == []
    (owed,) = duties(minister, late, lever="compliance.reported_in_time")
    assert owed.due_at == late + 10 * DAY
    unseen = late + 10 * DAY + HOUR
    assert len(found(unseen)) == 1
    services.see_report(report, by=head, now=unseen)
    assert found(unseen) == []


def test_each_month_has_its_own(october: None, owner: User) -> None:
    """Two months later, two are outstanding, and the older one comes first."""
    later = datetime(2026, 12, 20, 6, 0, tzinfo=UTC)
    assert [each.begins_on.month for each in selectors.unreported(later)] == [10, 11]

    first = services.prepare_report(by=owner, now=later)
    services.sign_report(first, digest=first.digest, by=owner, now=later)

    assert [each.begins_on.month for each in selectors.unreported(later)] == [11]


@pytest.fixture
def clock(now: datetime) -> Iterator[None]:
    with time_machine.travel(now, tick=False):
        yield


def test_it_is_read_as_page_paper_sheet_and_data(
    clock: None, october: None, as_rania: Client, as_salma: Client, rania: User
) -> None:
    assert "لم يُوقَّع بعد" in shown(as_rania, "/compliance/reports/")
    place = as_rania.post("/compliance/reports/prepare/")["Location"]

    assert "Each subject is as it must be" in shown(as_rania, place)
    paper = as_rania.get(f"{place}pdf/")
    assert paper.content.startswith(b"%PDF-")
    data = as_rania.get(f"{place}json/").json()
    assert data["findings"]["opened"] == 3
    assert data["sha256"] == Report.objects.get().digest
    sheet = load_workbook(BytesIO(as_rania.get(f"{place}xlsx/").content)).active
    assert sheet is not None
    assert [each.value for each in sheet[2]][-6:] == [3, 2, 0, 3, 1, LEVER]

    signature = {"remark": "نعم", "digest": Report.objects.get().digest}
    assert as_rania.post(f"{place}sign/", signature)["Location"] == place
    assert Report.objects.get().signed_by == rania
    for path in ("", "pdf/", "json/", "xlsx/", "sign/"):
        assert as_salma.get(f"{place}{path}").status_code == 403
    assert as_salma.get("/compliance/reports/").status_code == 403
    assert as_salma.post("/compliance/reports/prepare/").status_code == 403
    assert not mail.outbox


def test_the_page_of_a_control_shows_its_course(
    clock: None, october: None, as_rania: Client
) -> None:
    page = shown(as_rania, f"/compliance/{LEVER}/")
    assert page.count("<rect") == 4


def test_what_is_signed_is_what_was_read(october: None, owner: User) -> None:
    read = services.prepare_report(by=owner, now=DUE)
    anew = services.prepare_report(by=owner, now=DUE + HOUR)
    Report.objects.filter(pk=anew.pk).update(digest="0" * 64)

    with refused("compliance.signed_report_stays"):
        services.sign_report(anew, digest=read.digest, by=owner, now=DUE + HOUR)


def test_who_acts_for_the_signer_does_not_see_it_for_the_head(
    october: None, owner: User, head: User, salma: User
) -> None:
    report = services.prepare_report(by=owner, now=DUE)
    services.sign_report(report, digest=report.digest, by=owner, now=DUE)
    for principal in (owner, head):
        office = principal.appointments.get().office
        Appointment.objects.create(
            office=office,
            holder=salma,
            acting_for=principal,
            starts_at=DUE - HOUR,
            ends_at=DUE + 90 * HOUR,
            decision_number="1",
            decision_date=DUE.date(),
        )

    with refused("people.two_persons"):
        services.see_report(report, by=salma, now=DUE + HOUR)
    services.see_report(report, by=head, now=DUE + HOUR)


def test_a_report_is_late_at_its_hour(october: None, owner: User) -> None:
    (period,) = selectors.unreported(DUE)

    before = period.due_at - timedelta(seconds=1)
    assert len(controls.reported_in_time(before).findings) == 0
    assert len(controls.reported_in_time(period.due_at).findings) == 1
