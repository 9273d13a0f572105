import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.db import IntegrityError, transaction
from django.test import override_settings

from rasmi.channels import services as channels
from rasmi.channels.models import Channel
from rasmi.delegations.models import Task
from rasmi.outbox.models import Intent
from rasmi.outbox.services import gates
from rasmi.people.models import Attempt, Topic, Unit, User
from rasmi.policy.models import Approval, Decision
from rasmi.publishing import selectors, services
from rasmi.publishing.models import Post, Review, SeenFinding
from rasmi.rules import Refusal
from tests.conftest import Decided
from tests.factories import make_user, owed, refused
from tests.publishing.conftest import Write
from tests.speaking import (
    DAY,
    PHONE,
    TEXT_AR,
    acts_for,
    acts_on,
    approved,
    delegate,
    intents_of,
    letters,
    make_ready,
    stages,
    submitted,
    words,
)

WHY = "رقم مركز الاتصال المعلن"
State = Post.State
Outcome = Review.Outcome


@pytest.fixture
def with_phone(write: Write, salma: User, now: datetime) -> Post:
    """In review, with something that a person has to answer for."""
    return submitted(write(text_ar=f"{TEXT_AR} {PHONE}"), salma, now)


@pytest.fixture
def second(
    maryam: User, account: Channel, topic: Topic, paper: Decision, now: datetime
) -> User:
    """Another one who may review."""
    make_ready(maryam, now)
    delegate(maryam, account, [Task.REVIEW], topic, decision=paper, now=now)
    return maryam


def mark_of(post: Post) -> str:
    return selectors.findings(post.version)[0].mark


def decide(post: Post, by: User, now: datetime, *, number: int = 1) -> None:
    services.approve(post, number=number, seen={}, by=by, now=now)


def test_an_approved_post_is_planned_by_the_right_of_its_author(
    in_review: Post, khalid: User, salma: User, now: datetime
) -> None:
    approved(in_review, khalid, now)

    intent = intents_of(in_review)[0]
    assert in_review.is_planned
    assert (intent.person, intent.state) == (salma, Intent.State.PLANNED)
    assert stages(in_review) == ["written", "submitted", "approved", "planned"]
    assert acts_on(in_review)[-2:] == [
        "publishing.post.approve",
        "publishing.post.plan",
    ]


def test_nobody_approves_what_they_wrote(
    in_review: Post, salma: User, now: datetime
) -> None:
    with refused("delegations.holds_the_right"):
        decide(in_review, salma, now)


def test_nobody_reviews_a_post_of_which_they_wrote_an_earlier_version(
    in_review: Post, khalid: User, salma: User, now: datetime
) -> None:
    version = in_review.version
    in_review.versions.update(written_by=khalid)
    facts = words(version.accounts[0], version.topic, now)
    services.revise(in_review, by=salma, now=now, **facts)
    Post.objects.update(state=State.IN_REVIEW)

    for act in (services.send_back, services.reject):
        with refused("publishing.reviewed_by_another"):
            act(in_review, number=2, remark="يصحح التاريخ", by=khalid, now=now)
    with refused("publishing.reviewed_by_another"):
        decide(in_review, khalid, now, number=2)


@pytest.mark.parametrize("who_acts", ["the reviewer", "the writer"])
def test_who_acts_for_the_writer_is_no_second_person(
    in_review: Post, khalid: User, salma: User, who_acts: str, now: datetime
) -> None:
    if who_acts == "the reviewer":
        acts_for(khalid, salma, now)
    else:
        acts_for(salma, khalid, now)

    with refused("people.two_persons"):
        decide(in_review, khalid, now)
    assert not Approval.objects.exists()


def test_who_only_publishes_reviews_nothing(
    in_review: Post, salim: User, now: datetime
) -> None:
    with refused("delegations.holds_the_right"):
        decide(in_review, salim, now)


def test_what_was_changed_meanwhile_is_not_decided_on(
    in_review: Post, khalid: User, salma: User, now: datetime
) -> None:
    version = in_review.version
    facts = words(version.accounts[0], version.topic, now, text_ar="نص آخر")
    services.revise(in_review, by=salma, now=now, **facts)
    submitted(in_review, salma, now)

    with refused("publishing.reviewed_as_shown"):
        decide(in_review, khalid, now, number=1)
    decide(in_review, khalid, now, number=2)


def test_what_does_not_wait_is_not_decided_on(
    draft: Post, planned: Post, khalid: User, now: datetime
) -> None:
    with refused("publishing.waits_for_review"):
        decide(planned, khalid, now)
    with refused("publishing.waits_for_review"):
        services.reject(planned, number=1, remark="غير صحيح", by=khalid, now=now)
    assert Approval.objects.count() == 1


@pytest.mark.parametrize("reason", ["", "  ", "نعم"])
def test_a_finding_passes_with_a_reason_only(
    with_phone: Post, khalid: User, reason: str, now: datetime
) -> None:
    with refused("screening.personal_data") as caught:
        approved(with_phone, khalid, now, **{mark_of(with_phone): reason})

    assert "92345678" in caught.value.sentence
    assert not Approval.objects.exists()
    assert not SeenFinding.objects.exists()


