"""Applications of others: found, asked for by one, allowed by another, removed."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db.models import Model, QuerySet

from rasmi.audit.models import Entry
from rasmi.channels.models import Channel
from rasmi.people.models import Power, Unit, User
from rasmi.rules import Verdict
from rasmi.security import services
from rasmi.security.models import App, ConnectedApp
from tests.factories import appoint_to, make_user, owed, refused, verdict
from tests.security.conftest import make_account

DAY = timedelta(days=1)


@pytest.fixture
def found(account: Channel, layla: User, now: datetime) -> ConnectedApp:
    """A game, on an account whose applications were compared today."""
    services.attest(account, answers={"apps": "yes"}, by=layla, now=now)
    return services.find_app(
        account, name="Farm Fun", maker="Fun Ltd", scopes="write", by=layla, now=now
    )


@pytest.fixture
def noor(body: Unit, now: datetime) -> User:
    """She keeps credentials as well."""
    user = make_user("noor", body, now)
    appoint_to(user, body, "أخصائية أمن", [Power.SECRETS], now)
    return user


def ask(found: ConnectedApp, by: User, now: datetime) -> App:
    return services.ask_for_app(
        found.app, channel=found.channel, why="لجدولة المنشورات", by=by, now=now
    )


def test_an_application_that_nobody_allowed_is_a_finding(
    found: ConnectedApp, layla: User, now: datetime
) -> None:
    assert verdict("security.apps_are_allowed", now) == (Verdict.NOT_MET, 1, 1)
    assert len(owed("security.apps_are_allowed", now, user=layla)) == 1
    assert owed("security.apps_are_allowed", now, "approve") == []

    services.remove_app(found, how="من صفحة التطبيقات", by=layla, now=now)

    assert verdict("security.apps_are_allowed", now) == (Verdict.MET, 1, 0)
    assert owed("security.apps_are_allowed", now, user=layla) == []
    with refused("security.only_a_connected_app_is_removed"):
        services.remove_app(found, how="مرة أخرى", by=layla, now=now)


def test_where_nobody_compared_them_lately_nothing_is_known(
    account: Channel, layla: User, now: datetime
) -> None:
    assert verdict("security.apps_are_allowed", now)[0] == Verdict.UNKNOWN

    services.attest(account, answers={"apps": "yes"}, by=layla, now=now)

    assert verdict("security.apps_are_allowed", now)[0] == Verdict.MET
    assert verdict("security.apps_are_allowed", now + 100 * DAY)[0] == Verdict.UNKNOWN


def test_one_asks_and_another_allows(
    found: ConnectedApp, badr: User, noor: User, layla: User, now: datetime
) -> None:
    app = ask(found, badr, now)
    assert verdict("security.apps_are_allowed", now)[0] == Verdict.NOT_MET
    assert (
        len(owed("security.app_waits_for_a_decision", now, "secrets", user=noor)) == 1
    )
    assert owed("security.app_waits_for_a_decision", now, "secrets", user=badr) == []
    with refused("security.app_waits_for_a_decision"):
        ask(found, layla, now)
    with refused("people.two_persons"):
        services.decide_app(app, is_allowed=True, answer="نعم", by=badr, now=now)
    with refused("people.holds_power"):
        services.decide_app(app, is_allowed=True, answer="نعم", by=layla, now=now)

    services.decide_app(app, is_allowed=True, answer="لا بديل", by=noor, now=now)

    assert verdict("security.apps_are_allowed", now) == (Verdict.MET, 1, 0)
    assert owed("security.app_waits_for_a_decision", now, "secrets", user=noor) == []
    with refused("security.app_waits_for_a_decision"):
        services.decide_app(app, is_allowed=False, answer="لا", by=noor, now=now)


def test_one_person_ends_that_it_is_allowed(
    found: ConnectedApp, badr: User, noor: User, layla: User, now: datetime
) -> None:
    app = ask(found, badr, now)
    with refused("security.only_an_allowed_app_is_ended"):
        services.end_app(app, why="اختُرق", by=badr, now=now)
    services.decide_app(app, is_allowed=True, answer="نعم", by=noor, now=now)
    with refused("people.holds_power"):
        services.end_app(app, why="اختُرق", by=layla, now=now)

    services.end_app(app, why="اختُرق", by=badr, now=now + DAY)  # who asked for it

    assert verdict("security.apps_are_allowed", now + DAY) == (Verdict.NOT_MET, 1, 1)
    assert len(owed("security.apps_are_allowed", now + DAY, user=layla)) == 1
    assert Entry.objects.filter(action="security.app.end", actor=badr).exists()
    again = ask(found, layla, now + DAY)
    assert again.ended_by is None


def test_it_is_allowed_with_what_it_could_do_when_it_was_asked_for(
    found: ConnectedApp, noor: User, layla: User, media: Unit, now: datetime
) -> None:
    def there(channel: Channel, scopes: str) -> ConnectedApp:
        facts: Any = {"name": "farm fun", "maker": "Fun Ltd", "scopes": scopes}
        return services.find_app(channel, **facts, by=layla, now=now)

    def other(name: str) -> Channel:
        channel = make_account(name, media, now)
        services.attest(channel, answers={"apps": "yes"}, by=layla, now=now)
        return channel

    first, third = other("one"), other("two")
    there(first, "Read  posts, write")
    app = ask(found, layla, now)
    late = there(third, "write, delete messages")  # after the question
    services.decide_app(app, is_allowed=True, answer="نعم", by=noor, now=now)

    assert verdict("security.apps_are_allowed", now) == (Verdict.NOT_MET, 3, 1)
    (owes,) = owed("security.apps_are_allowed", now, user=layla)
    assert late.channel.name_en in owes
    services.remove_app(late, how="أُزيل", by=layla, now=now)
    there(third, "WRITE، read posts")  # less than was allowed, or as much
    assert verdict("security.apps_are_allowed", now) == (Verdict.MET, 3, 0)

    services.remove_app(found, how="أُزيل", by=layla, now=now)
    grown = there(found.channel, "write, admin")

    assert verdict("security.apps_are_allowed", now) == (Verdict.NOT_MET, 3, 1)
    with refused("security.app_waits_for_a_decision"):
        services.ask_for_app(grown.app, channel=first, why="ب", by=layla, now=now)
    again = ask(grown, layla, now)
    services.decide_app(again, is_allowed=True, answer="نعم", by=noor, now=now)
    assert verdict("security.apps_are_allowed", now) == (Verdict.MET, 3, 0)


def test_it_is_asked_for_only_where_it_is_connected(
    found: ConnectedApp, layla: User, media: Unit, now: datetime
) -> None:
    other = make_account("other", media, now)
    with refused("security.only_a_connected_app_is_asked_for"):
        services.ask_for_app(found.app, channel=other, why="ل", by=layla, now=now)

    services.remove_app(found, how="أُزيل", by=layla, now=now)

    with refused("security.only_a_connected_app_is_asked_for"):
        ask(found, layla, now)


def test_two_enter_the_same_new_application_at_once(
    found: ConnectedApp,
    monkeypatch: pytest.MonkeyPatch,
    layla: User,
    media: Unit,
    now: datetime,
) -> None:
    def unseen(rows: QuerySet[Model]) -> Model | None:
        return None if rows.model is App else first(rows)

    other, first = make_account("other", media, now), QuerySet.first
    monkeypatch.setattr(QuerySet, "first", unseen)  # entered since this one looked
    facts: Any = {"name": "farm fun", "maker": "Fun Ltd", "scopes": "read"}

    second = services.find_app(other, **facts, by=layla, now=now)

    assert second.app == found.app


def test_one_that_is_not_allowed_is_still_to_be_removed(
    found: ConnectedApp, layla: User, badr: User, now: datetime
) -> None:
    app = ask(found, layla, now)

    services.decide_app(app, is_allowed=False, answer="لعبة", by=badr, now=now)

    assert verdict("security.apps_are_allowed", now) == (Verdict.NOT_MET, 1, 1)
    assert ask(found, layla, now).is_asked  # with better reasons


def test_it_is_entered_once_and_known_on_every_account(
    found: ConnectedApp, layla: User, yusuf: User, now: datetime
) -> None:
    facts: Any = {"name": "farm fun", "maker": "FUN LTD", "scopes": "read"}
    with refused("security.app_is_entered_once"):
        services.find_app(found.channel, **facts, by=layla, now=now)
    with refused("security.attested_by_who_answers"):
        services.find_app(found.channel, **facts, by=yusuf, now=now)

    services.remove_app(found, how="أزيل", by=layla, now=now)
    again = services.find_app(found.channel, **facts, by=layla, now=now)

    assert again.app == found.app
