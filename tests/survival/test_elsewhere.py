"""An account is connected to another site while something is on its way."""

from datetime import datetime, timedelta

import pytest
from django.test import override_settings

from rasmi.channels.models import Channel
from rasmi.outbox import tasks
from rasmi.outbox.models import Intent
from rasmi.people.models import User
from rasmi.security import selectors
from rasmi.security import services as security
from rasmi.security.models import Credential
from tests.outbox.delivering import deliver
from tests.peers.wire import Fault
from tests.speaking import sweep
from tests.survival.conftest import Plan
from tests.survival.sites import Site

pytestmark = pytest.mark.once

MINUTE = timedelta(minutes=1)
ELSEWHERE = "http://127.0.0.1:1"


def move(channel: Channel, site: Site, by: User, now: datetime) -> None:
    """Connect the account to a site on which nothing of ours stands."""
    security.connect(
        channel,
        site=ELSEWHERE,
        login=site.login,
        password=site.password,
        reason=Credential.Reason.SUSPICION,
        by=by,
        now=now,
    )
    Credential.objects.in_use().update(state=Credential.State.WORKING)


def test_what_was_lost_on_one_site_is_not_said_on_another(
    plan: Plan, account: Channel, site: Site, badr: User
) -> None:
    intent = plan()
    hour = intent.not_before
    site.wire.fault = Fault.ANSWER_CUT
    deliver(intent, hour)
    site.wire.fault = Fault.NONE

    with override_settings(SITES=[site.wire.address, ELSEWHERE]):
        move(account, site, badr, hour + MINUTE)
        sweep(tasks.reconcile, hour + 10 * MINUTE)

    intent.refresh_from_db()
    assert intent.is_undecided
    assert intent.state == Intent.State.UNKNOWN
    assert "another site" in intent.last_error


def test_an_old_refusal_does_not_break_a_new_password(
    plan: Plan, account: Channel, site: Site, badr: User
) -> None:
    hour = plan().not_before
    found = selectors.credential_of(account)
    assert found
    Credential.objects.filter(pk=found.pk).update(
        stored_at=hour + MINUTE, state=Credential.State.WORKING
    )

    security.report_refused(account, "wrong password", now=hour)

    found.refresh_from_db()
    assert found.is_working
