"""Campaigns that make staff aware of the risks, and what came of them."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from rasmi.delegations import selectors, services
from rasmi.delegations.models import Campaign, Delegation, Reached
from rasmi.notify.models import Message
from rasmi.people import courses
from rasmi.people.models import Unit, User
from rasmi.rules import Verdict
from tests.conftest import signed_in
from tests.delegations.conftest import train
from tests.factories import owed, refused, verdict

DAY, YEAR = timedelta(days=1), timedelta(days=365)


@pytest.fixture
def later(now: datetime) -> datetime:
    """A year on: nobody counts as new."""
    return now + YEAR


def begin(by: User, now: datetime, **other: Any) -> Campaign:
    facts = {
        "title_ar": "رسالة تدّعي أنها من المنصة",
        "title_en": "A message that claims to be from the platform",
        "text_ar": "لا تطلب المنصة رمز الدخول.\nيُبلَّغ عن الرسالة.",
        "text_en": "The platform never asks for the code.\nReport the message.",
        "audience": Campaign.Audience.ALL,
        "ends_at": now + 30 * DAY,
    }
    return services.begin_campaign(**{**facts, **other}, by=by, now=now)


def test_staff_of_a_unit_who_were_told_of_nothing_are_found(
    rania: User, yusuf: User, media: Unit, later: datetime
) -> None:
    assert verdict("delegations.staff_are_made_aware", later) == (Verdict.NOT_MET, 2, 2)
    assert len(owed("delegations.staff_are_made_aware", later, "policy")) == 1

    begin(rania, later, audience=Campaign.Audience.UNIT, unit=media)
    services.tell(now=later)
    assert verdict("delegations.staff_are_made_aware", later) == (Verdict.NOT_MET, 2, 1)

    newest = begin(rania, later)
    told = selectors.outcomes(Campaign.objects.all(), first=1)
    assert [each.campaign for each in told] == [newest]
    assert services.tell(now=later) == 2
    assert services.tell(now=later) == 0
    assert verdict("delegations.staff_are_made_aware", later) == (Verdict.MET, 2, 0)
    assert owed("delegations.staff_are_made_aware", later, "policy") == []
    assert verdict("delegations.staff_are_made_aware", later + 6 * 31 * DAY) == (
        Verdict.NOT_MET,
        2,
        2,
    )


def test_who_joined_lately_is_not_missed_yet(
    rania: User, yusuf: User, now: datetime
) -> None:
    assert verdict("delegations.staff_are_made_aware", now + 30 * DAY) == (
        Verdict.MET,
        2,
        0,
    )


def test_nothing_is_measured_while_the_interval_is_not_set(
    rania: User, later: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selectors, "aware_since", lambda at: None)

    assert verdict("delegations.staff_are_made_aware", later)[0] == Verdict.NOT_SET


def test_each_is_told_by_mail_reads_it_once_and_is_counted(
    active: Delegation, rania: User, yusuf: User, salma: User, later: datetime
) -> None:
    speaking = courses.SPEAKING
    now = active.starts_at + DAY
    found = begin(rania, now, audience=Campaign.Audience.DELEGATES, course=speaking)
    assert services.tell(now=now) == 1
    assert Message.objects.filter(address=yusuf.email, kind="delegations").exists()
    assert len(owed("delegations.staff_are_made_aware", now, user=yusuf)) == 1
    with refused("delegations.campaign_is_read_by_whom_it_is_for"):
        services.read_campaign(found, by=salma, now=now)

    services.read_campaign(found, by=yusuf, now=now)
    services.read_campaign(found, by=yusuf, now=now + DAY)

    assert Reached.objects.get().read_at == now
    assert owed("delegations.staff_are_made_aware", now, user=yusuf) == []
    [outcome] = selectors.outcomes(Campaign.objects.all(), first=5)
    assert (outcome.people, outcome.told, outcome.read, outcome.passed) == (1, 1, 1, 0)
    train(yusuf, now + DAY)
    [outcome] = selectors.outcomes(Campaign.objects.all(), first=5)
    assert outcome.passed == 1


def test_only_who_owns_the_policy_begins_one_and_not_for_nobody(
    salma: User, rania: User, now: datetime
) -> None:
    with refused("people.holds_power"):
        begin(salma, now)
    with refused("delegations.campaign_reaches_somebody"):
        begin(rania, now, audience=Campaign.Audience.DELEGATES)
    with refused("delegations.campaign_reaches_somebody"):
        begin(rania, now, course="no-such-course")
    assert not Campaign.objects.exists()


def test_its_pages_show_numbers_and_no_names(
    rania: User, salma: User, now: datetime
) -> None:
    owner, employee = signed_in(rania), signed_in(salma)
    answer = owner.post(
        "/awareness/begin/",
        {
            "title_ar": "تنبيه",
            "title_en": "Notice",
            "text_ar": "نص",
            "text_en": "Text",
            "audience": "unit",
            "ends_at": "2099-01-01",
        },
    )
    assert answer.status_code == 422  # a unit is to be chosen
    found = begin(rania, now, ends_at=now + 2000 * DAY)
    services.tell(now=now)
    assert employee.post(f"/awareness/{found.pk}/read/").status_code == 302
    page = owner.get(f"/awareness/{found.pk}/").content.decode()
    assert salma.name not in page
    assert owner.get("/awareness/").status_code == 200
    assert employee.get("/awareness/begin/").status_code == 403
