"""Each control: one case that is kept, one that is not."""

from datetime import datetime, timedelta

import pytest

from rasmi.delegations.models import Delegation
from rasmi.engagement.models import Conversation, InformationRequest, Reply, Wait
from rasmi.people.models import User
from rasmi.policy import services as policy
from rasmi.policy.models import Decision
from rasmi.rules import Verdict
from tests.conftest import Decided
from tests.engagement.conftest import Begin, Write, answer
from tests.factories import verdict

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
MET, NOT_MET = Verdict.MET, Verdict.NOT_MET


@pytest.mark.parametrize(
    ("lever", "done"),
    [
        ("engagement.first_reply_in_time", "first_at"),
        ("engagement.answered_in_time", "final_at"),
        ("engagement.each_is_answered", "ended_at"),
    ],
)
def test_what_is_late_is_found(
    conversation: Conversation, lever: str, done: str, now: datetime
) -> None:
    later = now + 10 * DAY
    assert verdict(lever, now) == (MET, 1, 0)
    assert verdict(lever, later) == (NOT_MET, 1, 1)

    Wait.objects.update(**{done: now + MINUTE})
    assert verdict(lever, later)[0] == MET


@pytest.mark.parametrize(
    ("lever", "done"),
    [
        ("engagement.first_reply_in_time", "first_at"),
        ("engagement.answered_in_time", "final_at"),
    ],
)
def test_what_came_late_stays_found(
    conversation: Conversation, lever: str, done: str, now: datetime
) -> None:
    Wait.objects.update(**{done: now + 9 * DAY, "ended_at": now + 9 * DAY})

    assert verdict(lever, now + 10 * DAY)[0] == NOT_MET


def test_the_share_of_late_ones_needs_an_approved_number(
    conversation: Conversation,
    decided: Decided,
    rania: User,
    basim: User,
    now: datetime,
) -> None:
    lever, later = "engagement.late_share_is_low", now + DAY
    assert verdict(lever, later)[0] == Verdict.NOT_SET

    adoption = policy.enter_adoption(
        decision=decided(Decision.Kind.PARAMETERS),
        values={"overdue_rate_limit": {"percent": 5}},
        holds_from=now.date(),
        by=rania,
        now=now,
    )
    policy.confirm_adoption(adoption, by=basim, now=now)
    assert verdict(lever, later)[0] == NOT_MET
    Wait.objects.update(first_at=now)
    assert verdict(lever, later)[0] == MET


def test_what_nobody_sorts_in_time_is_found(begin: Begin, now: datetime) -> None:
    begin()

    assert verdict("engagement.each_is_triaged", now)[0] == MET
    assert verdict("engagement.each_is_triaged", now + DAY)[0] == NOT_MET


def test_a_fact_without_a_source_and_a_second_person_is_found(
    reply_with: Write, request_: InformationRequest, khalid: User, now: datetime
) -> None:
    answer(request_, now)
    reply_with(cites=request_)
    Reply.objects.update(confirmed_at=now)
    lever = "engagement.facts_come_from_units"
    assert verdict(lever, now) == (MET, 1, 0)

    Reply.objects.update(cites=None)
    assert verdict(lever, now)[0] == NOT_MET
    Reply.objects.update(reviewed_by=khalid)
    assert verdict(lever, now)[0] == MET


def test_a_unit_that_is_late_is_found(
    request_: InformationRequest, now: datetime
) -> None:
    lever = "engagement.units_answer_in_time"
    assert verdict(lever, now)[0] == MET
    assert verdict(lever, now + 5 * DAY)[0] == NOT_MET

    answer(request_, now + 4 * DAY)
    assert verdict(lever, now + 5 * DAY)[0] == NOT_MET


def test_asking_late_is_found(
    request_: InformationRequest, answers: Delegation, now: datetime
) -> None:
    lever = "engagement.verification_begins_in_time"
    assert verdict(lever, now)[0] == MET

    InformationRequest.objects.update(asked_at=now + 31 * MINUTE)
    assert verdict(lever, now)[0] == NOT_MET


def test_a_topic_without_a_speaker_is_found(
    conversation: Conversation, answers: Delegation, now: datetime
) -> None:
    lever = "engagement.each_topic_has_a_speaker"
    assert verdict(lever, now) == (MET, 1, 0)

    answers.topics.all().delete()
    assert verdict(lever, now) == (NOT_MET, 1, 1)

    Conversation.objects.update(kind="")  # not sorted: nobody knows about what it is
    assert verdict(lever, now) == (MET, 0, 0)


def test_a_delegation_that_ended_speaks_of_nothing(
    conversation: Conversation, answers: Delegation, now: datetime
) -> None:
    lever = "engagement.each_topic_has_a_speaker"

    assert verdict(lever, answers.ends_at - MINUTE)[0] == MET
    assert verdict(lever, answers.ends_at)[0] == NOT_MET
