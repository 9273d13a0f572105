from datetime import datetime, timedelta

import pytest

from rasmi.channels.models import Channel
from rasmi.delegations.models import Delegation, Task
from rasmi.outbox import services as outbox
from rasmi.outbox.models import Intent
from rasmi.people.models import Topic, User
from rasmi.policy.models import Approval, Decision
from rasmi.publishing import services
from rasmi.publishing.models import Post, Review, Urgency
from rasmi.rules import Verdict
from tests.factories import owed, refused, verdict
from tests.publishing.conftest import Write
from tests.speaking import (
    BLOCKED,
    HOUR,
    PHONE,
    REASON,
    TEXT_AR,
    acts_for,
    acts_on,
    delegate,
    intents_of,
    letters,
    sent,
    stages,
    submitted,
)

Outcome = Review.Outcome
OWED_WITHIN = 4 * HOUR  # by the matrix of the sample pack


@pytest.fixture
def planned_urgently(draft: Post, salma: User, now: datetime) -> Post:
    services.publish_urgently(draft, reason=REASON, by=salma, now=now)
    draft.refresh_from_db()
    return draft


@pytest.fixture
def urgent(planned_urgently: Post, now: datetime) -> Post:
    """Out: it was handed over at once."""
    for intent in intents_of(planned_urgently):
        assert outbox.deliver(intent, now=now)
    return planned_urgently


def look(
    post: Post, by: User, now: datetime, outcome: Outcome = Outcome.UPHELD
) -> None:
    services.look_afterwards(post, outcome=outcome, by=by, now=now)


def test_what_is_urgent_goes_out_at_once_by_one_person(
    planned_urgently: Post, salma: User, now: datetime
) -> None:
    (intent,) = intents_of(planned_urgently)

    assert planned_urgently.is_planned
    assert (intent.act, intent.person) == ("urgent_post", salma)
    assert (intent.not_before, intent.not_after) == (now, now + 2 * HOUR)
    assert outbox.deliver(intent, now=now)
    intent.refresh_from_db()
    assert intent.is_handed
    assert not Approval.objects.exists()
    assert "publishing.post.publish_urgently" in acts_on(planned_urgently)


@pytest.mark.parametrize("reason", ["", "  ", "عاجل جدا "])
def test_what_is_urgent_has_a_reason(
    draft: Post, salma: User, reason: str, now: datetime
) -> None:
    with refused("publishing.urgency_has_a_reason"):
        services.publish_urgently(draft, reason=reason, by=salma, now=now)

    assert intents_of(draft) == []


def test_nothing_that_was_found_goes_out_urgently(
    write: Write, salma: User, now: datetime
) -> None:
    post = write(text_ar=f"{TEXT_AR} {PHONE}")

    with refused("publishing.urgent_is_clear") as caught:
        services.publish_urgently(post, reason=REASON, by=salma, now=now)

    assert "92345678" in caught.value.sentence


def test_what_nobody_may_say_is_not_said_urgently(
    write: Write, salma: User, now: datetime
) -> None:
    with refused("screening.marking"):
        services.publish_urgently(
            write(text_ar=BLOCKED), reason=REASON, by=salma, now=now
        )


def test_who_may_only_write_publishes_nothing_urgently(
    draft: Post, writes: Delegation, salma: User, now: datetime
) -> None:
    writes.tasks.filter(task=Task.PUBLISH).delete()

    with refused("delegations.holds_the_right"):
        services.publish_urgently(draft, reason=REASON, by=salma, now=now)


def test_the_reviewers_are_told_at_once(
    urgent: Post, khalid: User, salma: User
) -> None:
    (letter,) = letters("publishing", khalid)

    assert REASON in letter.text
    assert TEXT_AR not in letter.text
    assert letters("publishing", salma) == []


def test_a_look_afterwards_is_owed_by_reviewers_and_not_by_the_author(
    urgent: Post, khalid: User, salma: User, salim: User, now: datetime
) -> None:
    lever = "publishing.urgent_is_looked_at"

    assert len(owed(lever, now, user=khalid)) == 1
    assert owed(lever, now, user=salma) == []
    assert owed(lever, now, user=salim) == []
    look(urgent, khalid, now)
    assert owed(lever, now, user=khalid) == []


def test_an_urgent_post_is_looked_at_within_its_hours(
    urgent: Post, khalid: User, now: datetime
) -> None:
    lever = "publishing.urgent_is_looked_at"
    last = now + OWED_WITHIN - timedelta(seconds=1)
    assert verdict(lever, last) == (Verdict.MET, 1, 0)
    assert verdict(lever, now + OWED_WITHIN) == (Verdict.NOT_MET, 1, 1)

    look(urgent, khalid, now + OWED_WITHIN)

    assert verdict(lever, now + OWED_WITHIN) == (Verdict.MET, 1, 0)
    assert stages(urgent)[-1] == "looked_at"
    assert acts_on(urgent)[-1] == "publishing.post.look_at_afterwards"


def test_what_is_out_was_read_by_another(
    urgent: Post, khalid: User, now: datetime
) -> None:
    lever = "publishing.reviewed_by_another"
    assert verdict(lever, now) == (Verdict.MET, 0, 0)
    sent(urgent)
    assert verdict(lever, now) == (Verdict.NOT_MET, 1, 1)

    look(urgent, khalid, now)

    assert verdict(lever, now) == (Verdict.MET, 1, 0)


