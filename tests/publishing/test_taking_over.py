"""A post whose person may no longer publish it is taken over by another."""

from datetime import datetime, timedelta

import pytest

from rasmi.channels.models import Channel
from rasmi.delegations import services as delegations
from rasmi.delegations.models import Delegation, Task
from rasmi.outbox import services as outbox
from rasmi.outbox.models import Intent
from rasmi.people.models import Topic, User
from rasmi.policy.models import Approval, Decision
from rasmi.publishing import services
from rasmi.publishing.models import Post
from tests.conftest import signed_in
from tests.factories import refused
from tests.speaking import (
    acts_on,
    approved,
    delegate,
    intents_of,
    make_ready,
    stages,
)

MINUTE = timedelta(minutes=1)


@pytest.fixture
def heir(
    maryam: User, account: Channel, topic: Topic, paper: Decision, now: datetime
) -> User:
    """Maryam writes and publishes on the same account and topic."""
    make_ready(maryam, now)
    tasks = [Task.DRAFT, Task.PUBLISH]
    delegate(maryam, account, tasks, topic, decision=paper, now=now)
    return maryam


@pytest.fixture
def held(planned: Post, writes: Delegation, rania: User, now: datetime) -> Post:
    """Its hour came after the right of its writer had been revoked."""
    delegations.revoke(writes, reason="انتقلت", by=rania, now=now)
    (intent,) = intents_of(planned)
    assert not outbox.deliver(intent, now=intent.not_before)
    intent.refresh_from_db()
    assert intent.held_by == "delegations.holds_the_right"
    return planned


def test_it_is_reviewed_anew_and_goes_out_by_the_right_of_the_new_person(
    held: Post, heir: User, salma: User, khalid: User, now: datetime
) -> None:
    before = held.version
    later = before.publish_at + MINUTE

    version = services.take_over(held, by=heir, now=later)

    held.refresh_from_db()
    assert held.is_in_review
    assert (version.number, version.written_by) == (before.number + 1, heir)
    assert (version.text_ar, version.text_en) == (before.text_ar, before.text_en)
    (old,) = intents_of(held)
    assert old.is_withdrawn
    assert all(each.is_voided for each in Approval.objects.all())
    assert stages(held)[-3:] == ["withdrawn", "written", "submitted"]
    assert "publishing.post.take_over" in acts_on(held)

    approved(held, khalid, later)
    new = intents_of(held)[0]
    assert new.pk != old.pk
    assert (new.person, new.delegation.person) == (heir, heir)
    assert outbox.deliver(new, now=later)
    new.refresh_from_db()
    assert new.state in (Intent.State.CONFIRMED, Intent.State.HANDED)
    old.refresh_from_db()
    assert old.is_withdrawn


def test_it_is_not_taken_from_somebody_whose_right_stands(
    planned: Post, heir: User, now: datetime
) -> None:
    with refused("publishing.taken_over_where_a_right_ended"):
        services.take_over(planned, by=heir, now=now)
    assert not any(each.is_voided for each in Approval.objects.all())


def test_it_is_not_taken_over_where_some_of_it_is_out(
    held: Post, heir: User, now: datetime
) -> None:
    intents = Intent.objects.filter(record__subject_id=str(held.pk))
    intents.update(state=Intent.State.HANDED, armed_at=now)
    with refused("publishing.taken_over_where_a_right_ended"):
        services.take_over(held, by=heir, now=now)


@pytest.mark.parametrize("task", [Task.DRAFT, Task.PUBLISH])
def test_who_takes_it_over_may_write_and_publish_there(
    task: Task,
    held: Post,
    maryam: User,
    account: Channel,
    topic: Topic,
    paper: Decision,
    now: datetime,
) -> None:
    make_ready(maryam, now)
    delegate(maryam, account, [task], topic, decision=paper, now=now)
    with refused("delegations.holds_the_right"):
        services.take_over(held, by=maryam, now=now)


def test_past_its_window_it_is_not_taken_over(
    held: Post, heir: User, now: datetime
) -> None:
    with refused("publishing.hour_is_to_come"):
        services.take_over(held, by=heir, now=held.version.not_after)
    held.refresh_from_db()
    assert held.is_planned


def test_the_page_of_the_held_post_offers_it(
    held: Post, heir: User, clock: object
) -> None:
    client = signed_in(heir)
    address = f"/posts/{held.pk}/take-over/"
    assert address in client.get(f"/posts/{held.pk}/").content.decode()
    assert client.get(address).status_code == 200

    client.post(address)
    held.refresh_from_db()
    assert held.is_in_review
    assert address not in client.get(f"/posts/{held.pk}/").content.decode()
