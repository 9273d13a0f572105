from datetime import datetime

import pytest

from rasmi.channels.models import Channel
from rasmi.delegations.models import Task
from rasmi.outbox import services as outbox
from rasmi.outbox.models import Intent
from rasmi.people.models import Topic, Unit, User
from rasmi.policy.models import Approval, Decision
from rasmi.publishing import selectors, services
from rasmi.publishing.models import Post
from tests.factories import refused
from tests.publishing.conftest import Write
from tests.security.conftest import make_account
from tests.speaking import (
    acts_on,
    approved,
    delegate,
    intents_of,
    letters,
    sent,
    stages,
    submitted,
)

WHY = "خطأ في اليوم"
State = Intent.State


@pytest.fixture
def on_two(
    write: Write,
    account: Channel,
    media: Unit,
    topic: Topic,
    paper: Decision,
    salma: User,
    khalid: User,
    now: datetime,
) -> Post:
    """Planned on two accounts."""
    other = make_account("other", media, now)
    tasks = [Task.DRAFT, Task.PUBLISH]
    delegate(salma, other, tasks, topic, decision=paper, now=now)
    delegate(khalid, other, [Task.REVIEW], topic, decision=paper, now=now)
    post = write(channels=[account, other])
    return approved(submitted(post, salma, now), khalid, now)


def recall(post: Post, by: User, now: datetime) -> None:
    services.recall(post, reason=WHY, by=by, now=now)
    post.refresh_from_db()


def test_what_is_planned_is_recalled_and_is_a_draft_again(
    planned: Post, salma: User, now: datetime
) -> None:
    recall(planned, salma, now)

    (intent,) = intents_of(planned)
    assert planned.is_draft
    assert (intent.state, intent.due_at, intent.words) == (State.WITHDRAWN, None, WHY)
    assert stages(planned)[-1] == "withdrawn"
    assert acts_on(planned)[-1] == "publishing.post.recall"
    assert acts_on(intent)[-1] == "outbox.intent.withdraw"


def test_what_was_recalled_is_never_sent(
    planned: Post, salma: User, now: datetime
) -> None:
    (intent,) = intents_of(planned)
    recall(planned, salma, now)

    assert not outbox.deliver(intent, now=intent.not_before)
    intent.refresh_from_db()
    assert intent.is_withdrawn


def test_what_was_approved_counts_no_more(
    planned: Post, salma: User, now: datetime
) -> None:
    recall(planned, salma, now)

    approval = Approval.objects.get()
    assert approval.is_voided
    assert approval.void_reason == WHY


def test_a_reviewer_and_a_publisher_recall_it_as_well(
    write: Write,
    khalid: User,
    maryam: User,
    salma: User,
    account: Channel,
    topic: Topic,
    paper: Decision,
    now: datetime,
) -> None:
    delegate(maryam, account, [Task.PUBLISH], topic, decision=paper, now=now)

    for person in (khalid, maryam):
        post = approved(submitted(write(), salma, now), khalid, now)
        recall(post, person, now)
        assert post.is_draft


def test_a_stranger_recalls_nothing(planned: Post, salim: User, now: datetime) -> None:
    with refused("publishing.recalled_by_who_answers_for_it"):
        recall(planned, salim, now)

    assert intents_of(planned)[0].is_waiting


def test_what_waits_for_review_is_recalled_too(
    in_review: Post, salma: User, now: datetime
) -> None:
    recall(in_review, salma, now)

    assert in_review.is_draft


def test_what_the_officer_has_is_recalled_too(
    planned: Post, intent: Intent, salma: User, now: datetime
) -> None:
    at = intent.not_before
    assert outbox.deliver(intent, now=at)

    recall(planned, salma, at)

    intent.refresh_from_db()
    assert (intent.is_handed, intent.recalled_at) == (True, at)
    assert acts_on(intent)[-1] == "outbox.intent.ask_back"
    assert stages(planned)[-2:] == ["recall_asked", "withdrawn"]
    assert len(letters("outbox", salma)) == 2
    assert not planned.is_draft
    outbox.return_unposted(intent, reason="لم ينشر", by=salma, now=at)
    assert selectors.can_change(planned, intents_of(planned))


def test_what_is_recalled_from_the_officer_is_held_by_its_own_gate(
    planned: Post, intent: Intent, salma: User
) -> None:
    at = intent.not_before
    assert outbox.deliver(intent, now=at)
    recall(planned, salma, at)

    intent.refresh_from_db()
    found = [each.refusal for each in outbox.ask_all(intent, at) if each.refusal]

    assert "outbox.is_not_recalled" in [each.lever.name for each in found]


def test_what_was_posted_before_the_recall_is_still_told_of(
    planned: Post, intent: Intent, salma: User
) -> None:
    at = intent.not_before
    assert outbox.deliver(intent, now=at)
    recall(planned, salma, at)

    outbox.confirm_by_hand(
        intent, address="https://x.com/demo/1", posted_at=at, by=salma, now=at
    )

    assert intents_of(planned)[0].is_out


def test_what_is_out_or_over_is_not_recalled(
    write: Write, planned: Post, salma: User, now: datetime
) -> None:
    draft = write()
    sent(planned)

    with refused("publishing.something_is_left_to_recall"):
        recall(planned, salma, now)
    with refused("publishing.something_is_left_to_recall"):
        recall(draft, salma, now)


@pytest.mark.parametrize("state", [State.ARMED, State.UNKNOWN])
def test_what_may_be_out_is_asked_back_and_not_called_withdrawn(
    intent: Intent, salma: User, state: State, now: datetime
) -> None:
    Intent.objects.update(state=state, armed_at=now)

    outbox.withdraw(intent, reason=WHY, by=salma, now=now)

    intent.refresh_from_db()
    assert (intent.state, intent.recalled_at) == (state, now)
    with refused("outbox.nothing_is_out_yet"):
        outbox.withdraw(intent, reason=WHY, by=salma, now=now)


def test_what_is_out_is_not_withdrawn(
    intent: Intent, salma: User, now: datetime
) -> None:
    Intent.objects.update(state=State.CONFIRMED, armed_at=now)

    with refused("outbox.nothing_is_out_yet"):
        outbox.withdraw(intent, reason=WHY, by=salma, now=now)


def test_what_is_out_on_one_account_is_recalled_on_the_other(
    on_two: Post, salma: User, now: datetime
) -> None:
    first, second = intents_of(on_two)
    Intent.objects.filter(pk=first.pk).update(state=State.CONFIRMED, armed_at=now)

    recall(on_two, salma, now)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.is_out, second.is_withdrawn) == (True, True)
    assert on_two.is_planned
    assert not selectors.can_change(on_two, intents_of(on_two))


def test_what_was_recalled_is_planned_anew_as_another_intent(
    planned: Post, salma: User, khalid: User, now: datetime
) -> None:
    recall(planned, salma, now)

    approved(submitted(planned, salma, now), khalid, now)

    newest, before = intents_of(planned)
    assert (newest.is_waiting, before.is_withdrawn) == (True, True)
    assert newest.key != before.key
