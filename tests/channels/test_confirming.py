from datetime import datetime, timedelta

import pytest
from django.test import Client

from rasmi.channels import services
from rasmi.channels.models import Channel, Confirmation
from rasmi.people.models import User
from rasmi.rules import Verdict
from tests.conftest import signed_in
from tests.factories import owed, refused, verdict

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def account(proposed: Channel) -> Channel:
    proposed.state = Channel.State.ACTIVE
    proposed.save()
    return proposed


def confirm(channel: Channel, by: User, now: datetime, *, is_needed: bool) -> None:
    services.confirm(channel, is_needed=is_needed, note="راجعنا الغرض", by=by, now=now)


def test_an_account_is_looked_at_again_every_year(
    account: Channel, layla: User, now: datetime
) -> None:
    lever = "channels.confirmed_yearly"
    assert verdict(lever, now + 364 * DAY) == (Verdict.MET, 1, 0)
    assert verdict(lever, now + 366 * DAY) == (Verdict.NOT_MET, 1, 1)

    confirm(account, layla, now + 300 * DAY, is_needed=True)
    assert verdict(lever, now + 366 * DAY)[0] == Verdict.MET
    assert verdict(lever, now + 700 * DAY)[0] == Verdict.NOT_MET


def test_what_is_no_longer_needed_is_closed(
    account: Channel, layla: User, now: datetime
) -> None:
    lever = "channels.confirmed_yearly"
    confirm(account, layla, now, is_needed=False)

    assert verdict(lever, now) == (Verdict.NOT_MET, 1, 1)
    assert len(owed(lever, now, "register")) == 1
    assert owed(lever, now, user=layla) == []

    confirm(account, layla, now, is_needed=True)
    assert verdict(lever, now)[0] == Verdict.MET
    assert owed(lever, now, "register") == []


def test_its_owner_is_asked_two_weeks_ahead(
    account: Channel, layla: User, salim: User, now: datetime
) -> None:
    lever = "channels.confirmed_yearly"

    assert owed(lever, now + 340 * DAY, user=layla) == []
    assert len(owed(lever, now + 352 * DAY, user=layla)) == 1
    assert owed(lever, now + 352 * DAY, user=salim) == []


def test_only_its_owner_says_so(
    account: Channel, layla: User, salim: User, now: datetime
) -> None:
    with refused("channels.proposed_by_the_owner"):
        confirm(account, salim, now, is_needed=False)

    page = f"/accounts/{account.pk}/confirm/"
    sent = {"is_needed": "yes", "note": "كما هو"}
    assert signed_in(layla).post(page, sent).status_code == 302
    assert Client().post(page, sent).status_code == 302  # to the door
    assert Confirmation.objects.count() == 1
    assert "كما هو" in signed_in(salim).get(f"/accounts/{account.pk}/").content.decode()