def test_the_reason_for_a_finding_is_kept_and_goes_along(
    with_phone: Post, khalid: User, now: datetime
) -> None:
    mark = mark_of(with_phone)

    approved(with_phone, khalid, now, **{mark: WHY})

    seen = SeenFinding.objects.get()
    assert (seen.mark, seen.reason, seen.by) == (mark, WHY, khalid)
    assert seen.category == "personal_data"
    assert intents_of(with_phone)[0].seen == [mark]


def test_what_was_recalled_is_approved_again_with_its_findings(
    with_phone: Post, khalid: User, salma: User, now: datetime
) -> None:
    mark = mark_of(with_phone)
    approved(with_phone, khalid, now, **{mark: WHY})
    services.recall(with_phone, reason="تأجل الموعد", by=salma, now=now)
    submitted(with_phone, salma, now)

    approved(with_phone, khalid, now, **{mark: WHY})

    assert with_phone.is_planned


def test_a_post_goes_back_with_what_is_to_be_corrected(
    in_review: Post, khalid: User, salma: User, now: datetime
) -> None:
    lever = "publishing.returned_is_corrected"
    with refused("publishing.reviewer_says_why"):
        services.send_back(in_review, number=1, remark="لا", by=khalid, now=now)
    assert owed(lever, now, user=salma) == []

    services.send_back(in_review, number=1, remark="يصحح اليوم", by=khalid, now=now)

    in_review.refresh_from_db()
    assert in_review.is_draft
    assert stages(in_review)[-1] == "returned"
    assert acts_on(in_review)[-1] == "publishing.post.send_back"
    assert "يصحح اليوم" in letters("publishing", salma)[-1].text
    assert len(owed(lever, now, user=salma)) == 1
    assert owed(lever, now, user=khalid) == []
    submitted(in_review, salma, now)
    assert owed(lever, now, user=salma) == []


def test_a_rejected_post_is_closed_and_stays_in_the_record(
    in_review: Post, khalid: User, salma: User, now: datetime
) -> None:
    with refused("publishing.reviewer_says_why"):
        services.reject(in_review, number=1, remark="  ", by=khalid, now=now)

    services.reject(in_review, number=1, remark="ليس من شأننا", by=khalid, now=now)

    in_review.refresh_from_db()
    assert in_review.is_closed
    assert stages(in_review)[-1] == "rejected"
    assert "ليس من شأننا" in letters("publishing", salma)[-1].text
    with refused("publishing.recalled_before_it_changes"):
        services.submit(in_review, by=salma, now=now)


def test_an_approval_is_refused_when_the_window_has_closed(
    in_review: Post, khalid: User, now: datetime
) -> None:
    with refused("publishing.hour_is_to_come"):
        decide(in_review, khalid, now + DAY)


def test_a_review_is_asked_of_who_may_and_of_nobody_else(
    in_review: Post, second: User, khalid: User, salma: User, now: datetime
) -> None:
    lever = "publishing.reviewed_by_another"

    assert len(owed(lever, now, user=khalid)) == len(owed(lever, now, user=second)) == 1
    assert owed(lever, now, user=salma) == []
    approved(in_review, khalid, now)
    assert owed(lever, now, user=second) == []


@pytest.fixture
def two_are_needed(tmp_path: Path) -> Iterator[None]:
    """A body whose matrix asks two others for a post."""
    copy = Path(shutil.copytree(settings.POLICY_PACK, tmp_path / "pack"))
    matrix = yaml.safe_load((copy / "approval-matrix.yaml").read_text("utf-8"))
    matrix["post"]["others"] = 2
    (copy / "approval-matrix.yaml").write_text(yaml.safe_dump(matrix), "utf-8")
    with override_settings(POLICY_PACK=str(copy)):
        yield


def test_where_two_are_needed_one_is_not_enough(
    two_are_needed: None, in_review: Post, second: User, khalid: User, now: datetime
) -> None:
    lever = "publishing.reviewed_by_another"

    approved(in_review, khalid, now)

    assert in_review.is_in_review
    assert intents_of(in_review) == []
    assert owed(lever, now, user=khalid) == []
    assert len(owed(lever, now, user=second)) == 1
    assert approved(in_review, second, now).is_planned


def test_where_two_are_needed_nobody_is_both(
    two_are_needed: None, in_review: Post, khalid: User, now: datetime
) -> None:
    approved(in_review, khalid, now)

    with refused("policy.approved_once_by_each"):
        decide(in_review, khalid, now)


def test_where_two_are_needed_a_second_click_is_refused_with_findings_too(
    two_are_needed: None, with_phone: Post, khalid: User, now: datetime
) -> None:
    seen = {mark_of(with_phone): WHY}
    approved(with_phone, khalid, now, **seen)

    with refused("policy.approved_once_by_each"):
        approved(with_phone, khalid, now, **seen)


