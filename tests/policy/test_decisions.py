from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from rasmi.audit.models import Entry
from rasmi.core.calendar import start_of
from rasmi.files import selectors as files
from rasmi.people import services as people
from rasmi.people.models import Appointment, Power, Unit, User
from rasmi.policy import services
from rasmi.policy.models import Decision
from rasmi.rules import Kind, Lever, Verdict
from tests.conftest import Decided
from tests.factories import appoint_to, make_user, owed, refused, scan, verdict

DAY = timedelta(days=1)
KIND = Decision.Kind


def enter(by: User, now: datetime, **facts: Any) -> Decision:
    known = {
        "number": "2026/18",
        "decided_on": timezone.localdate(now),
        "kind": KIND.OPENING,
        "subject": "فتح حساب رسمي",
        "original": scan(),
    }
    return services.enter_decision(**{**known, **facts}, by=by, now=now)


@pytest.fixture
def entered(hilal: User, rania: User, now: datetime) -> Decision:
    return enter(rania, now, signed_by=hilal.appointments.get())


def test_a_decision_counts_after_two_people(
    entered: Decision, basim: User, now: datetime
) -> None:
    with refused("policy.rests_on_a_checked_decision"):
        services.require_checked(entered, KIND.OPENING)

    services.check_decision(entered, by=basim, now=now)

    entered.refresh_from_db()
    services.require_checked(entered, KIND.OPENING)
    with refused("policy.rests_on_a_checked_decision"):
        services.require_checked(entered, KIND.DELEGATION)
    assert entered.is_by_head
    acts = Entry.objects.filter(action__startswith="policy.decision")
    assert {each.actor_id for each in acts} == {entered.entered_by_id, basim.pk}


def test_who_entered_it_does_not_check_it(
    entered: Decision, rania: User, now: datetime
) -> None:
    with refused("people.two_persons"):
        services.check_decision(entered, by=rania, now=now)


def test_who_acts_for_the_one_who_entered_does_not_check(
    entered: Decision, rania: User, keeper: User, body: Unit, now: datetime
) -> None:
    deputy = make_user("deputy", body, now)
    people.name_deputy(
        rania.appointments.get().office,
        deputy,
        starts_at=now,
        ends_at=now + 5 * DAY,
        decision_number="9",
        decision_date=now.date(),
        by=keeper,
        now=now,
    )

    with refused("people.two_persons"):
        services.check_decision(entered, by=deputy, now=now)


def test_who_signed_does_not_check(body: Unit, rania: User, now: datetime) -> None:
    head = make_user("head", body, now)
    seat = appoint_to(head, body, "رئيس", [Power.DECIDE, Power.REGISTER], now)
    decision = enter(rania, now, signed_by=seat)

    with refused("people.two_persons"):
        services.check_decision(decision, by=head, now=now)


