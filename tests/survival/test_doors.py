"""What opens an account may stop to do so at any time: what is approved waits."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client

from rasmi.channels.models import Channel
from rasmi.outbox import services
from rasmi.outbox.models import Intent
from rasmi.people.models import User
from rasmi.security import selectors
from rasmi.security import services as security
from rasmi.security.models import Credential
from tests.factories import refused
from tests.outbox.delivering import deliver
from tests.speaking import acts_on, letters, shown
from tests.survival.conftest import Plan
from tests.survival.sites import Site

pytestmark = pytest.mark.once

CONNECTED = "security.account_is_connected"
MINUTE = timedelta(minutes=1)


def give(channel: Channel, password: str, site: Site, by: User, now: datetime) -> None:
    """Enter another password, with a clock that lets it be tried at once."""
    security.connect(
        channel,
        site=site.wire.address,
        login=site.login,
        password=password,
        reason=Credential.Reason.SUSPICION,
        by=by,
        now=now,
    )


def test_a_password_that_dies_on_the_way_holds_it_until_there_is_a_new_one(
    plan: Plan, account: Channel, site: Site, badr: User
) -> None:
    intent = plan()
    hour = intent.not_before
    give(account, "not the right one at all", site, badr, hour)
    working = Credential.State.WORKING
    Credential.objects.in_use().update(state=working)  # it was, until a moment ago

    assert not deliver(intent, hour)

    found = selectors.credential_of(account)
    assert found
    assert found.is_refused
    assert letters("security", badr)
    assert not deliver(intent, hour + 2 * MINUTE)
    assert intent.held_by == CONNECTED

    give(account, site.password, site, badr, hour + 3 * MINUTE)
    found = selectors.credential_of(account)
    assert found
    assert security.probe(found, now=hour + 3 * MINUTE)
    assert deliver(intent, hour + 5 * MINUTE)
    assert len(site.visible(intent.text.split("\n")[0])) == 1


def test_what_is_planned_for_a_connection_does_not_go_out_without_it(
    plan: Plan, account: Channel, site: Site, badr: User
) -> None:
    intent = plan()
    hour = intent.not_before
    found = selectors.credential_of(account)
    assert found

    security.disconnect(found, by=badr, now=hour)

    assert not deliver(intent, hour)
    assert (intent.is_waiting, intent.held_by) == (True, CONNECTED)
    assert site.wire.calls == []
    assert "outbox.intent.hold" in acts_on(intent)


def test_what_waits_for_a_connection_can_be_posted_by_hand(
    plan: Plan,
    account: Channel,
    site: Site,
    badr: User,
    salma: User,
    khalid: User,
) -> None:
    intent = plan()
    hour = intent.not_before
    found = selectors.credential_of(account)
    assert found
    security.disconnect(found, by=badr, now=hour)
    assert not deliver(intent, hour)

    with refused("outbox.confirmed_by_who_posts"):
        services.take_by_hand(intent, reason="عاجل", by=khalid, now=hour)
    services.take_by_hand(intent, reason="عاجل", by=salma, now=hour)

    assert deliver(intent, hour + MINUTE)
    assert intent.is_handed
    with refused("outbox.only_what_waits_is_taken_by_hand"):
        services.take_by_hand(intent, reason="عاجل", by=salma, now=hour)


def test_without_a_connection_people_post_by_hand(
    plan: Plan, account: Channel, badr: User, now: datetime
) -> None:
    found = selectors.credential_of(account)
    assert found
    security.disconnect(found, by=badr, now=now)

    intent = plan()

    assert intent.connector == Intent.Connector.MANUAL
    assert deliver(intent, intent.not_before)
    assert intent.is_handed


def test_an_address_elsewhere_shows_nothing(
    plan: Plan, account: Channel, site: Site, badr: User, salma: User
) -> None:
    intent = plan()
    hour = intent.not_before
    services.take_by_hand(intent, reason="عاجل", by=salma, now=hour)
    assert deliver(intent, hour)

    for address in ("https://example.com/1", "https://example.com/127.0.0.1"):
        with refused("outbox.post_is_shown"):
            services.confirm_by_hand(
                intent, address=address, posted_at=hour, by=salma, now=hour
            )
    services.confirm_by_hand(
        intent,
        address=f"{site.address}/1?{intent.key}",
        posted_at=hour,
        by=salma,
        now=hour,
    )
    intent.refresh_from_db()
    assert intent.is_out


def test_what_is_to_go_out_by_a_connection_can_be_taken_over_on_its_page(
    plan: Plan,
    as_salma: Client,
    as_khalid: Client,
    clock: time_machine.Traveller,
) -> None:
    intent = plan()
    page = f"/outbox/{intent.pk}/"
    assert f"{page}by-hand/" in shown(as_salma, page)
    assert f"{page}by-hand/" not in shown(as_khalid, page)

    answer = as_salma.post(f"{page}by-hand/", {"reason": "الموقع متوقف"})

    assert answer.status_code == 302
    intent.refresh_from_db()
    assert (intent.is_manual, intent.is_waiting) == (True, True)
    assert acts_on(intent)[-1] == "outbox.intent.take_by_hand"
    assert f"{page}by-hand/" not in shown(as_salma, page)
