from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from rasmi.audit.models import Entry
from rasmi.compliance import controls, selectors, services
from rasmi.compliance.models import Violation
from rasmi.people import selectors as people
from rasmi.people.models import Appointment, Power, Unit, User
from rasmi.rules import Viewer, duties, explanations
from tests.conftest import signed_in
from tests.factories import appoint_to, make_user, refused
from tests.speaking import shown

DAY = timedelta(days=1)
WHAT = "نشر صورة كشف الدرجات في مجموعة عامة"
TINY = (
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\6\0\0\0\x1f\x15\xc4\x89"
    b"\0\0\0\rIDATx\x9cc\xf8\xff\xff?\0\5\xfe\2\xfe\xa75\x81\x84\0\0\0\0IEND\xaeB`\x82"
)


@pytest.fixture(autouse=True)
def clock(now: datetime) -> Iterator[None]:
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def auditor(unit_of_audit: Unit, now: datetime) -> User:
    user = make_user("auditor", unit_of_audit, now)
    appoint_to(user, unit_of_audit, "مدقق", [Power.AUDIT], now)
    return user


@pytest.fixture
def owner(unit_of_security: Unit, now: datetime) -> User:
    user = make_user("security", unit_of_security, now)
    appoint_to(user, unit_of_security, "أمن المعلومات", [Power.POLICY], now)
    return user


@pytest.fixture
def unit_of_audit(body: Unit, now: datetime) -> Unit:
    return Unit.objects.create(
        name_ar="التدقيق", name_en="Audit", parent=body, since_at=now
    )


@pytest.fixture
def unit_of_security(body: Unit, now: datetime) -> Unit:
    return Unit.objects.create(
        name_ar="الأمن", name_en="Security", parent=body, since_at=now
    )


def report(by: User, now: datetime, **more: object) -> Violation:
    facts = {"kind": Violation.Kind.DISCLOSURE, "what": WHAT, **more}
    code = services.report_violation(by=by, now=now, **facts)  # type: ignore[arg-type]
    found = selectors.by_code(code)
    assert found is not None
    return found


def reader(user: User) -> Client:
    if not people.has_second_factor(user):
        return signed_in(user)
    client = Client()
    client.force_login(user)
    return client


def is_shown_to(user: User, violation: Violation) -> bool:
    answer = reader(user).get(f"/violations/{violation.pk}/")
    assert answer.status_code in (200, 404)
    is_told = WHAT in answer.content.decode()
    assert is_told == (answer.status_code == 200)
    return is_told


def test_the_owner_of_the_policy_handles_it_and_nobody_else_learns_of_it(
    owner: User, auditor: User, salma: User, maryam: User, basim: User, now: datetime
) -> None:
    violation = report(salma, now)

    assert is_shown_to(owner, violation)
    for stranger in (salma, maryam, basim, auditor):
        assert not is_shown_to(stranger, violation)
        for act in ("take", "note", "share", "close"):
            answer = reader(stranger).post(f"/violations/{violation.pk}/{act}/")
            assert answer.status_code == 404
        with refused("compliance.violations_are_seen_by_few"):
            services.take_violation(violation, by=stranger, now=now)


def test_a_case_against_the_owning_section_goes_to_the_auditor(
    owner: User, auditor: User, unit_of_security: Unit, salma: User, now: datetime
) -> None:
    colleague = make_user("colleague", unit_of_security, now)
    cases = (
        report(salma, now, staff_number=colleague),
        report(salma, now, staff_number=owner),
        report(salma, now, concerns_owner=True),
        report(owner, now),  # nobody handles what was reported by oneself
    )
    for violation in cases:
        assert violation.route == "auditor"
        assert is_shown_to(auditor, violation)
        assert not is_shown_to(owner, violation)


def test_an_auditor_who_sits_in_that_section_does_not_see_it(
    owner: User, unit_of_security: Unit, salma: User, now: datetime
) -> None:
    appoint_to(owner, unit_of_security, "مدقق", [Power.AUDIT], now)
    assert not is_shown_to(owner, report(salma, now, concerns_owner=True))


def test_nobody_handles_a_case_about_oneself(
    auditor: User, unit_of_audit: Unit, owner: User, salma: User, now: datetime
) -> None:
    appoint_to(auditor, unit_of_audit, "ينوب", [Power.POLICY], now)
    violation = report(salma, now, staff_number=auditor)
    assert not is_shown_to(auditor, violation)

    with pytest.raises(IntegrityError), transaction.atomic():
        Violation.objects.filter(pk=violation.pk).update(taken_by=auditor)


def test_advice_is_given_by_office(
    owner: User, salma: User, khalid: User, body: Unit, now: datetime
) -> None:
    violation = report(salma, now)
    with refused("compliance.violations_are_seen_by_few"):  # he reviews and audits
        services.share_violation(violation, by=owner, now=now, staff_number=khalid)
    appoint_to(khalid, body, "مستشار قانوني", [Power.LEGAL], now)
    services.share_violation(violation, by=owner, now=now, staff_number=khalid)
    assert is_shown_to(khalid, violation)

    Appointment.objects.filter(office__title_ar="مستشار قانوني").update(ends_at=now)

    assert not selectors.handled_by(khalid, now + DAY).exists()


