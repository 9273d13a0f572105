import logging
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import serializers
from django.db import IntegrityError, connection, transaction
from django.test import override_settings

from rasmi.audit.models import Entry
from rasmi.channels.models import Channel
from rasmi.notify.models import Message
from rasmi.people.models import Installation, Unit, User
from rasmi.security import selectors, services, tasks
from rasmi.security.models import Credential
from tests.factories import refused
from tests.security.conftest import SECRET, SITE, Blog, Connect, make_blog
from tests.speaking import acts_on, letters, sweep

MINUTE = timedelta(minutes=1)
HERE = "http://127.0.0.1:8881"
Reason = Credential.Reason


def test_an_account_is_connected_and_tried_at_once(
    connect: Connect, blog: Channel, badr: User, now: datetime
) -> None:
    kept = connect(reason=Reason.SUSPICION)

    assert selectors.credential_of(blog) == kept
    assert kept.is_new
    assert kept.due_at == now
    assert kept.reason == Reason.FIRST
    assert kept.stored_by == badr
    assert acts_on(kept) == ["security.credential.store"]
    facts = Entry.objects.get(action="security.credential.store").facts
    assert facts == {"reason": "first", "site": SITE}


def test_a_new_password_takes_the_place_of_the_old_one(
    connect: Connect, blog: Channel, badr: User, now: datetime
) -> None:
    old = connect()

    new = connect(password="z" * 24, reason=Reason.ROUTINE, now=now + MINUTE)

    assert selectors.credential_of(blog) == new
    assert services.account_of(new).token == "z" * 24
    old.refresh_from_db()
    assert bytes(old.sealed) == b""
    assert (old.ended_by, old.ended_at, old.due_at) == (badr, now + MINUTE, None)
    assert list(selectors.ended_credentials(blog)) == [old]
    assert new.reason == Reason.ROUTINE


def test_a_disconnected_account_keeps_no_secret(
    credential: Credential, blog: Channel, badr: User, now: datetime
) -> None:
    services.disconnect(credential, by=badr, now=now)

    assert selectors.credential_of(blog) is None
    credential.refresh_from_db()
    assert bytes(credential.sealed) == b""
    acts = ["security.credential.store", "security.credential.end"]
    assert acts_on(credential) == acts


def test_a_connection_ends_once(
    credential: Credential, badr: User, now: datetime
) -> None:
    services.disconnect(credential, by=badr, now=now)

    with refused("security.only_a_connection_in_use_is_ended"):
        services.disconnect(credential, by=badr, now=now)


def test_who_keeps_no_credentials_changes_none(
    connect: Connect, credential: Credential, khalid: User, layla: User, now: datetime
) -> None:
    for person in (khalid, layla):
        with refused("people.holds_power"):
            connect(by=person)
        with refused("people.holds_power"):
            services.disconnect(credential, by=person, now=now)
        with refused("people.holds_power"):
            services.look_now(credential, by=person, now=now)
    assert selectors.credential_of(credential.channel) == credential


@pytest.mark.parametrize(
    "site", ["https://other.example", "http://blog.ministry.example", "", f"{SITE}/x"]
)
def test_no_other_site_is_called(connect: Connect, site: str) -> None:
    with refused("security.site_is_allowed"):
        connect(site=site)


def test_a_site_without_https_is_called_on_this_machine_alone(connect: Connect) -> None:
    plain = "http://blog.ministry.example"
    with override_settings(SITES=[plain, HERE, "http://[::1]:8881"]):
        assert selectors.sites() == [HERE, "http://[::1]:8881"]
        with refused("security.site_is_allowed"):
            connect(site=plain)

        assert connect(site=HERE).site == HERE


def test_a_demonstration_calls_this_machine_alone(connect: Connect) -> None:
    Installation.objects.update(is_demonstration=True)

    with override_settings(SITES=[SITE, HERE]):
        with refused("security.site_is_allowed"):
            connect(site=SITE)
        assert connect(site=HERE).site == HERE


