from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from rasmi.channels.models import Channel
from rasmi.delegations.models import Task
from rasmi.outbox.models import Intent
from rasmi.people.models import Attempt, Topic, Unit, User
from rasmi.policy.models import Approval, Decision
from rasmi.publishing import services
from rasmi.publishing.models import Post, Version
from rasmi.records.selectors import parts, record_of
from tests.factories import refused
from tests.publishing.conftest import Write
from tests.security.conftest import make_account
from tests.speaking import (
    HOUR,
    TEXT_AR,
    acts_on,
    approved,
    delegate,
    intents_of,
    make_ready,
    stages,
    submitted,
    words,
)

State = Post.State


@pytest.fixture
def elsewhere(media: Unit, now: datetime) -> Channel:
    """An account on which nobody here may write."""
    return make_account("elsewhere", media, now)


def revise(post: Post, by: User, now: datetime, **other: Any) -> Version:
    version = post.version
    facts = words(version.accounts[0], version.topic, now, **other)
    return services.revise(post, by=by, now=now, **facts)


def test_a_draft_says_nothing_yet(draft: Post, salma: User) -> None:
    assert draft.is_draft
    assert draft.author == salma
    assert intents_of(draft) == []
    assert acts_on(draft) == ["publishing.post.start"]
    assert stages(draft) == ["written"]


def test_who_has_no_right_writes_no_draft(write: Write, salim: User) -> None:
    with refused("delegations.holds_the_right"):
        write(salim)

    assert not Post.objects.exists()


def test_who_reviews_does_not_write_by_that(write: Write, khalid: User) -> None:
    with refused("delegations.holds_the_right"):
        write(khalid)


def test_a_right_is_for_the_topic_of_the_draft(
    write: Write, topic: Topic, now: datetime
) -> None:
    other = Topic.objects.create(
        name_ar="البعثات", name_en="Grants", unit=topic.unit, opened_at=now
    )

    with refused("delegations.holds_the_right"):
        write(topic=other)


def test_a_right_is_for_every_account_of_the_draft(
    write: Write, account: Channel, elsewhere: Channel
) -> None:
    with refused("delegations.holds_the_right"):
        write(channels=[account, elsewhere])


def test_a_draft_is_not_carried_to_an_account_without_a_right(
    draft: Post, elsewhere: Channel, salma: User, now: datetime
) -> None:
    with refused("delegations.holds_the_right"):
        revise(draft, salma, now, channels=[elsewhere])

    assert draft.versions.count() == 1


def test_a_draft_names_its_accounts(write: Write) -> None:
    with refused("publishing.names_its_accounts"):
        write(channels=[])


@pytest.mark.parametrize("reason", ["", "  \n "])
def test_what_was_not_planned_says_why(write: Write, reason: str) -> None:
    with refused("publishing.planned_or_explained"):
        write(unplanned_reason=reason)


def test_versions_are_numbered_and_the_earlier_ones_stay(
    draft: Post, salma: User, now: datetime
) -> None:
    before = Version.objects.filter(post=draft).values().get()

    second = revise(draft, salma, now + HOUR, text_ar="نص آخر")

    assert (before["number"], second.number) == (1, 2)
    assert draft.version == second
    assert Version.objects.filter(post=draft).values().last() == before
    assert stages(draft) == ["written", "written"]
    assert acts_on(draft)[-1] == "publishing.post.revise"


def test_the_record_keeps_every_word_of_every_version(
    draft: Post, salma: User, now: datetime
) -> None:
    revise(draft, salma, now, text_ar="نص آخر")

    first, second = (each.content for each in parts(record_of(draft)))
    assert (first["version"], first["text_ar"]) == (1, TEXT_AR)
    assert (second["version"], second["text_ar"]) == (2, "نص آخر")


def test_two_versions_of_one_number_do_not_exist(draft: Post) -> None:
    version = draft.version
    version.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        version.save(force_insert=True)


