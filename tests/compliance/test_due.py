"""What is due by month, and the digest of a week."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client

from rasmi.audit.models import Entry
from rasmi.compliance import selectors, services
from rasmi.compliance.models import Digest
from rasmi.notify.models import Message
from rasmi.people.models import Unit, User
from rasmi.people.services.mails import tell_of_reset_factors
from rasmi.rules import Owed, Viewer, _duties
from tests.conftest import signed_in
from tests.factories import appoint_to
from tests.speaking import shown

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MIDNIGHT = datetime.fromisoformat("2027-02-01T00:00+04:00")  # due until the day before


@pytest.fixture(autouse=True)
def clock(now: datetime) -> Iterator[None]:
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def asked(
    body: Unit, salma: User, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> User:
    """Salma speaks for a unit: something is late, to come, and without a day."""

    def asks(viewer: Viewer, at: datetime) -> Iterator[Owed]:
        if viewer.pk != salma.pk:
            return
        yield Owed("متأخر", "", "", "/late/", now - DAY)
        yield Owed(
            "لاحق", "", "", "/next/", datetime(2027, 1, 31, 20, tzinfo=now.tzinfo)
        )
        yield Owed("بلا موعد", "", "", "/undated/")
        if body.pk in viewer.units:
            yield Owed("على التقسيم", "", "", "/unit/", now + HOUR)

    monkeypatch.setattr(_duties, "_duties", {"rules_of_a_test.owed": asks})
    appoint_to(salma, body, "مديرة", [], now)
    return salma


def test_it_stands_by_month_and_what_is_late_comes_first(
    asked: User, rania: User, now: datetime
) -> None:
    found = selectors.due_from(asked, now)
    months = list(selectors.of_month(found, now))

    assert [(each.owed.title, each.is_of_unit) for each in found] == [
        ("متأخر", False),
        ("على التقسيم", True),
        ("لاحق", False),
        ("بلا موعد", False),
    ]
    assert [f"{first:%Y-%m}" for first, _found in months] == [
        "2026-11",
        "2027-01",
    ]  # due at midnight is due the day before
    page = shown(signed_in(asked), "/due/")
    places = [page.index(f'href="/{url}/"') for url in ("late", "unit", "next")]
    assert places == sorted(places)
    assert "من تقسيمي الإداري" in page
    assert "لا شيء بالانتظار" in shown(signed_in(rania), "/due/")


SUNDAY = datetime.fromisoformat("2026-11-22T08:00+04:00")


@pytest.mark.parametrize(
    ("at", "week"),
    [
        ("2026-11-22T07:59+04:00", None),  # before the hour, although work has begun
        ("2026-11-22T08:00+04:00", "2026-11-22"),
        ("2026-11-22T22:00+04:00", None),  # at night
        ("2026-11-24T09:00+04:00", "2026-11-22"),  # the worker stood still on Sunday
        ("2026-11-27T09:00+04:00", None),  # Friday
    ],
)
def test_it_is_sent_in_the_morning_of_a_working_day(
    db: None, at: str, week: str | None
) -> None:
    found = selectors.week_to_tell_of(datetime.fromisoformat(at))

    assert (found.isoformat() if found else None) == week


def test_each_gets_it_once_a_week_and_nobody_an_empty_one(
    asked: User, rania: User
) -> None:
    assert services.send_digests(now=SUNDAY - HOUR) == 0
    assert services.send_digests(now=SUNDAY) == 1
    assert services.send_digests(now=SUNDAY + HOUR) == 0

    mail = Message.objects.get(kind="compliance.digest")
    assert mail.address == asked.email
    assert "متأخر" in mail.text
    assert "/due/" in mail.text
    assert {each.user: each.lines for each in Digest.objects.all()}[rania] == 0
    assert services.send_digests(now=SUNDAY + 7 * DAY) == 1


def test_who_wants_none_gets_none_and_is_still_told_what_is_urgent(
    asked: User, hilal: User, now: datetime
) -> None:
    for person in (asked, hilal):
        client: Client = signed_in(person)
        assert client.post("/due/digest/").status_code == 302
        assert "موقوف" in shown(client, "/due/")

    assert services.send_digests(now=SUNDAY) == 0
    tell_of_reset_factors(asked, now=now)
    assert Message.objects.get().address == asked.email

    assert client.post("/due/digest/", {"wanted": "1"}).status_code == 302
    assert selectors.wants_digest(hilal)
    said = Entry.objects.filter(action__startswith="compliance.digest.")
    assert [each.action for each in said.order_by("pk")] == [
        "compliance.digest.stop",
        "compliance.digest.stop",
        "compliance.digest.want",
    ]