def test_the_database_refuses_one_person_as_two(
    entered: Decision, rania: User, now: datetime
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.filter(pk=entered.pk).update(checked_by=rania)


def test_only_who_keeps_registers_enters(salma: User, now: datetime) -> None:
    with refused("people.holds_power"):
        enter(salma, now)


def test_a_number_and_date_are_entered_once_unless_returned(
    entered: Decision, basim: User, rania: User, now: datetime
) -> None:
    with refused("policy.decision_entered_once"):
        enter(basim, now, signed_by=entered.signed_by)

    services.return_decision(entered, reason="الرقم خطأ", by=basim, now=now)
    again = enter(rania, now, signed_by=entered.signed_by)

    assert again.pk != entered.pk
    with refused("policy.decision_is_still_waiting"):
        services.check_decision(entered, by=basim, now=now)


@pytest.mark.parametrize("days", [-1, -30])
def test_the_signatory_held_the_office_that_day(
    hilal: User, rania: User, now: datetime, days: int
) -> None:
    seat = hilal.appointments.get()

    with refused("policy.signatory_could_sign"):
        day = timezone.localdate(now + days * DAY)
        enter(rania, now, signed_by=seat, decided_on=day)


def test_who_holds_no_office_that_decides_does_not_sign(
    salim: User, body: Unit, rania: User, now: datetime
) -> None:
    seat = appoint_to(salim, body, "مراجع آخر", [Power.APPROVE], now)

    with refused("policy.signatory_could_sign"):
        enter(rania, now, signed_by=seat)


def test_an_older_paper_is_entered_as_it_stands(rania: User, now: datetime) -> None:
    older = enter(
        rania,
        now,
        decided_on=timezone.localdate(now - 900 * DAY),
        signatory_name="معالي الرئيس السابق",
        signatory_title="رئيس الوحدة",
        is_by_head=True,
    )

    assert older.is_by_head
    assert older.signatory == "معالي الرئيس السابق"
    with refused("policy.signatory_could_sign"):
        enter(rania, now, number="2", signatory_name="س", signatory_title="ص")


def test_a_decision_of_a_unit_is_not_of_the_head(
    body: Unit, rania: User, now: datetime
) -> None:
    part = Unit.objects.create(name_ar="ق", name_en="P", parent=body, since_at=now)
    seat = appoint_to(make_user("d", part, now), part, "مدير", [Power.DECIDE], now)

    decision = enter(rania, now, signed_by=seat)

    with refused("policy.signed_by_the_head"):
        services.require_of_head(decision)


def test_the_other_keeper_is_asked_to_check(
    entered: Decision, rania: User, basim: User, now: datetime
) -> None:
    lever = "policy.decisions_are_checked"

    assert len(owed(lever, now, "register", user=basim)) == 1
    assert owed(lever, now, "register", user=rania) == []
    assert owed(lever, now, "approve", user=basim) == []


def test_a_decision_is_entered_and_checked_on_its_pages(
    as_rania: Client, as_basim: Client, hilal: User, now: datetime
) -> None:
    today = timezone.localdate()
    seat = hilal.appointments.get()
    typed = {
        "number": "2026/77",
        "decided_on": today.isoformat(),
        "kind": "opening",
        "subject": "<script>alert(1)</script>",
        "signed_by": seat.pk,
    }
    sent = as_rania.post("/decisions/enter/", {**typed, "original": scan()})
    decision = Decision.objects.get()
    page = f"/decisions/{decision.pk}/"

    assert sent.status_code == 302
    shown = as_basim.get(page).content.decode()
    assert "&lt;script&gt;" in shown
    assert "<script>alert" not in shown
    assert as_basim.post(f"{page}check/", {}).status_code == 422
    everything = ("number", "signatory", "subject")
    ticks = {f"{name}_is_right": "on" for name in everything}
    checked = as_basim.post(f"{page}check/", {**ticks, "scan_is_complete": "on"})
    assert checked.status_code == 302
    decision.refresh_from_db()
    assert decision.is_checked


def test_the_original_comes_back_byte_for_byte(
    entered: Decision, as_basim: Client
) -> None:
    response = as_basim.get(f"/decisions/{entered.pk}/original/")

    assert b"".join(response) == b"%PDF-1.7\n%signed\n"
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"


def test_a_wrong_file_is_refused_on_the_form_and_the_rest_stays(
    as_rania: Client, hilal: User
) -> None:
    typed = {
        "number": "2026/78",
        "decided_on": timezone.localdate().isoformat(),
        "kind": "opening",
        "subject": "موضوع طويل لا يضيع",
        "signed_by": hilal.appointments.get().pk,
        "original": scan(b"MZ\x00\x00 a program"),
    }

    response = as_rania.post("/decisions/enter/", typed)

    assert response.status_code == 403
    assert "موضوع طويل لا يضيع" in response.content.decode()
    assert not Decision.objects.exists()


def test_appointments_are_to_rest_on_checked_decisions(
    hilal: User, decided: Decided, rania: User, now: datetime
) -> None:
    lever = "policy.appointments_rest_on_decisions"
    before = len(owed(lever, now, "register"))
    paper = decided(KIND.APPOINTMENT)
    hilal.appointments.update(
        decision_number=paper.number, decision_date=paper.decided_on
    )

    assert len(owed(lever, now, "register")) == before - 1
    assert owed(lever, now, "approve") == []


def test_appointments_without_a_checked_decision_are_found(
    hilal: User, decided: Decided, rania: User, now: datetime
) -> None:
    lever = "policy.appointments_rest_on_decisions"
    paper = decided(KIND.APPOINTMENT)
    everyone = verdict(lever, now)[1]
    assert verdict(lever, now) == (Verdict.NOT_MET, everyone, everyone)

    Appointment.objects.update(
        decision_number=paper.number, decision_date=paper.decided_on
    )

    assert verdict(lever, now) == (Verdict.MET, everyone, 0)


def test_two_keepers_and_a_signatory_are_asked_for(
    body: Unit, maryam: User, now: datetime
) -> None:
    for lever in ("policy.two_keep_the_registers", "policy.somebody_signs"):
        assert len(owed(lever, now, "people")) == 1
        assert owed(lever, now, "register") == []


def test_nothing_is_asked_when_they_are_there(
    hilal: User, rania: User, basim: User, now: datetime
) -> None:
    for lever in ("policy.two_keep_the_registers", "policy.somebody_signs"):
        assert owed(lever, now, "people") == []


def test_a_decision_shows_what_rests_on_it(
    decided: Decided, rania: User, as_salma: Client, body: Unit, now: datetime
) -> None:
    decision = decided(KIND.WAIVER)
    address = f"/decisions/{decision.pk}/"
    assert as_salma.get(address).context["rests"] == []

    waiver = services.grant_waiver(
        Lever("rules_of_a_test.should", Kind.GATE, can_be_waived=True),
        body,
        decision=decision,
        reason="س",
        ends_at=now + DAY,
        by=rania,
        now=now,
    )

    assert as_salma.get(address).context["rests"] == [waiver]


def test_a_scan_is_for_those_whose_office_needs_it(
    entered: Decision, as_salma: Client
) -> None:
    assert as_salma.get(f"/decisions/{entered.pk}/original/").status_code == 403
    assert Entry.objects.refused().get().lever == "policy.scan_is_for_offices"


def test_a_changed_scan_is_neither_shown_nor_checked(
    entered: Decision, basim: User, as_basim: Client, now: datetime
) -> None:
    files.path_of_digest(entered.original.digest).write_bytes(b"%PDF-1.7 forged")

    with refused("policy.scan_is_intact"):
        services.check_decision(entered, by=basim, now=now)
    assert as_basim.get(f"/decisions/{entered.pk}/original/").status_code == 403


def test_a_decision_is_not_of_tomorrow(rania: User, hilal: User, now: datetime) -> None:
    with refused("policy.decision_was_issued"):
        seat = hilal.appointments.get()
        enter(rania, now, signed_by=seat, decided_on=timezone.localdate(now + DAY))


def test_the_last_day_of_an_office_is_the_last_that_signs(
    hilal: User, rania: User, now: datetime
) -> None:
    seat = hilal.appointments.get()
    seat.ends_at = start_of(timezone.localdate(now + 3 * DAY))
    seat.save()
    last, later = timezone.localdate(now + 2 * DAY), now + 9 * DAY

    enter(rania, later, number="1", signed_by=seat, decided_on=last)
    with refused("policy.signatory_could_sign"):
        enter(rania, later, number="2", signed_by=seat, decided_on=last + DAY)


def test_acting_that_has_ended_since_keeps_two_people_apart(
    basim: User, keeper: User, body: Unit, hilal: User, now: datetime
) -> None:
    deputy = make_user("deputy", body, now)
    people.name_deputy(
        basim.appointments.get().office,
        deputy,
        starts_at=now,
        ends_at=now + 2 * DAY,
        decision_number="9",
        decision_date=now.date(),
        by=keeper,
        now=now,
    )
    decision = enter(deputy, now, signed_by=hilal.appointments.get())

    with refused("people.two_persons"):
        services.check_decision(decision, by=basim, now=now + 5 * DAY)


def test_a_mistaken_check_is_undone_by_another_while_nothing_rests_on_it(
    decided: Decided, body: Unit, rania: User, basim: User, now: datetime
) -> None:
    decision = decided(KIND.WAIVER)
    with refused("people.two_persons"):
        services.return_decision(decision, reason="النوع خطأ", by=basim, now=now)
    services.return_decision(decision, reason="النوع خطأ", by=rania, now=now)
    decision.refresh_from_db()
    with refused("policy.rests_on_a_checked_decision"):
        services.require_checked(decision, KIND.WAIVER)

    used = decided(KIND.WAIVER)
    services.grant_waiver(
        Lever("rules_of_a_test.should", Kind.GATE, can_be_waived=True),
        body,
        decision=used,
        reason="س",
        ends_at=now + DAY,
        by=rania,
        now=now,
    )
    with refused("policy.nothing_rests_on_what_is_returned"):
        services.return_decision(used, reason="س", by=rania, now=now)


def test_one_paper_may_decide_two_kinds_of_things(
    entered: Decision, rania: User, now: datetime
) -> None:
    again = enter(rania, now, kind=KIND.DELEGATION, signed_by=entered.signed_by)

    assert again.number == entered.number


def test_tomorrows_decision_is_wrong_on_its_form(as_rania: Client) -> None:
    tomorrow = (timezone.localdate() + DAY).isoformat()

    page = as_rania.post("/decisions/enter/", {"decided_on": tomorrow})

    assert "decided_on" in page.context["form"].errors