@pytest.fixture
def by_maryam(
    maryam: User,
    account: Channel,
    topic: Topic,
    paper: Decision,
    write: Write,
    khalid: User,
    now: datetime,
) -> Post:
    """Approved, and its author may not publish."""
    make_ready(maryam, now)
    delegate(maryam, account, [Task.DRAFT], topic, decision=paper, now=now)
    return approved(submitted(write(maryam), maryam, now), khalid, now)


def test_what_its_author_may_not_publish_waits_for_who_may(
    by_maryam: Post, salma: User, maryam: User, now: datetime
) -> None:
    lever = "publishing.approved_is_planned"
    assert by_maryam.is_approved
    assert letters("publishing", salma)
    assert len(owed(lever, now, user=salma)) == 1
    assert owed(lever, now, user=maryam) == []

    services.plan_post(by_maryam, by=salma, now=now)

    by_maryam.refresh_from_db()
    assert by_maryam.is_planned
    assert intents_of(by_maryam)[0].person == salma
    assert owed(lever, now, user=salma) == []


def test_only_what_was_approved_is_planned(
    draft: Post, salma: User, now: datetime
) -> None:
    with refused("publishing.approved_before_it_is_planned"):
        services.plan_post(draft, by=salma, now=now)


def test_who_may_not_publish_plans_nothing(
    by_maryam: Post, maryam: User, now: datetime
) -> None:
    with refused("delegations.holds_the_right"):
        services.plan_post(by_maryam, by=maryam, now=now)


def test_who_approved_it_is_not_its_voice_as_well(
    by_maryam: Post,
    khalid: User,
    account: Channel,
    topic: Topic,
    paper: Decision,
    now: datetime,
) -> None:
    # The gates would hold it until its window closes.
    delegate(khalid, account, [Task.PUBLISH], topic, decision=paper, now=now)

    with pytest.raises(Refusal):
        services.plan_post(by_maryam, by=khalid, now=now)
    assert owed("publishing.approved_is_planned", now, user=khalid) == []


def test_the_database_knows_why_a_review_was_no_approval(
    in_review: Post, khalid: User, now: datetime
) -> None:
    wrong: Any = {"version": in_review.version, "by": khalid, "at": now, "remark": ""}

    for outcome in (Outcome.RETURNED, Outcome.REJECTED, Outcome.OBJECTED):
        with pytest.raises(IntegrityError), transaction.atomic():
            Review.objects.create(outcome=outcome, **wrong)


def test_a_reviewer_without_training_reviews_nothing(
    in_review: Post, khalid: User, now: datetime
) -> None:
    Attempt.objects.filter(user=khalid).update(finished_at=now - 400 * DAY)

    with refused("delegations.trained"):
        decide(in_review, khalid, now)


def test_others_than_the_reviewers_of_the_account_do_not_decide(
    in_review: Post, body: Any, now: datetime
) -> None:
    stranger = make_user("stranger", body, now)

    for act in (services.send_back, services.reject):
        with refused("delegations.holds_the_right"):
            act(in_review, number=1, remark="غير صحيح", by=stranger, now=now)


def test_who_wrote_it_chooses_a_new_hour_when_the_window_has_closed(
    in_review: Post, salma: User, khalid: User, now: datetime
) -> None:
    lever = "publishing.hour_is_to_come"
    over = in_review.version.not_after
    assert owed(lever, over - timedelta(seconds=1), user=salma) == []

    assert len(owed(lever, over, user=salma)) == 1
    assert owed(lever, over, user=khalid) == []


def test_a_reviewer_compares_with_what_was_to_be_read_before(
    draft: Post, account: Channel, topic: Topic, salma: User, now: datetime
) -> None:
    services.revise(draft, by=salma, now=now, **words(account, topic, now))
    submitted(draft, salma, now)

    # The first version was never shown to anybody.
    assert selectors.previous(draft.version) is None


def test_where_it_was_decided_one_unit_approves_last(
    in_review: Post,
    account: Channel,
    body: Unit,
    second: User,
    khalid: User,
    rania: User,
    decided: Decided,
    now: datetime,
) -> None:
    owner = account.owner
    channels.set_final_approver(
        account,
        unit=owner,
        decision=decided(Decision.Kind.OPENING),
        by=rania,
        now=now,
    )
    assert selectors.reviewers(in_review, now) == []
    with refused("publishing.approved_by_the_final_approver"):
        decide(in_review, khalid, now)

    placement = khalid.placements.get()
    placement.unit = owner  # he works there from now on
    placement.save()

    assert selectors.reviewers(in_review, now) == [khalid]
    decide(in_review, khalid, now)


def test_what_others_approved_before_is_held_back_at_sending(
    intent: Intent,
    account: Channel,
    khalid: User,
    rania: User,
    decided: Decided,
    now: datetime,
) -> None:
    gates.require_plannable(intent, now=now)
    channels.set_final_approver(
        account,
        unit=account.owner,
        decision=decided(Decision.Kind.OPENING),
        by=rania,
        now=now,
    )
    with refused("outbox.approved_by_another"):
        gates.require_plannable(intent, now=now)

    khalid.placements.update(unit=account.owner)

    gates.require_plannable(intent, now=now)
