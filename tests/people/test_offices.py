from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError

from rasmi.audit.models import Entry
from rasmi.notify.models import Message
from rasmi.people import selectors, services
from rasmi.people.models import Appointment, Office, Power, Unit, User
from tests.factories import make_office, refused

DAY = timedelta(days=1)


@pytest.fixture
def office(body: Unit) -> Office:
    return make_office(body, "رئيس قسم", [Power.SECRETS])


def appoint(
    office: Office, holder: User, by: User, now: datetime, **changes: Any
) -> Appointment:
    given: dict[str, Any] = {
        "starts_at": now,
        "decision_number": "2026/5",
        "decision_date": now.date(),
        "by": by,
        "now": now,
    }
    return services.appoint(office, holder, **given | changes)


def deputize(
    office: Office, deputy: User, by: User, now: datetime, **changes: Any
) -> Appointment:
    given: dict[str, Any] = {
        "starts_at": now,
        "ends_at": now + 5 * DAY,
        "decision_number": "2026/6",
        "decision_date": now.date(),
        "by": by,
        "now": now,
    }
    return services.name_deputy(office, deputy, **given | changes)


def test_who_is_appointed_holds_the_powers_and_is_told(
    office: Office, salma: User, maryam: User, now: datetime
) -> None:
    appoint(office, salma, maryam, now)

    assert "secrets" in selectors.powers_of(salma, now)
    assert Message.objects.filter(address=salma.email, kind="people.office").exists()


def test_the_old_holder_leaves_when_the_new_one_starts(
    office: Office, salma: User, khalid: User, maryam: User, now: datetime
) -> None:
    appoint(office, salma, maryam, now)

    appoint(office, khalid, maryam, now, starts_at=now + 3 * DAY)

    assert "secrets" in selectors.powers_of(salma, now + 2 * DAY)
    assert "secrets" not in selectors.powers_of(salma, now + 3 * DAY)
    assert "secrets" in selectors.powers_of(khalid, now + 3 * DAY)


def test_nobody_appoints_oneself(office: Office, maryam: User, now: datetime) -> None:
    with refused("people.not_for_oneself"):
        appoint(office, maryam, maryam, now)


def test_nobody_changes_the_powers_of_their_own_office(
    maryam: User, now: datetime
) -> None:
    own = maryam.appointments.get().office

    with refused("people.not_for_oneself"):
        services.set_powers(own, list(Power), by=maryam, now=now)

    assert Power.SECRETS not in own.power_list()


def test_changed_powers_hold_at_once_and_stand_in_the_log(
    maryam: User, khalid: User, now: datetime
) -> None:
    office = khalid.appointments.get().office

    services.set_powers(office, [Power.DECIDE], by=maryam, now=now)

    assert selectors.powers_of(khalid, now) == {"decide"}
    facts = Entry.objects.get(action="people.office.empower").facts
    assert facts == {"before": ["approve", "audit"], "after": ["decide"]}


def test_a_title_is_used_once_in_a_unit(
    office: Office, maryam: User, body: Unit, now: datetime
) -> None:
    with refused("people.office_has_its_own_title"):
        services.open_office(
            body, title_ar="رئيس قسم", title_en="H", powers=[], by=maryam, now=now
        )


def test_who_acts_needs_a_holder_to_act_for(
    office: Office, salma: User, maryam: User, now: datetime
) -> None:
    with refused("people.deputy_acts_for_a_holder"):
        deputize(office, salma, maryam, now)


def test_one_person_acts_at_a_time(
    office: Office, salma: User, khalid: User, salim: User, maryam: User, now: datetime
) -> None:
    appoint(office, salim, maryam, now)
    deputize(office, salma, maryam, now)

    with refused("people.office_has_one_holder"):
        deputize(office, khalid, maryam, now, starts_at=now + 4 * DAY)


def test_a_period_ends_after_it_begins(
    office: Office, salma: User, salim: User, maryam: User, now: datetime
) -> None:
    appoint(office, salim, maryam, now)

    with refused("people.period_is_in_order"):
        deputize(office, salma, maryam, now, ends_at=now)


def test_an_earlier_appointment_is_not_slipped_in_before_a_later_one(
    office: Office, salma: User, khalid: User, maryam: User, now: datetime
) -> None:
    appoint(office, salma, maryam, now, starts_at=now + 9 * DAY)

    with refused("people.office_has_one_holder"):
        appoint(office, khalid, maryam, now)


def test_who_has_no_place_holds_no_office(
    office: Office, salma: User, maryam: User, now: datetime
) -> None:
    services.release_person(salma, by=maryam, now=now)
    salma.refresh_from_db()

    with refused("people.holder_is_in_service"):
        appoint(office, salma, maryam, now)


def test_an_ended_appointment_gives_nothing(
    office: Office, salma: User, maryam: User, now: datetime
) -> None:
    appointment = appoint(office, salma, maryam, now)

    services.end_appointment(appointment, by=maryam, now=now + DAY)

    assert selectors.powers_of(salma, now + DAY) == frozenset()


def test_a_wrong_appointment_is_taken_back_and_the_right_one_entered(
    office: Office, salma: User, khalid: User, salim: User, maryam: User, now: datetime
) -> None:
    appoint(office, salim, maryam, now)
    wrong = appoint(office, salma, maryam, now, starts_at=now + 5 * DAY)

    services.end_appointment(wrong, by=maryam, now=now + DAY)

    assert "secrets" in selectors.powers_of(salim, now + 6 * DAY)
    appoint(office, khalid, maryam, now + DAY, starts_at=now + 5 * DAY)
    assert "secrets" in selectors.powers_of(khalid, now + 6 * DAY)


