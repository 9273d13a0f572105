from datetime import datetime, timedelta

import pytest

from rasmi.audit.models import Entry
from rasmi.people import selectors, services
from rasmi.people.models import Power, Unit, User
from tests.factories import appoint_to, make_office, refused

DAY = timedelta(days=1)


def test_a_power_comes_from_an_office_in_force(maryam: User, now: datetime) -> None:
    held = selectors.authority(maryam, Power.PEOPLE, now)

    assert held is not None
    assert held.acting_for is None


def test_nobody_has_a_power_without_an_office(salma: User, now: datetime) -> None:
    assert selectors.powers_of(salma, now) == frozenset()


@pytest.mark.parametrize(
    ("moment", "holds"),
    [(-1, False), (0, True), (9, True), (10, False)],  # days; the end is exclusive
)
def test_an_appointment_holds_from_its_start_to_before_its_end(
    salma: User, body: Unit, now: datetime, moment: int, holds: bool
) -> None:
    appointment = appoint_to(salma, body, "مكلفة", [Power.DECIDE], now)
    appointment.ends_at = now + 10 * DAY
    appointment.save()

    assert ("decide" in selectors.powers_of(salma, now + moment * DAY)) is holds


def test_who_does_not_hold_the_power_is_told_who_does(
    salma: User, maryam: User, now: datetime
) -> None:
    with refused("people.holds_power") as caught:
        services.require(salma, Power.PEOPLE, now=now)

    assert maryam.name in caught.value.remedy


def test_both_names_stand_in_the_log_when_somebody_acts(
    maryam: User, keeper: User, salma: User, body: Unit, now: datetime
) -> None:
    office = maryam.appointments.get().office
    services.name_deputy(
        office,
        salma,
        starts_at=now,
        ends_at=now + 5 * DAY,
        decision_number="2026/7",
        decision_date=now.date(),
        by=keeper,
        now=now,
    )

    services.open_unit(
        name_ar="دائرة جديدة", name_en="New", parent=body, by=salma, now=now + DAY
    )

    entry = Entry.objects.get(action="people.unit.open")
    assert (entry.actor, entry.acting_for) == (salma, maryam)


def test_the_powers_of_who_acts_end_by_themselves(
    maryam: User, keeper: User, salma: User, now: datetime
) -> None:
    services.name_deputy(
        maryam.appointments.get().office,
        salma,
        starts_at=now,
        ends_at=now + 5 * DAY,
        decision_number="2026/7",
        decision_date=now.date(),
        by=keeper,
        now=now,
    )

    assert "people" in selectors.powers_of(salma, now + 4 * DAY)
    assert "people" not in selectors.powers_of(salma, now + 5 * DAY)


def test_an_office_without_a_holder_gives_nobody_its_powers(
    body: Unit, now: datetime
) -> None:
    make_office(body, "شاغر", [Power.SECRETS])

    assert selectors.holders_of(Power.SECRETS, now) == []


def test_who_has_left_holds_nothing(khalid: User, now: datetime) -> None:
    khalid.is_active = False
    khalid.save()

    assert selectors.powers_of(khalid, now) == frozenset()
