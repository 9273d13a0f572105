from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from rasmi.channels.models import Channel
from rasmi.people.models import Attempt, User
from rasmi.policy import services as policy
from rasmi.policy.models import Decision
from rasmi.publishing import selectors, services
from rasmi.publishing.models import Post
from tests.conftest import Decided
from tests.factories import refused
from tests.publishing.conftest import Write
from tests.speaking import (
    BLOCKED,
    DAY,
    PHONE,
    TEXT_AR,
    TEXT_EN,
    acts_on,
    add_picture,
    letters,
    stages,
    state_purpose,
    submitted,
)


def test_a_draft_is_sent_to_who_may_review_it(
    draft: Post, salma: User, khalid: User, salim: User, now: datetime
) -> None:
    submitted(draft, salma, now)

    assert draft.is_in_review
    assert stages(draft) == ["written", "submitted"]
    assert acts_on(draft)[-1] == "publishing.post.submit"
    (letter,) = letters("publishing", khalid)
    assert f"/posts/{draft.pk}/review/" in letter.text
    assert TEXT_AR not in letter.text
    assert letters("publishing", salim) == []


def test_a_draft_without_a_language_of_its_account_is_refused(
    write: Write, account: Channel, layla: User, salma: User, now: datetime
) -> None:
    state_purpose(account, layla, now, languages=["ar", "en"])

    with refused("publishing.languages_are_complete"):
        services.submit(write(text_en=""), by=salma, now=now)


def test_where_nobody_stated_the_languages_both_are_needed(
    write: Write, salma: User, now: datetime
) -> None:
    with refused("publishing.languages_are_complete"):
        services.submit(write(text_en=""), by=salma, now=now)


def test_an_account_gets_the_text_in_its_languages_alone(
    write: Write, account: Channel, layla: User, salma: User, now: datetime
) -> None:
    both = selectors.sayings(write().version)
    state_purpose(account, layla, now, languages=["ar"])

    post = submitted(write(), salma, now)

    assert [each.text for each in both] == [f"{TEXT_AR}\n\n{TEXT_EN}"]
    assert [each.text for each in selectors.sayings(post.version)] == [TEXT_AR]


def test_a_purpose_that_is_not_of_the_account_is_refused(
    write: Write, account: Channel, layla: User, salma: User, now: datetime
) -> None:
    state_purpose(account, layla, now, purposes=["correction"])

    with refused("publishing.purpose_is_of_the_account"):
        services.submit(write(purpose="awareness"), by=salma, now=now)
    services.submit(write(purpose="correction"), by=salma, now=now)


def test_a_class_that_is_not_released_is_refused(
    write: Write, salma: User, now: datetime
) -> None:
    with refused("outbox.class_is_publishable"):
        services.submit(write(information_class="events"), by=salma, now=now)


def test_a_class_is_published_once_a_decision_releases_it(
    write: Write,
    decided: Decided,
    rania: User,
    basim: User,
    salma: User,
    now: datetime,
) -> None:
    adoption = policy.enter_adoption(
        decision=decided(Decision.Kind.PARAMETERS),
        holds_from=timezone.localdate(now),
        values={"publishable_classes": {"classes": ["events"]}},
        by=rania,
        now=now,
    )
    policy.confirm_adoption(adoption, by=basim, now=now)

    assert submitted(write(information_class="events"), salma, now).is_in_review
    with refused("outbox.class_is_publishable"):
        services.submit(write(), by=salma, now=now)


def test_a_text_that_the_platform_would_cut_is_refused(
    write: Write, account: Channel, layla: User, salma: User, now: datetime
) -> None:
    state_purpose(account, layla, now)

    assert submitted(write(text_ar="ن" * 280), salma, now).is_in_review
    with refused("outbox.platform_takes_it") as caught:
        services.submit(write(text_ar="ن" * 283), by=salma, now=now)
    assert "3" in caught.value.sentence


