from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.utils import timezone

from rasmi.channels.models import Channel
from rasmi.core.calendar import start_of
from rasmi.delegations import services
from rasmi.delegations.models import AssessedCriterion, Delegation, Shift, Task
from rasmi.people import courses
from rasmi.people.models import Attempt, Power, Topic, Unit, User
from rasmi.policy.models import Decision, PolicyVersion
from tests.conftest import Decided
from tests.factories import appoint_to, make_user

DAY = timedelta(days=1)
Level = AssessedCriterion.Level
Nominate = Callable[..., Delegation]


@pytest.fixture
def media(body: Unit, now: datetime) -> Unit:
    return Unit.objects.create(
        name_ar="دائرة الإعلام", name_en="Media", parent=body, since_at=now
    )


@pytest.fixture
def layla(media: Unit, now: datetime) -> User:
    """She heads the department that owns the account."""
    user = make_user("layla", media, now)
    appoint_to(user, media, "رئيسة الدائرة", [], now)
    return user


@pytest.fixture
def yusuf(media: Unit, now: datetime) -> User:
    """He is to speak."""
    return make_user("yusuf", media, now)


@pytest.fixture
def senior(body: Unit, now: datetime) -> User:
    """She is of senior management."""
    user = make_user("senior", body, now)
    appoint_to(user, body, "وكيلة الوزارة", [Power.DECIDE], now)
    return user


@pytest.fixture
def topic(media: Unit, now: datetime) -> Topic:
    return Topic.objects.create(
        name_ar="القبول", name_en="Admission", unit=media, opened_at=now
    )


@pytest.fixture
def account(media: Unit, now: datetime) -> Channel:
    """An active account; how it became so is tested elsewhere."""
    return Channel.objects.create(
        platform="x",
        handle="demo",
        name_ar="الوزارة على إكس",
        name_en="X",
        owner=media,
        state=Channel.State.ACTIVE,
        since_at=now,
    )


@pytest.fixture
def nominate(
    account: Channel, topic: Topic, layla: User, yusuf: User, now: datetime
) -> Nominate:
    def nominate(person: User = yusuf, **other: Any) -> Delegation:
        facts = {
            "channels": [account],
            "tasks": [Task.DRAFT, Task.REPLY],
            "topics": [topic],
            "starts_at": start_of(timezone.localdate(now)),
            "ends_at": start_of(timezone.localdate(now + 300 * DAY)),
            "by": layla,
            "now": now,
        }
        return services.nominate(person, **{**facts, **other})[0]

    return nominate


@pytest.fixture
def nominated(nominate: Nominate) -> Delegation:
    return nominate()


def train(user: User, now: datetime) -> None:
    """The person passed the course; how that is done is tested with the courses."""
    course = courses.speaking()
    asked = sorted(course.questions)[: course.drawn]
    Attempt.objects.create(
        user=user,
        course=course.key,
        edition=course.edition,
        questions=asked,
        answers={key: course.questions[key].right for key in asked},
        score=100,
        passed=True,
        begun_at=now,
        finished_at=now,
    )


def assess(delegation: Delegation, by: User, now: datetime, **levels: Level) -> None:
    criteria = {
        each: (levels.get(each.value, Level.MET), "ملف الموظف")
        for each in AssessedCriterion.Criterion
    }
    services.assess(delegation, criteria=criteria, by=by, now=now)


@pytest.fixture
def ready(
    nominated: Delegation,
    issue: PolicyVersion,
    yusuf: User,
    layla: User,
    senior: User,
    now: datetime,
) -> Delegation:
    """All but the decision is there."""
    train(yusuf, now)
    services.acknowledge(by=yusuf, now=now)
    assess(nominated, layla, now)
    services.approve(nominated, by=senior, now=now)
    nominated.refresh_from_db()
    return nominated


@pytest.fixture
def active(
    ready: Delegation, decided: Decided, rania: User, now: datetime
) -> Delegation:
    decision = decided(Decision.Kind.DELEGATION)
    services.activate(ready, decision=decision, by=rania, now=now)
    ready.refresh_from_db()
    return ready


def on_duty_always(
    account: Channel, person: User, by: User, now: datetime
) -> list[Shift]:
    """The person has each day of the week, from midnight to midnight."""
    return services.give_shifts(
        account,
        person=person,
        weekdays=range(7),
        begins=time.min,
        ends=time.min,
        first_day=timezone.localdate(now),
        by=by,
        now=now,
    )
