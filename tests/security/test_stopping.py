from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from rasmi.audit.models import Entry
from rasmi.channels.models import Channel
from rasmi.delegations.models import Delegation
from rasmi.notify.models import Message
from rasmi.people.models import Power, Unit, User
from rasmi.security import selectors, services
from rasmi.security.models import Stop, StoppedChannel
from tests.factories import appoint_to, make_user, refused
from tests.security.conftest import Begin, make_account

MINUTE = timedelta(minutes=1)


@pytest.fixture
def below(media: Unit, now: datetime) -> Unit:
    return Unit.objects.create(
        name_ar="قسم النشر", name_en="Desk", parent=media, since_at=now
    )


@pytest.fixture
def elsewhere(body: Unit, now: datetime) -> Channel:
    """An account of another unit."""
    unit = Unit.objects.create(name_ar="القبول", name_en="O", parent=body, since_at=now)
    return make_account("admission", unit, now)


def test_one_person_stops_an_account_and_all_concerned_are_told(
    active: Delegation, account: Channel, layla: User, badr: User, begin: Begin
) -> None:
    begun = begin(channel=account)

    assert list(selectors.stops_on(account)) == [begun]
    told = set(
        Message.objects.filter(kind="security").values_list("address", flat=True)
    )
    assert {active.person.email, layla.email} <= told
    assert badr.email not in told
    entry = Entry.objects.get(action="security.stop.begin")
    assert entry.facts == {"kind": "incident", "accounts": [account.pk]}


def test_nothing_is_said_while_a_stop_is_in_force(
    stopped: Stop, account: Channel, elsewhere: Channel, now: datetime
) -> None:
    with refused("security.no_stop_in_force") as caught:
        services.require_no_stop(account, now=now)

    assert stopped.by_name in caught.value.sentence
    assert str(stopped) in caught.value.sentence
    assert caught.value.remedy
    services.require_no_stop(elsewhere, now=now)


def test_a_stop_of_a_unit_is_for_the_units_below_and_for_no_other(
    begin: Begin,
    account: Channel,
    media: Unit,
    below: Unit,
    elsewhere: Channel,
    now: datetime,
) -> None:
    deep = make_account("desk", below, now)

    begun = begin(unit=media)

    for each, is_stopped in ((account, True), (deep, True), (elsewhere, False)):
        assert selectors.stops_on(each).exists() is is_stopped
        assert (each in selectors.channels_under(begun)) is is_stopped


def test_a_stop_of_a_unit_goes_on_where_an_account_is_moved_away(
    begin: Begin, account: Channel, media: Unit, elsewhere: Channel, now: datetime
) -> None:
    begun = begin(unit=media)

    Channel.objects.filter(pk=account.pk).update(owner=elsewhere.owner)
    account.refresh_from_db()

    with refused("security.no_stop_in_force"):
        services.require_no_stop(account, now=now)
    assert account in selectors.channels_under(begun)


def test_a_stop_of_a_unit_goes_on_where_a_unit_is_moved_away(
    begin: Begin, media: Unit, below: Unit, elsewhere: Channel, now: datetime
) -> None:
    deep = make_account("desk", below, now)
    begin(unit=media)

    Unit.objects.filter(pk=below.pk).update(parent=elsewhere.owner)

    with refused("security.no_stop_in_force"):
        services.require_no_stop(deep, now=now)


def test_a_stop_of_a_unit_is_for_an_account_that_is_moved_into_it(
    begin: Begin, media: Unit, elsewhere: Channel, now: datetime
) -> None:
    begin(unit=media)

    Channel.objects.filter(pk=elsewhere.pk).update(owner=media)
    elsewhere.refresh_from_db()

    with refused("security.no_stop_in_force"):
        services.require_no_stop(elsewhere, now=now)


def test_who_speaks_on_an_account_that_was_moved_away_still_reads_why(
    active: Delegation, begin: Begin, media: Unit, elsewhere: Channel, now: datetime
) -> None:
    begun = begin(unit=media)

    Channel.objects.filter(pk=active.channel_id).update(owner=elsewhere.owner)

    assert active.person in selectors.who_speaks(begun, now)
    assert selectors.may_read_reason(active.person, (), begun, now)


def test_an_account_stands_once_in_a_stop(stopped: Stop, account: Channel) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        StoppedChannel.objects.create(stop=stopped, channel=account)


def test_a_stop_counts_whatever_the_clock_of_the_sender_says(
    begin: Begin, account: Channel, now: datetime
) -> None:
    begin(channel=account, now=now + MINUTE)

    with refused("security.no_stop_in_force"):
        services.require_no_stop(account, now=now)
    with refused("security.stopped_once"):
        begin(channel=account)


