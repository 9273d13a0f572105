from datetime import datetime, timedelta

import pytest
from django.test import Client, override_settings

from rasmi.notify import services as notify
from rasmi.people import services
from rasmi.people.models import Power, Unit, User
from tests.factories import make_office, owed

DAY = timedelta(days=1)


def test_a_vacant_office_is_owed_by_who_keeps_people(body: Unit, now: datetime) -> None:
    make_office(body, "رئيس قسم", [Power.SECRETS])

    assert len(owed("people.offices_are_filled", now, "people")) == 1
    assert owed("people.offices_are_filled", now, "approve") == []


@pytest.mark.parametrize(("day", "count"), [(0, 0), (4, 1), (10, 0)])
def test_acting_that_ends_within_a_week_is_owed(
    keeper: User, maryam: User, salma: User, now: datetime, day: int, count: int
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

    assert (
        len(owed("people.acting_is_renewed_in_time", now + day * DAY, "people"))
        == count
    )


@override_settings(EMAIL_HOST="")
def test_a_missing_mail_server_is_owed_once_mail_waits(
    body: Unit, now: datetime
) -> None:
    assert owed("people.messages_arrive", now, "operate") == []

    notify.queue("a@b.om", kind="test", subject="s", text="t", now=now)

    assert len(owed("people.messages_arrive", now, "operate")) == 1


def test_what_is_due_is_the_first_page(as_maryam: Client, body: Unit) -> None:
    make_office(body, "رئيس قسم الأمان", [Power.SECRETS])

    assert "رئيس قسم الأمان" in as_maryam.get("/").content.decode()
