from datetime import datetime, timedelta

import pytest
from django.test import Client, override_settings

from rasmi.notify import services as notify
from rasmi.people import services
from rasmi.people.models import Power, Unit, User
from rasmi.rules import Viewer, duties, levers
from tests.factories import make_office

DAY = timedelta(days=1)
# Each duty is tested below by what it says; here by its name.
DUTIES = {
    "people.offices_are_filled",
    "people.acting_is_renewed_in_time",
    "people.messages_arrive",
}


def titles(powers: set[str], now: datetime) -> list[str]:
    return [owed.title for owed in duties(Viewer(1, frozenset(powers)), now)]


def test_the_duties_are_registered() -> None:
    assert {each.name for each in levers() if each.kind == "duty"} == DUTIES


def test_a_vacant_office_is_owed_by_who_keeps_people(body: Unit, now: datetime) -> None:
    make_office(body, "رئيس قسم", [Power.SECRETS])

    assert len(titles({"people"}, now)) == 1
    assert titles({"approve"}, now) == []


@pytest.mark.parametrize(("day", "owed"), [(0, 0), (4, 1), (10, 0)])
def test_acting_that_ends_within_a_week_is_owed(
    keeper: User, maryam: User, salma: User, now: datetime, day: int, owed: int
) -> None:
    services.name_deputy(
        maryam.appointments.get().office,
        salma,
        starts_at=now,
        ends_at=now + 10 * DAY,
        decision_number="1",
        decision_date=now.date(),
        by=keeper,
        now=now,
    )

    assert len(titles({"people"}, now + day * DAY)) == owed


@override_settings(EMAIL_HOST="")
def test_a_missing_mail_server_is_owed_once_mail_waits(
    body: Unit, now: datetime
) -> None:
    assert titles({"operate"}, now) == []

    notify.queue("a@b.om", kind="test", subject="s", text="t", now=now)

    assert len(titles({"operate"}, now)) == 1


def test_what_is_due_is_the_first_page(as_maryam: Client, body: Unit) -> None:
    make_office(body, "رئيس قسم الأمان", [Power.SECRETS])

    assert "رئيس قسم الأمان" in as_maryam.get("/").content.decode()