def test_more_pictures_than_the_platform_takes_are_refused(
    draft: Post, salma: User, now: datetime
) -> None:
    for _each in range(5):
        add_picture(draft, salma, now)

    with refused("outbox.platform_takes_it"):
        services.submit(draft, by=salma, now=now)


def test_a_platform_of_pictures_takes_no_text_alone(
    draft: Post, salma: User, now: datetime
) -> None:
    Channel.objects.update(platform="instagram")

    with refused("outbox.platform_takes_it"):
        services.submit(draft, by=salma, now=now)
    add_picture(draft, salma, now)
    services.submit(draft, by=salma, now=now)


def test_an_hour_that_has_passed_is_refused(
    draft: Post, salma: User, now: datetime
) -> None:
    last = draft.version.not_after

    with refused("publishing.hour_is_to_come"):
        services.submit(draft, by=salma, now=last)
    services.submit(draft, by=salma, now=last - timedelta(seconds=1))


@pytest.mark.parametrize(
    ("words", "lever"),
    [
        (BLOCKED, "screening.marking"),
        ("كلمة المرور: Abc12345", "screening.credential"),
        ("https://bit.ly/abc", "screening.link"),
        ("أنتم أغبياء", "screening.insult"),
        ("يا زنجي", "screening.discrimination"),
        ("what a fuuuuck", "screening.improper"),
    ],
)
def test_what_nobody_may_say_is_refused_by_its_clause(
    write: Write, salma: User, words: str, lever: str, now: datetime
) -> None:
    post = write(text_ar=f"{TEXT_AR} {words}")

    with refused(lever) as caught:
        services.submit(post, by=salma, now=now)

    assert caught.value.remedy
    post.refresh_from_db()
    assert post.is_draft


def test_what_nobody_may_say_is_not_said_beneath_a_picture(
    draft: Post, salma: User, now: datetime
) -> None:
    add_picture(draft, salma, now, alt_ar=f"وثيقة كتب عليها {BLOCKED}")

    with refused("screening.marking"):
        services.submit(draft, by=salma, now=now)


def test_what_a_person_may_let_pass_is_sent_to_that_person(
    write: Write, salma: User, now: datetime
) -> None:
    post = submitted(write(text_ar=f"{TEXT_AR} {PHONE}"), salma, now)

    assert post.is_in_review
    assert [each.text for each in selectors.findings(post.version)] == ["92345678"]


def test_what_nobody_could_review_is_not_sent(
    draft: Post, reviews: Any, salma: User, now: datetime
) -> None:
    reviews.revoked_at, reviews.revoked_by = now, salma
    reviews.save()

    with refused("publishing.somebody_may_review"):
        services.submit(draft, by=salma, now=now)


def test_who_wrote_some_of_it_is_no_reviewer_of_it(
    draft: Post, reviews: Any, khalid: User, salma: User, now: datetime
) -> None:
    draft.versions.update(written_by=khalid)

    with refused("publishing.somebody_may_review"):
        services.submit(draft, by=salma, now=now)


def test_what_waits_for_review_is_not_sent_again(
    in_review: Post, salma: User, now: datetime
) -> None:
    with refused("publishing.sent_for_review_once"):
        services.submit(in_review, by=salma, now=now)


def test_who_may_not_write_submits_nothing(
    draft: Post, khalid: User, salma: User, now: datetime
) -> None:
    with refused("delegations.holds_the_right"):
        services.submit(draft, by=khalid, now=now)
    Attempt.objects.filter(user=salma).update(finished_at=now - 400 * DAY)
    with refused("delegations.trained"):
        services.submit(draft, by=salma, now=now)


def test_what_is_closed_is_not_submitted(
    draft: Post, salma: User, now: datetime
) -> None:
    services.discard(draft, reason="لا حاجة إليه", by=salma, now=now)

    with refused("publishing.recalled_before_it_changes"):
        services.submit(draft, by=salma, now=now)