def test_it_is_taken_in_hand_advised_on_and_closed(
    owner: User, salma: User, khalid: User, body: Unit, now: datetime
) -> None:
    for person, title in ((salma, "مستشارة"), (khalid, "مستشار")):
        appoint_to(person, body, title, [Power.LEGAL], now)
    violation = report(salma, now)
    with refused("compliance.closed_violations_stay"):
        services.close_violation(
            violation, by=owner, now=now, outcome=Violation.Outcome.CORRECTED, words="-"
        )
    services.take_violation(violation, by=owner, now=now)
    with refused(
        "compliance.violations_are_seen_by_few"
    ):  # who reported it gives no advice on it
        services.share_violation(violation, by=owner, now=now, staff_number=salma)
    services.share_violation(violation, by=owner, now=now, staff_number=khalid)

    assert is_shown_to(khalid, violation)
    services.note_step(violation, by=khalid, now=now, words="يُحال إلى الإجراءات")
    with refused("compliance.violations_are_seen_by_few"):  # an adviser decides nothing
        services.close_violation(
            violation, by=khalid, now=now, outcome=Violation.Outcome.REFERRED, words="-"
        )
    services.close_violation(
        violation, by=owner, now=now, outcome=Violation.Outcome.REFERRED, words="أُحيل"
    )

    violation.refresh_from_db()
    assert violation.is_closed
    assert violation.steps.count() == 2
    with refused("compliance.closed_violations_stay"):
        services.note_step(violation, by=owner, now=now, words="زيادة")


def test_whoever_reports_sees_the_status_alone(
    owner: User, as_salma: Client, salma: User, now: datetime
) -> None:
    typed = {"kind": "content", "what": WHAT}
    page = as_salma.post("/violations/report/", typed).content.decode()
    code = page.split('<code dir="ltr">')[1].split("<")[0]

    assert "استُلم" in shown(as_salma, "/violations/")
    services.take_violation(Violation.objects.get(), by=owner, now=now)

    page = shown(as_salma, "/violations/")
    assert "قيد النظر" in page
    assert WHAT not in page
    assert str(owner) not in page
    followed = as_salma.post("/violations/follow/", {"code": code.upper()})
    assert "قيد النظر" in followed.content.decode()
    assert as_salma.post("/violations/follow/", {"code": "aaaa"}).status_code == 422


def test_an_anonymous_one_keeps_nothing_of_who_made_it(
    owner: User, as_salma: Client, salma: User
) -> None:
    typed = {
        "kind": "access",
        "what": WHAT,
        "is_anonymous": "on",
        "evidence": SimpleUploadedFile("صورة.png", TINY, "image/png"),
    }
    assert as_salma.post("/violations/report/", typed).status_code == 200

    violation = Violation.objects.get()
    assert violation.reporter is None
    assert WHAT not in shown(as_salma, "/violations/")
    entry = Entry.objects.get(action="compliance.violation.report")
    assert entry.actor is None
    assert set(entry.facts) == set()
    place = f"/violations/{violation.pk}/evidence/"
    answer = signed_in(owner).get(place)
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert content == TINY
    assert as_salma.get(place).status_code == 404


def test_the_log_names_nobody_of_a_case(
    owner: User, salma: User, basim: User, now: datetime
) -> None:
    violation = report(salma, now, staff_number=basim)
    services.take_violation(violation, by=owner, now=now)
    services.note_step(violation, by=owner, now=now, words="سُئل باسم")

    entries = Entry.objects.filter(action__startswith="compliance.violation.")
    assert entries.count() == 3
    assert all(each.facts == {} for each in entries)


def late(at: datetime) -> int:
    return len(controls.violations_are_looked_at(at).findings)


def test_one_that_nobody_looks_at_is_found_and_owed(
    owner: User, auditor: User, salma: User, now: datetime
) -> None:
    violation = report(salma, now)
    due = violation.due_at
    assert late(due - timedelta(seconds=1)) == 0
    assert late(due) == 1
    assert late(due + DAY) == 1
    found = controls.violations_are_looked_at(due + DAY).findings[0]
    assert str(violation.pk) not in found.subject + found.detail + found.url

    viewer = Viewer(owner.pk, frozenset({Power.POLICY}))
    (owed,) = duties(viewer, now, lever="compliance.violations_are_looked_at")
    assert owed.due_at == due
    assert not duties(
        Viewer(auditor.pk, frozenset({Power.AUDIT})),
        now,
        lever="compliance.violations_are_looked_at",
    )

    services.take_violation(violation, by=owner, now=due)
    assert late(due + DAY) == 0
    assert duties(viewer, now, lever="compliance.violations_are_looked_at") == []