@pytest.mark.parametrize("password", ["", "abcdefghijk", "abcd efgh ijk"])
def test_a_password_is_as_long_as_the_policy_asks(
    connect: Connect, password: str
) -> None:
    with refused("security.password_is_long"):
        connect(password=password)


def test_a_password_of_the_shortest_length_is_taken(connect: Connect) -> None:
    assert connect(password="abcdefghijkl")


@pytest.mark.parametrize(
    "other",
    [
        {"state": Channel.State.CLOSED},
        {"state": Channel.State.WITHDRAWN},
        {"state": Channel.State.PROPOSED},
        {"platform": "sandbox"},
        {"platform": "x"},
    ],
)
def test_only_open_accounts_of_sites_are_connected(
    connect: Connect, media: Unit, now: datetime, other: dict[str, Any]
) -> None:
    channel = make_blog("other", media, now, **other)

    with refused("security.account_can_be_connected"):
        connect(channel=channel)


def test_an_account_in_use_is_connected_too(
    connect: Connect, media: Unit, now: datetime
) -> None:
    channel = make_blog("old", media, now, state=Channel.State.IN_USE)

    assert connect(channel=channel).channel == channel


def test_a_refused_change_leaves_the_password_as_it_was(
    connect: Connect, credential: Credential
) -> None:
    with refused("security.password_is_long"):
        connect(password="short")

    credential.refresh_from_db()
    assert services.account_of(credential).token == SECRET


def test_keepers_and_owners_are_told_and_not_who_did_it(
    connect: Connect, badr: User, layla: User, salim: User, now: datetime
) -> None:
    kept = connect()
    assert len(letters("security", layla)) == 1

    services.disconnect(kept, by=badr, now=now)

    assert len(letters("security", layla)) == 2
    assert letters("security", badr) == letters("security", salim) == []


def test_the_database_keeps_one_connection_of_an_account(
    credential: Credential,
) -> None:
    credential.pk, credential.uid = None, "00000000-0000-0000-0000-000000000001"

    with pytest.raises(IntegrityError), transaction.atomic():
        credential.save(force_insert=True)


def test_an_ended_connection_says_who_ended_it(
    credential: Credential, now: datetime
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Credential.objects.filter(pk=credential.pk).update(ended_at=now)


@pytest.mark.parametrize(
    ("state", "may"),
    [("new", False), ("working", True), ("lacking", False), ("refused", False)],
)
def test_nothing_is_sent_where_the_platform_does_not_let_us(
    credential: Credential, blog: Channel, now: datetime, state: str, may: bool
) -> None:
    Credential.objects.update(state=state)

    if may:
        services.require_connection(blog, now=now)
    else:
        with refused("security.account_is_connected") as caught:
            services.require_connection(blog, now=now)
        assert caught.value.remedy


def test_nothing_is_sent_where_nothing_is_connected(
    blog: Channel, now: datetime
) -> None:
    with refused("security.account_is_connected"):
        services.require_connection(blog, now=now)


def whole_database() -> str:
    """Every row of every table, as text, and every sealed byte."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        rows = []
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 — names of our own
            rows += [
                bytes(value) if isinstance(value, memoryview) else value
                for row in cursor.fetchall()
                for value in row
            ]
    return repr(rows)


def test_the_password_is_nowhere_in_clear(
    connect: Connect,
    platform: type[Blog],
    layla: User,
    now: datetime,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    kept = connect()
    assert sweep(tasks.look_at_connections, now) == 1
    assert platform.asked[0].token == SECRET
    services.report_refused(kept.channel, "401", now=now)

    said = whole_database() + caplog.text + serializers.serialize("json", [kept])
    assert kept.login in said
    for secret in (SECRET, "".join(SECRET.split()), SECRET.split()[1]):
        assert secret not in said
    assert Message.objects.filter(kind="security").exists()  # they are rows as well
