"""What is found and asked for on the passwords of accounts."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rasmi.channels.models import Channel
from rasmi.people.models import Unit, User
from rasmi.policy import pack
from rasmi.rules import Verdict
from rasmi.security.models import Credential
from tests.factories import make_user, owed, verdict
from tests.security.conftest import Connect, make_blog

DAY = timedelta(days=1)
ROTATION = 90 * DAY  # what the sample proposes
KEEPER = "secrets"


def test_a_password_is_changed_before_it_is_too_old(
    credential: Credential, now: datetime
) -> None:
    lever = "security.rotated_in_time"

    assert verdict(lever, now + ROTATION - DAY) == (Verdict.MET, 1, 0)
    assert verdict(lever, now + ROTATION) == (Verdict.NOT_MET, 1, 1)
    assert owed(lever, now + ROTATION - 15 * DAY, KEEPER) == []
    assert len(owed(lever, now + ROTATION - 14 * DAY, KEEPER)) == 1
    assert owed(lever, now + ROTATION) == []


def test_a_changed_password_counts_from_its_change(
    connect: Connect, credential: Credential, now: datetime
) -> None:
    connect(now=now + ROTATION - DAY, reason=Credential.Reason.ROUTINE)

    assert verdict("security.rotated_in_time", now + ROTATION)[0] == Verdict.MET


def test_without_an_interval_nothing_is_measured(
    credential: Credential, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    lever = "security.rotated_in_time"
    parameter = pack.current().parameters["rotation_interval"]
    monkeypatch.setitem(
        pack.current().parameters,
        parameter.name,
        replace(parameter, while_unset="finding"),
    )

    assert verdict(lever, now + 2 * ROTATION)[0] == Verdict.NOT_SET
    assert owed(lever, now + 2 * ROTATION, KEEPER) == []


@pytest.mark.parametrize("state", ["lacking", "refused"])
def test_a_connection_that_is_broken_is_a_finding(
    credential: Credential, now: datetime, state: str
) -> None:
    lever = "security.connection_works"
    assert verdict(lever, now) == (Verdict.MET, 1, 0)
    assert owed(lever, now, KEEPER) == []

    Credential.objects.update(state=state)

    assert verdict(lever, now) == (Verdict.NOT_MET, 1, 1)
    assert len(owed(lever, now, KEEPER)) == 1
    assert owed(lever, now) == []


def test_of_a_site_that_is_away_for_long_nothing_is_known(
    credential: Credential, now: datetime
) -> None:
    lever = "security.connection_works"
    Credential.objects.update(state="working", seen_at=now)

    assert verdict(lever, now + 2 * DAY)[0] == Verdict.MET
    assert verdict(lever, now + 3 * DAY)[0] == Verdict.UNKNOWN


def test_a_password_is_changed_when_somebody_who_knew_it_leaves(
    connect: Connect, credential: Credential, badr: User, body: Unit, now: datetime
) -> None:
    lever = "security.changed_when_one_leaves"
    assert verdict(lever, now) == (Verdict.MET, 1, 0)
    assert owed(lever, now, KEEPER) == []

    User.objects.filter(pk=badr.pk).update(is_active=False)
    assert verdict(lever, now) == (Verdict.NOT_MET, 1, 1)
    assert len(owed(lever, now, KEEPER)) == 1
    assert owed(lever, now) == []

    Credential.objects.update(stored_by=make_user("other", body, now))
    assert verdict(lever, now)[0] == Verdict.MET


def test_a_closed_account_is_disconnected(
    credential: Credential, blog: Channel, now: datetime
) -> None:
    lever = "security.closed_is_disconnected"
    assert verdict(lever, now) == (Verdict.MET, 1, 0)
    assert owed(lever, now, KEEPER) == []

    Channel.objects.filter(pk=blog.pk).update(state=Channel.State.CLOSED)

    assert verdict(lever, now) == (Verdict.NOT_MET, 1, 1)
    assert len(owed(lever, now, KEEPER)) == 1
    assert owed(lever, now) == []


def test_nobody_is_asked_for_what_has_ended(
    credential: Credential, badr: User, now: datetime
) -> None:
    Credential.objects.update(
        state="refused", ended_by=badr, ended_at=now, stored_at=now - 2 * ROTATION
    )

    for lever in ("security.connection_works", "security.rotated_in_time"):
        assert verdict(lever, now)[1] == 0
        assert owed(lever, now, KEEPER) == []


def test_many_passwords_are_asked_as_one(
    connect: Connect, media: Unit, now: datetime
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            for lever in (
                "security.rotated_in_time",
                "security.changed_when_one_leaves",
                "security.closed_is_disconnected",
                "security.connection_works",
            ):
                verdict(lever, now + ROTATION)
                owed(lever, now + ROTATION, KEEPER)
        return len(captured)

    connect()
    once = queries()
    for number in range(3):
        connect(channel=make_blog(f"b{number}", media, now))

    assert queries() == once