@pytest.mark.parametrize(
    "wrong",
    [
        {"plan": None, "unplanned_reason": ""},
        {"text_ar": "", "text_en": ""},
        {"not_after": datetime.fromisoformat("2000-01-01T00:00:00+00:00")},
    ],
)
def test_the_database_refuses_what_is_no_version(
    draft: Post, wrong: dict[str, Any]
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Version.objects.filter(post=draft).update(**wrong)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("سطر\r\nآخر", "سطر\nآخر"),
        ("سطر\rآخر", "سطر\nآخر"),
        ("  \r\nسطر\n\n", "سطر"),
        ("سطر\n\nآخر", "سطر\n\nآخر"),
    ],
)
def test_a_text_has_one_kind_of_line_end(write: Write, typed: str, kept: str) -> None:
    version = write(text_ar=typed, text_en=typed).version

    assert (version.text_ar, version.text_en) == (kept, kept)


@pytest.mark.parametrize(
    "text",
    [
        f"{TEXT_AR}\u202e",
        f"\u2067{TEXT_AR}\u2069",
        "\u200b\u200b",
        "\u200f",
        "\u00ad",
    ],
)
def test_a_text_holds_no_marks_that_nobody_sees(write: Write, text: str) -> None:
    with refused("publishing.text_can_be_seen"):
        write(text_ar=text)


@pytest.mark.parametrize("text", ["می\u200cخواهم", "👩\u200d🎓 أهلا", "2026", "؟"])
def test_marks_that_letters_need_are_left_alone(write: Write, text: str) -> None:
    assert write(text_ar=text).version.text_ar == text


def test_a_change_takes_a_post_out_of_review(
    in_review: Post, salma: User, now: datetime
) -> None:
    revise(in_review, salma, now)

    in_review.refresh_from_db()
    assert in_review.is_draft


def test_a_change_voids_what_was_approved(
    write: Write,
    account: Channel,
    topic: Topic,
    paper: Decision,
    maryam: User,
    khalid: User,
    now: datetime,
) -> None:
    make_ready(maryam, now)
    delegate(maryam, account, [Task.DRAFT], topic, decision=paper, now=now)
    post = approved(submitted(write(maryam), maryam, now), khalid, now)
    assert (post.state, intents_of(post)) == (State.APPROVED, [])

    revise(post, maryam, now)

    post.refresh_from_db()
    approval = Approval.objects.get()
    assert post.is_draft
    assert (approval.is_voided, approval.voided_by) == (True, maryam)


def test_what_is_planned_is_recalled_before_it_changes(
    planned: Post, salma: User, now: datetime
) -> None:
    with refused("publishing.recalled_before_it_changes"):
        revise(planned, salma, now)
    with refused("publishing.recalled_before_it_changes"):
        services.discard(planned, reason="لا حاجة إليه", by=salma, now=now)

    assert planned.versions.count() == 1


def test_what_was_recalled_may_be_changed(
    planned: Post, salma: User, now: datetime
) -> None:
    services.recall(planned, reason="خطأ في اليوم", by=salma, now=now)

    assert revise(planned, salma, now).number == 2


def test_what_lapsed_may_be_changed_and_is_a_draft_again(
    planned: Post, salma: User, now: datetime
) -> None:
    Intent.objects.update(state=Intent.State.LAPSED, due_at=None)
    to_come = {"publish_at": now + 9 * HOUR, "not_after": now + 10 * HOUR}

    revise(planned, salma, now + 8 * HOUR, **to_come)

    planned.refresh_from_db()
    assert planned.is_draft


def test_who_may_not_write_changes_no_draft(
    draft: Post, khalid: User, now: datetime
) -> None:
    with refused("delegations.holds_the_right"):
        revise(draft, khalid, now)
    with refused("delegations.holds_the_right"):
        services.discard(draft, reason="لا حاجة إليه", by=khalid, now=now)


def test_who_is_no_longer_trained_writes_nothing(
    write: Write, salma: User, now: datetime
) -> None:
    Attempt.objects.filter(user=salma).update(finished_at=now - timedelta(days=400))

    with refused("delegations.trained"):
        write()


def test_a_draft_that_is_given_up_stays_in_the_record(
    draft: Post, salma: User, now: datetime
) -> None:
    services.discard(draft, reason="ألغيت الفعالية", by=salma, now=now)

    draft.refresh_from_db()
    assert draft.is_closed
    assert stages(draft) == ["written", "discarded"]
    assert acts_on(draft)[-1] == "publishing.post.discard"
    with refused("publishing.recalled_before_it_changes"):
        revise(draft, salma, now)