def test_a_report_on_compliance_counts_them_and_names_nobody(
    owner: User, salma: User, basim: User, now: datetime
) -> None:
    report(salma, now - 30 * DAY, staff_number=basim)
    period = selectors.Period((now - 40 * DAY).date(), (now - 10 * DAY).date())

    contents = selectors.contents(period)

    assert contents["violations"] == {"received": 1, "closed": 0}
    assert str(basim) not in str(contents)


def test_the_page_of_the_handler_asks_no_more_for_more_cases(
    owner: User, salma: User, now: datetime
) -> None:
    client = signed_in(owner)
    report(salma, now)
    client.get("/violations/")
    with CaptureQueriesContext(connection) as one:
        client.get("/violations/")
    for _each in range(4):
        report(salma, now)
    with CaptureQueriesContext(connection) as five:
        client.get("/violations/")
    assert len(five) == len(one)


def test_the_internal_route_is_explained_to_everybody(as_salma: Client) -> None:
    page = shown(as_salma, "/violations/grievances/")
    for notice in (
        "compliance.grievance_route_is_shown",
        "compliance.personal_accounts_are_not_watched",
    ):
        assert f'data-notice="{notice}"' in page
    with translation.override("en"):
        (ban, *_others) = explanations("compliance.grievance_route_is_shown")
    assert ban.clause == "P4.1"


@pytest.fixture
def chief(body: Unit, now: datetime) -> User:
    user = make_user("chief", body, now)
    appoint_to(user, body, "رئيس الوحدة", [Power.HEAD], now)
    return user


def test_a_report_that_is_refused_leaves_no_trace_of_who_made_it(
    salim: User, now: datetime
) -> None:
    wrong = SimpleUploadedFile("x.pdf", b"no document")
    sent = {"kind": "disclosure", "what": WHAT, "is_anonymous": "on"}

    page = signed_in(salim).post("/violations/report/", {**sent, "evidence": wrong})

    assert page.status_code == 403
    assert page.context["form"].refusal.sentence
    told = Entry.objects.exclude(action="people.session.begin")
    assert not told.filter(actor=salim).exists()
    assert "no-store" in page["Cache-Control"]


def test_between_owner_and_auditor_the_head_looks(
    auditor: User, owner: User, chief: User, now: datetime
) -> None:
    for by, about in ((auditor, owner), (owner, auditor)):
        found = report(by, now, staff_number=about)

        assert found.route == Violation.Route.HEAD
        assert selectors.handled_by(chief, now).filter(pk=found.pk).exists()
        for side in (by, about):
            assert not selectors.handled_by(side, now).filter(pk=found.pk).exists()


@pytest.mark.parametrize("is_anonymous", [True, False])
def test_nobody_handles_what_they_reported(
    is_anonymous: bool, auditor: User, owner: User, chief: User, now: datetime
) -> None:
    for by in (auditor, owner, chief):
        found = report(by, now, is_anonymous=is_anonymous, concerns_owner=True)
        assert not selectors.handled_by(by, now).filter(pk=found.pk).exists()


def test_who_acts_for_a_side_does_not_handle_it(
    owner: User, auditor: User, salim: User, salma: User, body: Unit, now: datetime
) -> None:
    office = appoint_to(salim, body, "مدير", [Power.DECIDE], now).office
    Appointment.objects.create(
        office=office,
        holder=owner,
        acting_for=salim,
        starts_at=now,
        ends_at=now + DAY,
        decision_number="1",
        decision_date=now.date(),
    )

    found = report(salma, now, staff_number=salim)

    assert found.route == Violation.Route.AUDITOR
    assert not selectors.handled_by(owner, now).filter(pk=found.pk).exists()
    assert selectors.handled_by(auditor, now).filter(pk=found.pk).exists()


def test_an_adviser_reads_no_closed_case(
    owner: User, salim: User, salma: User, body: Unit, now: datetime
) -> None:
    appoint_to(salma, body, "مستشارة", [Power.LEGAL], now)
    found = report(salim, now)
    services.take_violation(found, by=owner, now=now)
    services.share_violation(found, by=owner, now=now, staff_number=salma)
    assert selectors.handled_by(salma, now).exists()

    services.close_violation(
        found, by=owner, now=now, outcome=Violation.Outcome.UNFOUNDED, words="لا شيء"
    )

    assert not selectors.handled_by(salma, now).exists()


def test_the_control_asks_no_more_for_more_reports(salim: User, now: datetime) -> None:
    asked = []
    for count in (2, 20):
        for _ in range(count):
            report(salim, now)
        with CaptureQueriesContext(connection) as queries:
            late = controls.violations_are_looked_at(now + 9 * DAY)
        asked.append(len(queries))

    assert len(late.findings) == 22
    assert asked[0] == asked[1]


def test_late_is_what_is_past_its_moment(salim: User, now: datetime) -> None:
    due = report(salim, now).due_at

    assert not selectors.late_ones(due - timedelta(seconds=1)).exists()
    assert selectors.late_ones(due).exists()
