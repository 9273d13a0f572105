from datetime import date, datetime

import pytest
from django.db import IntegrityError, transaction

from rasmi.channels.models import Channel
from rasmi.delegations.models import Delegation
from rasmi.intake.models import RemoteObject
from rasmi.participation import selectors, services
from rasmi.participation.models import Contribution, Outcome
from rasmi.participation.services.outcomes import Told
from rasmi.people.models import Topic, User
from tests.factories import owed, refused
from tests.moderation.conftest import CRITICISM, hear
from tests.participation.conftest import WORDS, record
from tests.speaking import BLOCKED, acts_for, acts_on

REASON = "ورد فيه موعد غير صحيح"


def test_an_outcome_is_a_draft_with_its_contribution(
    draft: Outcome, comment: RemoteObject
) -> None:
    assert draft.is_draft
    assert [each.object for each in draft.contributions.all()] == [comment]
    assert list(selectors.published()) == []
    assert acts_on(draft) == [
        "participation.outcome.record",
        "participation.outcome.add",
    ]


def test_who_does_not_reply_on_the_topic_writes_no_outcome(
    replies: Delegation, topic: Topic, salim: User, now: datetime
) -> None:
    with refused("participation.written_by_who_answers"):
        record(topic, salim, now)


@pytest.mark.parametrize("decision", ["partly", "under_study", "not_adopted"])
def test_what_was_not_adopted_says_why(
    replies: Delegation, topic: Topic, salma: User, now: datetime, decision: str
) -> None:
    with refused("participation.outcome_says_why"):
        record(topic, salma, now, decision=decision, why_en=" ")


def test_what_was_adopted_needs_no_excuse(
    replies: Delegation, topic: Topic, salma: User, now: datetime
) -> None:
    record(topic, salma, now, decision="adopted", why_ar="", why_en="")


def test_the_database_keeps_no_outcome_without_its_why(draft: Outcome) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Outcome.objects.filter(pk=draft.pk).update(why_ar="")


def test_what_may_not_be_said_is_not_said_here_either(
    replies: Delegation, topic: Topic, salma: User, now: datetime
) -> None:
    with refused("screening.marking"):
        record(topic, salma, now, did_ar=BLOCKED)


def test_nobody_publishes_what_they_wrote(
    replies: Delegation, topic: Topic, khalid: User, now: datetime
) -> None:
    own = record(topic, khalid, now)

    with refused("participation.published_by_another"):
        services.publish_outcome(own, by=khalid, now=now)


def test_nor_who_acts_for_the_writer(
    draft: Outcome, salma: User, khalid: User, now: datetime
) -> None:
    acts_for(khalid, salma, now)

    with refused("participation.published_by_another"):
        services.publish_outcome(draft, by=khalid, now=now)


def test_it_takes_the_power_to_approve(
    draft: Outcome, salim: User, now: datetime
) -> None:
    with refused("people.holds_power"):
        services.publish_outcome(draft, by=salim, now=now)


def test_what_is_published_is_there_for_everybody(
    published: Outcome, khalid: User, now: datetime
) -> None:
    assert list(selectors.published()) == [published]
    assert published.published_by == khalid
    with refused("participation.outcome_is_not_changed_once_public"):
        services.publish_outcome(published, by=khalid, now=now)


def test_a_contribution_counts_once_and_ours_never(
    draft: Outcome,
    comment: RemoteObject,
    account: Channel,
    salma: User,
    now: datetime,
) -> None:
    services.add_contribution(draft, contribution=comment, by=salma, now=now)
    assert Contribution.objects.count() == 1

    ours = hear(account, CRITICISM, now, is_ours=True)
    with refused("participation.contribution_is_of_the_public"):
        services.add_contribution(draft, contribution=ours, by=salma, now=now)


def test_a_correction_takes_the_place_only_once_it_is_published(
    published: Outcome, salma: User, khalid: User, now: datetime
) -> None:
    told = Told(**{**WORDS, "title_ar": "ننشر المواعيد قبل تسعين يوما"})
    new = services.correct_outcome(
        published,
        told,
        decision="adopted",
        decided_on=date(2026, 11, 20),
        by=salma,
        now=now,
    )
    assert list(selectors.published()) == [published]
    assert new.contributions.count() == 1

    services.publish_outcome(new, by=khalid, now=now)

    assert list(selectors.published()) == [new]
    published.refresh_from_db()
    assert published.is_withdrawn
    assert published.title_ar == WORDS["title_ar"]  # it stays on record
    with refused("participation.outcome_is_not_changed_once_public"):
        services.correct_outcome(
            published,
            told,
            decision="adopted",
            decided_on=date(2026, 11, 20),
            by=salma,
            now=now,
        )


def test_what_is_published_is_withdrawn_by_who_approves_and_with_a_reason(
    published: Outcome, salma: User, khalid: User, comment: RemoteObject, now: datetime
) -> None:
    with refused("people.holds_power"):
        services.withdraw_outcome(published, reason=REASON, by=salma, now=now)
    with refused("participation.outcome_is_not_changed_once_public"):
        services.withdraw_outcome(published, reason="خطأ", by=khalid, now=now)

    services.withdraw_outcome(published, reason=REASON, by=khalid, now=now)

    assert list(selectors.published()) == []
    with refused("participation.outcome_is_not_changed_once_public"):
        services.add_contribution(published, contribution=comment, by=khalid, now=now)


def test_a_draft_is_owed_by_others_who_approve(
    draft: Outcome, salma: User, khalid: User, now: datetime
) -> None:
    assert (
        len(owed("participation.published_by_another", now, "approve", user=khalid))
        == 1
    )
    assert owed("participation.published_by_another", now, user=salma) == []


def test_the_figures_count_what_is_published(
    published: Outcome, topic: Topic, salma: User, now: datetime
) -> None:
    record(topic, salma, now, decision="adopted")  # a draft counts for nothing

    counted = {each.value: each.number for each in selectors.figures()}

    assert counted == {
        "adopted": 0,
        "partly": 1,
        "under_study": 0,
        "not_adopted": 0,
    }
