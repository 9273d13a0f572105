from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from rasmi.channels.models import Channel
from rasmi.core.calendar import start_of
from rasmi.delegations import selectors, services
from rasmi.delegations.models import Delegation, Task
from rasmi.delegations.selectors import State
from rasmi.people import services as people
from rasmi.people.models import Attempt, Topic, Unit, User
from rasmi.policy import services as policy
from rasmi.policy.models import Decision
from rasmi.rules import Verdict
from tests.conftest import Decided, Reviewed
from tests.delegations.conftest import Nominate
from tests.factories import owed, refused, verdict

DAY = timedelta(days=1)


def may(user: User, account: Channel, task: Task, topic: Topic, now: datetime) -> bool:
    return selectors.right(user, account, task, topic, now) is not None


def test_a_right_is_for_this_account_task_and_topic(
    active: Delegation,
    account: Channel,
    topic: Topic,
    yusuf: User,
    salma: User,
    now: datetime,
) -> None:
    other = Topic.objects.create(
        name_ar="آخر", name_en="Other", unit=topic.unit, opened_at=now
    )

    assert may(yusuf, account, Task.REPLY, topic, now)
    assert not may(yusuf, account, Task.PUBLISH, topic, now)
    assert not may(yusuf, account, Task.REPLY, other, now)
    assert not may(salma, account, Task.REPLY, topic, now)
    with refused("delegations.holds_the_right"):
        services.require_right(yusuf, account, Task.PUBLISH, topic=topic, now=now)
    found = services.require_right(yusuf, account, Task.REPLY, topic=topic, now=now)
    assert found == active


def test_a_right_begins_and_ends_with_its_days(
    active: Delegation, account: Channel, topic: Topic, yusuf: User, now: datetime
) -> None:
    last = active.ends_at - timedelta(seconds=1)
    assert may(yusuf, account, Task.REPLY, topic, last)
    assert not may(yusuf, account, Task.REPLY, topic, active.ends_at)
    assert not may(yusuf, account, Task.REPLY, topic, now - DAY)
    assert selectors.state(active, active.ends_at) == State.ENDED


def test_a_revoked_right_is_gone_at_once(
    active: Delegation,
    account: Channel,
    topic: Topic,
    yusuf: User,
    layla: User,
    now: datetime,
) -> None:
    services.revoke(active, reason="انتقال", by=layla, now=now + DAY)

    assert not may(yusuf, account, Task.REPLY, topic, now + DAY)
    active.refresh_from_db()
    assert selectors.state(active, now + DAY) == State.REVOKED
    with refused("delegations.revoked_once"):
        services.revoke(active, reason="ثانية", by=layla, now=now + DAY)


def test_a_stranger_revokes_nothing(
    active: Delegation, salma: User, hamad_of_security: User, now: datetime
) -> None:
    with refused("delegations.revoked_by_who_may"):
        services.revoke(active, reason="س", by=salma, now=now)

    services.revoke(active, reason="اشتباه", by=hamad_of_security, now=now)


@pytest.fixture
def hamad_of_security(body: Unit, now: datetime) -> User:
    from rasmi.people.models import Power
    from tests.factories import appoint_to, make_user

    user = make_user("hamad", body, now)
    appoint_to(user, body, "أمن المعلومات", [Power.SECRETS], now)
    return user


def test_who_leaves_or_moves_speaks_no_more(
    active: Delegation,
    account: Channel,
    topic: Topic,
    yusuf: User,
    maryam: User,
    body: Unit,
    now: datetime,
) -> None:
    people.move_person(
        yusuf,
        unit=body,
        title_ar="باحث",
        title_en="Researcher",
        by=maryam,
        now=now + DAY,
    )
    assert not may(yusuf, account, Task.REPLY, topic, now + 2 * DAY)
    assert selectors.state(active, now + 2 * DAY) == State.LAPSED

    people.release_person(yusuf, by=maryam, now=now + 3 * DAY)
    yusuf.refresh_from_db()
    assert not may(yusuf, account, Task.REPLY, topic, now + 4 * DAY)


def test_a_closed_account_takes_the_right_with_it(
    active: Delegation, account: Channel, topic: Topic, yusuf: User, now: datetime
) -> None:
    Channel.objects.update(state=Channel.State.CLOSED)

    assert not may(yusuf, account, Task.REPLY, topic, now)


def test_old_training_or_a_new_issue_stops_the_right(
    active: Delegation,
    account: Channel,
    topic: Topic,
    yusuf: User,
    rania: User,
    decided: Decided,
    reviewed: Reviewed,
    now: datetime,
) -> None:
    assert verdict("delegations.trained", now) == (Verdict.MET, 1, 0)
    Attempt.objects.update(finished_at=now - 400 * DAY)
    with refused("delegations.trained"):
        services.require_right(yusuf, account, Task.REPLY, topic=topic, now=now)
    assert verdict("delegations.trained", now) == (Verdict.NOT_MET, 1, 1)
    assert len(owed("delegations.trained", now, user=yusuf)) == 1

    Attempt.objects.update(finished_at=now)
    lever = "delegations.official_view_acknowledged"
    assert verdict(lever, now) == (Verdict.MET, 1, 0)
    second = policy.import_wording(
        {"meta": {"issue": "2"}, "clauses": [{"id": "A1.1", "ar": "نص"}]}, now=now
    )
    reviewed(second)
    policy.bring_into_force(
        second, decision=decided(Decision.Kind.POLICY), by=rania, now=now
    )
    with refused("delegations.official_view_acknowledged"):
        services.require_right(yusuf, account, Task.REPLY, topic=topic, now=now)
    assert verdict(lever, now) == (Verdict.NOT_MET, 1, 1)
    assert len(owed(lever, now, user=yusuf)) == 1


def test_the_list_is_renewed_every_year(
    active: Delegation, nominate: Nominate, layla: User, salma: User, now: datetime
) -> None:
    lever = "delegations.renewed_yearly"
    soon, over = active.ends_at - 30 * DAY, active.ends_at + DAY
    assert verdict(lever, now) == (Verdict.MET, 1, 0)
    assert owed(lever, now, user=layla) == []
    assert len(owed(lever, soon, user=layla)) == 1
    assert owed(lever, soon, user=salma) == []
    assert verdict(lever, over) == (Verdict.NOT_MET, 1, 1)

    nominate(
        starts_at=active.ends_at,
        ends_at=start_of(timezone.localdate(active.ends_at + 300 * DAY)),
        now=soon,
    )

    assert owed(lever, soon, user=layla) == []


def test_who_is_to_speak_adds_a_second_factor_first(
    nominated: Delegation, yusuf: User
) -> None:
    client = Client()
    client.force_login(yusuf, "allauth.account.auth_backends.AuthenticationBackend")

    assert client.get("/")["Location"] == "/account/second-factor/"