def test_a_stop_of_all_is_for_accounts_that_come_later(
    begin: Begin, account: Channel, media: Unit, now: datetime
) -> None:
    begun = begin(kind=Stop.Kind.PAUSE)

    for each in (account, make_account("new", media, now)):
        assert each in selectors.channels_under(begun)
        with refused("security.no_stop_in_force"):
            services.require_no_stop(each, now=now)


@pytest.mark.parametrize(
    "power", [Power.SECRETS, Power.APPROVE, Power.HEAD, Power.DECIDE]
)
def test_who_watches_over_accounts_stops_all_of_them(
    body: Unit, begin: Begin, power: Power, now: datetime
) -> None:
    watcher = make_user("watcher", body, now)
    appoint_to(watcher, body, "مراقب", [power], now)

    assert begin(by=watcher).stopped_by == watcher


def test_who_speaks_on_an_account_stops_it_and_no_other(
    active: Delegation,
    account: Channel,
    media: Unit,
    elsewhere: Channel,
    begin: Begin,
) -> None:
    speaker = active.person

    assert begin(channel=account, by=speaker)
    for scope in ({"channel": elsewhere}, {"unit": media}, {}):
        with refused("security.may_stop"):
            begin(by=speaker, **scope)


def test_whose_right_to_speak_has_ended_stops_nothing(
    active: Delegation, account: Channel, begin: Begin
) -> None:
    with refused("security.may_stop"):
        begin(channel=account, by=active.person, now=active.ends_at)


def test_the_owner_stops_its_accounts_and_not_all(
    layla: User, account: Channel, media: Unit, below: Unit, begin: Begin
) -> None:
    for scope in ({"channel": account}, {"unit": media}, {"unit": below}):
        assert begin(by=layla, **scope)
    with refused("security.may_stop"):
        begin(by=layla)


def test_a_stranger_stops_nothing(
    salim: User, account: Channel, media: Unit, begin: Begin, now: datetime
) -> None:
    for scope in ({"channel": account}, {"unit": media}, {}):
        with refused("security.may_stop"):
            begin(by=salim, **scope)
    with refused("security.may_stop"):
        services.require_stopper(salim, now=now)
    assert not Stop.objects.exists()


@pytest.mark.parametrize("scope", ["channel", "unit", "all"])
def test_the_very_same_stop_is_not_begun_twice(
    begin: Begin, account: Channel, media: Unit, scope: str
) -> None:
    scopes: dict[str, Any] = {"channel": {"channel": account}, "unit": {"unit": media}}
    chosen = scopes.get(scope, {})
    begin(**chosen)

    with refused("security.stopped_once"):
        begin(**chosen)

    assert begin(kind=Stop.Kind.PAUSE, **chosen)


def test_the_rows_of_the_accounts_are_held_in_their_order(
    begin: Begin, account: Channel, elsewhere: Channel
) -> None:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        begin()

    said = [each["sql"] for each in queries]
    held = next(
        number
        for number, sql in enumerate(said)
        if 'FROM "channels_channel"' in sql
        and 'ORDER BY "channels_channel"."id"' in sql
    )
    begun = next(n for n, sql in enumerate(said) if 'INTO "security_stop"' in sql)
    assert held < begun
    if connection.features.has_select_for_update:
        assert said[held].endswith("FOR UPDATE")


def test_the_database_refuses_what_the_services_refuse(
    asked: Stop, media: Unit, badr: User, layla: User, now: datetime
) -> None:
    wrong = (
        {"unit": media},
        {"resumed_by": badr, "resumed_at": now},
        {"resumed_at": now},
        {"resume_asked_by": None},
        {
            "resumed_by": layla,
            "resumed_at": now,
            "resume_asked_by": None,
            "resume_asked_at": None,
        },
    )
    for change in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            Stop.objects.filter(pk=asked.pk).update(**change)


@pytest.mark.parametrize("scope", ["channel", "unit", "all"])
def test_the_database_keeps_one_of_each(
    begin: Begin, account: Channel, media: Unit, scope: str
) -> None:
    scopes: dict[str, Any] = {"channel": {"channel": account}, "unit": {"unit": media}}
    begun = begin(**scopes.get(scope, {}))
    begun.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        begun.save(force_insert=True)


def test_emergencies_are_shown_before_pauses(
    begin: Begin, account: Channel, now: datetime
) -> None:
    incident = begin()
    pause = begin(kind=Stop.Kind.PAUSE)

    assert list(selectors.stops_on(account)) == [incident, pause]