def test_what_was_approved_beforehand_was_read_by_another(
    planned: Post, now: datetime
) -> None:
    lever = "publishing.reviewed_by_another"
    sent(planned)
    assert verdict(lever, now) == (Verdict.MET, 1, 0)

    Approval.objects.all().delete()

    assert verdict(lever, now) == (Verdict.NOT_MET, 1, 1)


def test_an_objection_says_why_and_is_told_to_the_author(
    urgent: Post, khalid: User, salma: User, now: datetime
) -> None:
    with refused("publishing.reviewer_says_why"):
        look(urgent, khalid, now, Outcome.OBJECTED)
    assert not Review.objects.exists()

    services.look_afterwards(
        urgent,
        outcome=Outcome.OBJECTED,
        remark="الموعد المذكور غير صحيح",
        by=khalid,
        now=now,
    )

    assert "الموعد المذكور غير صحيح" in letters("publishing", salma)[-1].text
    assert Review.objects.get().is_objection


def test_an_urgent_post_is_looked_at_once(
    urgent: Post, khalid: User, now: datetime
) -> None:
    look(urgent, khalid, now)

    with refused("publishing.urgent_is_looked_at"):
        look(urgent, khalid, now)


def test_only_what_was_urgent_is_looked_at_afterwards(
    planned: Post, khalid: User, now: datetime
) -> None:
    with refused("publishing.urgent_is_looked_at"):
        look(planned, khalid, now)


@pytest.mark.parametrize("outcome", [Outcome.APPROVED, Outcome.REJECTED])
def test_a_look_afterwards_approves_and_rejects_nothing(
    urgent: Post, khalid: User, outcome: Outcome, now: datetime
) -> None:
    with refused("publishing.urgent_is_looked_at"):
        look(urgent, khalid, now, outcome)


def test_nobody_looks_afterwards_at_what_they_published(
    urgent: Post,
    salma: User,
    account: Channel,
    topic: Topic,
    paper: Decision,
    now: datetime,
) -> None:
    delegate(salma, account, [Task.REVIEW], topic, decision=paper, now=now)

    with refused("publishing.reviewed_by_another"):
        look(urgent, salma, now)


def test_nobody_looks_afterwards_for_whom_they_act(
    urgent: Post, khalid: User, salma: User, now: datetime
) -> None:
    acts_for(khalid, salma, now)

    with refused("people.two_persons"):
        look(urgent, khalid, now)


def test_who_may_not_review_does_not_look_afterwards(
    urgent: Post, salim: User, now: datetime
) -> None:
    with refused("delegations.holds_the_right"):
        look(urgent, salim, now)


def test_a_post_in_review_may_become_urgent_and_is_no_longer_reviewed(
    draft: Post, salma: User, khalid: User, now: datetime
) -> None:
    submitted(draft, salma, now)

    services.publish_urgently(draft, reason=REASON, by=salma, now=now)

    draft.refresh_from_db()
    assert draft.is_planned
    assert owed("publishing.reviewed_by_another", now, user=khalid) == []


def test_a_second_urgency_is_looked_at_again(
    urgent: Post, khalid: User, salma: User, now: datetime
) -> None:
    look(urgent, khalid, now)
    (intent,) = intents_of(urgent)
    outbox.return_unposted(intent, reason="تعطل التطبيق", by=salma, now=now)
    again = now + HOUR / 2

    services.publish_urgently(urgent, reason=REASON, by=salma, now=again)
    sent(urgent)

    assert [each.at for each in Urgency.objects.order_by("at")] == [now, again]
    assert len(owed("publishing.urgent_is_looked_at", again, user=khalid)) == 1
    lever = "publishing.reviewed_by_another"
    assert verdict(lever, again)[0] == Verdict.NOT_MET


def test_what_never_went_out_is_not_looked_at(
    planned_urgently: Post, khalid: User, salma: User, now: datetime
) -> None:
    services.recall(planned_urgently, reason="انتهى الأمر", by=salma, now=now)

    lever = "publishing.urgent_is_looked_at"
    assert owed(lever, now, user=khalid) == []
    assert verdict(lever, now + OWED_WITHIN)[0] == Verdict.MET
    with refused("publishing.urgent_is_looked_at"):
        look(planned_urgently, khalid, now)


def test_what_a_reviewer_returned_is_not_published_past_the_review(
    draft: Post, salma: User, khalid: User, now: datetime
) -> None:
    submitted(draft, salma, now)
    services.send_back(draft, number=1, remark="يصحح اليوم", by=khalid, now=now)

    with refused("publishing.urgent_is_not_past_a_review"):
        services.publish_urgently(draft, reason=REASON, by=salma, now=now)


def test_what_was_published_urgently_is_not_published_twice(
    urgent: Post, salma: User, now: datetime
) -> None:
    with refused("publishing.recalled_before_it_changes"):
        services.publish_urgently(urgent, reason=REASON, by=salma, now=now)

    assert Intent.objects.count() == 1


def test_what_never_went_out_owes_no_look(
    planned_urgently: Post, khalid: User, salma: User, now: datetime
) -> None:
    services.recall(planned_urgently, reason="صحّح الموعد", by=salma, now=now)

    assert owed("publishing.urgent_is_looked_at", now, user=khalid) == []


def test_nobody_publishes_past_a_review(
    in_review: Post, khalid: User, salma: User, now: datetime
) -> None:
    services.send_back(in_review, number=1, remark="لا يُنشر", by=khalid, now=now)

    with refused("publishing.urgent_is_not_past_a_review"):
        services.publish_urgently(in_review, reason=REASON, by=salma, now=now)