def test_what_has_ended_is_history_that_no_appointment_moves(
    office: Office, salma: User, khalid: User, maryam: User, now: datetime
) -> None:
    held = appoint(office, salma, maryam, now)
    services.end_appointment(held, by=maryam, now=now + 9 * DAY)

    with refused("people.office_has_one_holder"):
        appoint(office, khalid, maryam, now + 10 * DAY, starts_at=now + DAY)

    held.refresh_from_db()
    assert held.ends_at == now + 9 * DAY


def test_acting_ends_with_the_one_acted_for(
    office: Office, salma: User, khalid: User, salim: User, maryam: User, now: datetime
) -> None:
    appoint(office, salim, maryam, now)
    deputize(office, salma, maryam, now)

    appoint(office, khalid, maryam, now, starts_at=now + 2 * DAY)

    assert "secrets" in selectors.powers_of(salma, now + DAY)
    assert "secrets" not in selectors.powers_of(salma, now + 2 * DAY)


def test_who_acts_ends_neither_office_nor_service_of_the_principal(
    maryam: User, keeper: User, salma: User, body: Unit, now: datetime
) -> None:
    seat = maryam.appointments.get()
    deputize(seat.office, salma, keeper, now)

    with refused("people.not_against_whom_one_acts_for"):
        services.end_appointment(seat, by=salma, now=now)
    with refused("people.not_against_whom_one_acts_for"):
        services.release_person(maryam, by=salma, now=now)


def test_who_acts_later_acts_for_the_holder_of_that_day(
    office: Office, salma: User, khalid: User, salim: User, maryam: User, now: datetime
) -> None:
    appoint(office, salim, maryam, now)
    appoint(office, khalid, maryam, now, starts_at=now + 2 * DAY)

    acting = deputize(
        office, salma, maryam, now, starts_at=now + 3 * DAY, ends_at=now + 4 * DAY
    )

    assert acting.acting_for == khalid


def test_nobody_raises_an_office_that_will_be_theirs(
    office: Office, keeper: User, maryam: User, now: datetime
) -> None:
    appoint(office, maryam, keeper, now, starts_at=now + DAY)

    with refused("people.not_for_oneself"):
        services.set_powers(office, list(Power), by=maryam, now=now)


def test_the_last_other_keeper_is_not_taken_away(
    keeper: User, maryam: User, now: datetime
) -> None:
    office = keeper.appointments.get().office

    with refused("people.somebody_else_keeps_people"):
        services.set_powers(office, [], by=maryam, now=now)


def test_no_keeper_appoints_unseen_by_the_others(
    office: Office, salma: User, keeper: User, maryam: User, now: datetime
) -> None:
    appoint(office, salma, maryam, now)

    told = Message.objects.filter(kind="people.watch").values_list("address", flat=True)
    assert list(told) == [keeper.email]


def test_the_holder_is_told_of_other_powers(
    khalid: User, keeper: User, maryam: User, now: datetime
) -> None:
    services.set_powers(khalid.appointments.get().office, [], by=maryam, now=now)

    told = Message.objects.filter(kind="people.watch").values_list("address", flat=True)
    assert set(told) == {khalid.email, keeper.email}


def test_nothing_happens_in_a_closed_unit(
    maryam: User, salma: User, body: Unit, now: datetime
) -> None:
    unit = services.open_unit(name_ar="د", name_en="D", parent=body, by=maryam, now=now)
    office = make_office(unit, "منصب", [Power.SECRETS])
    services.close_unit(unit, reason="إلغاء", by=maryam, now=now)

    for act in (
        lambda: appoint(office, salma, maryam, now),
        lambda: services.set_powers(office, [Power.PEOPLE], by=maryam, now=now),
        lambda: services.close_unit(unit, reason="إلغاء", by=maryam, now=now),
        lambda: services.open_office(
            unit, title_ar="آخر", title_en="O", powers=[], by=maryam, now=now
        ),
        lambda: services.move_person(
            salma, unit=unit, title_ar="م", title_en="T", by=maryam, now=now
        ),
    ):
        with refused("people.unit_is_open"):
            act()


def test_a_unit_with_an_appointment_to_come_is_not_closed(
    maryam: User, salma: User, body: Unit, now: datetime
) -> None:
    unit = services.open_unit(name_ar="د", name_en="D", parent=body, by=maryam, now=now)
    office = make_office(unit, "منصب", [Power.SECRETS])
    appoint(office, salma, maryam, now, starts_at=now + DAY)

    with refused("people.closed_unit_is_empty"):
        services.close_unit(unit, reason="إلغاء", by=maryam, now=now)


def test_one_that_has_not_begun_ends_before_it_begins(
    office: Office, salma: User, maryam: User, now: datetime
) -> None:
    appointment = appoint(office, salma, maryam, now, starts_at=now + 5 * DAY)

    services.end_appointment(appointment, by=maryam, now=now)

    assert selectors.powers_of(salma, now + 6 * DAY) == frozenset()


def test_the_database_refuses_acting_without_an_end(
    office: Office, salma: User, khalid: User, now: datetime
) -> None:
    with pytest.raises(IntegrityError):
        Appointment.objects.create(
            office=office,
            holder=salma,
            acting_for=khalid,
            starts_at=now,
            decision_number="1",
            decision_date=now.date(),
        )
