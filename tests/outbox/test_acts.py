"""Replies, hiding and showing again go the same way out as posts."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from rasmi.channels.models import Channel
from rasmi.delegations.models import Delegation, Task
from rasmi.intake.models import RemoteObject, Shown
from rasmi.outbox import services
from rasmi.outbox.models import Intent, Saying
from rasmi.people.models import Topic, User
from rasmi.policy import services as policy
from rasmi.policy.models import Decision, PolicyVersion
from rasmi.security import services as security
from rasmi.security.models import Stop
from tests.factories import refused
from tests.hearing import say
from tests.speaking import HOUR, delegate, make_ready

ANSWER = "يبدأ التقديم يوم الأحد.\n— دائرة التواصل والإعلام"


@pytest.fixture
def answers(
    account: Channel,
    salma: User,
    topic: Topic,
    paper: Decision,
    issue: PolicyVersion,
    now: datetime,
) -> Delegation:
    make_ready(salma, now)
    tasks = [Task.REPLY, Task.MODERATE]
    return delegate(salma, account, tasks, topic, decision=paper, now=now)


@pytest.fixture
def said(account: Channel, now: datetime) -> RemoteObject:
    return say(account, now)


@pytest.fixture
def reply(said: RemoteObject, topic: Topic, now: datetime) -> Saying:
    return Saying(
        act="cited_reply",
        subject=str(said.record),
        channel=said.channel,
        text=ANSWER,
        pictures=(),
        topic=topic,
        information_class="public_announcement",
        not_before=now,
        not_after=now + HOUR,
        target=said,
    )


def plan(saying: Saying, by: User, now: datetime) -> Intent:
    assert saying.target
    assert saying.target.record
    return services.plan(
        saying,
        record=saying.target.record,
        written_by=by,
        person=by,
        seen=[],
        by=by,
        now=now,
    )


def order(said: RemoteObject, now: datetime, act: str = "hide") -> Saying:
    return Saying(
        act=act,
        subject=str(said.record),
        channel=said.channel,
        text="",
        pictures=(),
        topic=None,
        information_class="",
        not_before=now,
        not_after=now + timedelta(days=7),
        target=said,
    )


def test_what_cites_a_unit_needs_no_second_person(
    reply: Saying, answers: Delegation, salma: User, now: datetime
) -> None:
    intent = plan(reply, salma, now)

    assert all(each.holds for each in services.ask_all(intent, now))


def test_any_other_reply_needs_one(
    reply: Saying, answers: Delegation, salma: User, khalid: User, now: datetime
) -> None:
    free = replace(reply, act="reply")
    with refused("outbox.approved_by_another"):
        plan(free, salma, now)

    policy.approve(
        "reply",
        free.digest,
        written_by=salma,
        written_at=now,
        window=(free.not_before, free.not_after),
        by=khalid,
        now=now,
    )
    assert plan(free, salma, now).is_waiting


def test_an_approval_of_one_reply_serves_no_other_comment(
    reply: Saying, account: Channel, now: datetime
) -> None:
    other = replace(reply, target=say(account, now))

    assert other.digest != reply.digest


def test_who_may_publish_may_not_reply_for_that(
    reply: Saying, writes: Delegation, salma: User, now: datetime
) -> None:
    with refused("delegations.holds_the_right"):
        plan(reply, salma, now)


def test_a_reply_outside_the_topics_of_the_delegation_is_refused(
    reply: Saying, answers: Delegation, salma: User, now: datetime
) -> None:
    other = Topic.objects.create(
        name_ar="البعثات",
        name_en="Scholarships",
        unit=answers.channel.owner,
        opened_at=now,
    )
    with refused("delegations.holds_the_right"):
        plan(replace(reply, topic=other), salma, now)


def test_what_was_deleted_meanwhile_is_not_answered(
    reply: Saying, said: RemoteObject, answers: Delegation, salma: User, now: datetime
) -> None:
    said.shown = Shown.DELETED
    said.save()

    with refused("outbox.target_is_still_there"):
        plan(replace(reply, target=said), salma, now)


def test_nothing_is_hidden_before_it_is_captured(
    account: Channel, answers: Delegation, salma: User, now: datetime
) -> None:
    with refused("outbox.captured_before_hidden"):
        plan(order(say(account, now, is_kept=False), now), salma, now)

    assert plan(order(say(account, now), now), salma, now).is_waiting


@pytest.mark.parametrize("act", ["hide", "show"])
def test_order_is_kept_while_speaking_is_stopped(
    act: str,
    said: RemoteObject,
    reply: Saying,
    answers: Delegation,
    salma: User,
    khalid: User,
    now: datetime,
) -> None:
    security.stop(
        channel=said.channel,
        kind=Stop.Kind.PAUSE,
        reason="حداد وطني عام",
        by=khalid,
        now=now,
    )

    hiding, answer = plan(order(said, now, act), salma, now), plan(reply, salma, now)

    assert all(each.holds for each in services.ask_all(hiding, now))
    assert not all(each.holds for each in services.ask_all(answer, now))


def test_who_may_only_reply_hides_nothing(
    said: RemoteObject, answers: Delegation, salma: User, now: datetime
) -> None:
    answers.tasks.filter(task=Task.MODERATE).delete()

    with refused("delegations.holds_the_right"):
        plan(order(said, now), salma, now)
