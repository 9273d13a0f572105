from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from rasmi.channels.models import Channel
from rasmi.delegations.models import Delegation, Task
from rasmi.outbox import services, tasks
from rasmi.outbox.models import Intent
from rasmi.people.models import Topic, User
from rasmi.policy.models import Decision
from rasmi.records.models import Part
from rasmi.records.selectors import parts
from rasmi.rules import Verdict
from tests.factories import owed, refused, verdict
from tests.speaking import (
    DAY,
    HOUR,
    TEXT_AR,
    acts_on,
    delegate,
    letters,
    picture,
    sweep,
)

ADDRESS = "https://x.com/demo/status/1"
MINUTE = timedelta(minutes=1)
State = Intent.State


@pytest.fixture
def handed(intent: Intent, hour: datetime) -> Intent:
    """With the officer since its hour."""
    assert services.deliver(intent, now=hour)
    intent.refresh_from_db()
    return intent


def confirm(intent: Intent, by: User, now: datetime, **other: Any) -> None:
    facts: Any = {"address": ADDRESS, "posted_at": now, **other}
    services.confirm_by_hand(intent, by=by, now=now, **facts)
    intent.refresh_from_db()


def test_where_no_connection_posts_the_officer_gets_it_at_its_hour(
    intent: Intent, hour: datetime
) -> None:
    assert sweep(tasks.send, hour - MINUTE) == 0
    assert sweep(tasks.send, hour) == 1

    intent.refresh_from_db()
    assert (intent.state, intent.armed_at, intent.due_at) == (State.HANDED, hour, None)
    assert acts_on(intent) == ["outbox.intent.plan", "outbox.intent.hand_over"]
    assert sweep(tasks.send, hour + MINUTE) == 0


def test_the_letter_to_the_officer_holds_no_word_of_the_text(
    handed: Intent, salma: User
) -> None:
    (letter,) = letters("outbox", salma)

    assert f"/outbox/{handed.pk}/" in letter.text
    assert TEXT_AR not in letter.text + letter.html + letter.subject


def test_the_officer_owes_it_until_it_is_told_of(
    handed: Intent, salma: User, khalid: User, hour: datetime
) -> None:
    lever = "outbox.posted_by_hand_in_time"

    assert len(owed(lever, hour, user=salma)) == 1
    assert owed(lever, hour, user=khalid) == []
    confirm(handed, salma, hour)
    assert owed(lever, hour, user=salma) == []


def test_what_nobody_tells_of_in_time_is_found(
    handed: Intent, salma: User, hour: datetime
) -> None:
    lever = "outbox.posted_by_hand_in_time"
    over = handed.not_after
    assert verdict(lever, hour - MINUTE) == (Verdict.MET, 0, 0)
    assert verdict(lever, over - MINUTE) == (Verdict.MET, 1, 0)
    assert verdict(lever, over) == (Verdict.NOT_MET, 1, 1)

    confirm(handed, salma, over, posted_at=hour)

    assert verdict(lever, over) == (Verdict.MET, 1, 0)


def test_the_address_of_the_post_shows_that_it_is_out(
    handed: Intent, salma: User, hour: datetime
) -> None:
    at = hour + 5 * MINUTE

    confirm(handed, salma, at, posted_at=hour + MINUTE)

    assert (handed.state, handed.url, handed.ended_at) == (State.CONFIRMED, ADDRESS, at)
    assert acts_on(handed)[-1] == "outbox.intent.confirm"
    part = parts(handed.record).last()
    assert part
    assert (part.stage, part.by) == (Part.Stage.SENT, salma)
    assert part.content["url"] == ADDRESS
    assert part.content["said"]["text"] == handed.text


@pytest.mark.parametrize(
    "address",
    [
        "https://x.com/demo/status/1",
        "https://www.x.com/demo/status/1",
        "https://mobile.x.com/demo/status/1",
        "https://X.com/demo",
    ],
)
def test_an_address_of_the_platform_is_taken(
    handed: Intent, salma: User, address: str, hour: datetime
) -> None:
    confirm(handed, salma, hour, address=address)

    assert handed.is_out


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/demo/status/1",
        "https://x.com.evil.example/demo",
        "https://notx.com/demo",
        "https://x.com@evil.example/demo",
        "javascript:alert(1)//x.com",
        "/demo/status/1",
    ],
)
def test_an_address_that_leads_elsewhere_is_refused(
    handed: Intent, salma: User, address: str, hour: datetime
) -> None:
    with refused("outbox.post_is_shown") as caught:
        confirm(handed, salma, hour, address=address)

    assert "x.com" in caught.value.remedy
    handed.refresh_from_db()
    assert handed.is_handed


def test_without_an_address_a_screenshot_shows_it(
    handed: Intent, salma: User, hour: datetime
) -> None:
    confirm(handed, salma, hour, address="", screenshot=picture("shot.png"))

    part = parts(handed.record).last()
    assert part
    assert part.file
    assert part.file.media_type == "image/png"


def test_with_neither_nothing_shows_it(
    handed: Intent, salma: User, hour: datetime
) -> None:
    with refused("outbox.post_is_shown"):
        confirm(handed, salma, hour, address="")


def test_a_screenshot_is_a_picture(handed: Intent, salma: User, hour: datetime) -> None:
    text = SimpleUploadedFile("shot.png", b"only words")

    with refused("files.kind_is_known"):
        confirm(handed, salma, hour, address="", screenshot=text)
    handed.refresh_from_db()
    assert handed.is_handed


@pytest.mark.parametrize("minutes", [-1, 11])
def test_it_was_posted_after_it_was_handed_over_and_before_now(
    handed: Intent, salma: User, minutes: int, hour: datetime
) -> None:
    with refused("outbox.post_is_shown"):
        confirm(
            handed,
            salma,
            hour + 10 * MINUTE,
            posted_at=hour + minutes * MINUTE,
        )


def test_the_minute_of_the_hand_over_counts(
    intent: Intent, salma: User, hour: datetime
) -> None:
    late = hour + timedelta(seconds=50)
    assert services.deliver(intent, now=late)

    confirm(intent, salma, late + timedelta(seconds=5), posted_at=hour)

    assert intent.is_out


def test_what_was_not_posted_says_why_and_goes_no_further(
    handed: Intent, salma: User, hour: datetime
) -> None:
    services.return_unposted(handed, reason="تعطل التطبيق", by=salma, now=hour)

    handed.refresh_from_db()
    assert handed.is_over
    assert handed.words == "تعطل التطبيق"
    assert acts_on(handed)[-1] == "outbox.intent.return_unposted"
    part = parts(handed.record).last()
    assert part
    assert (part.stage, part.content["reason"]) == ("not_sent", "تعطل التطبيق")
    assert sweep(tasks.send, hour + HOUR) == 0


def test_it_is_told_of_once(handed: Intent, salma: User, hour: datetime) -> None:
    confirm(handed, salma, hour)

    with refused("outbox.is_with_the_officer"):
        confirm(handed, salma, hour, address=f"{ADDRESS}2")
    with refused("outbox.is_with_the_officer"):
        services.return_unposted(handed, reason="خطأ", by=salma, now=hour)

    handed.refresh_from_db()
    assert handed.url == ADDRESS
    assert acts_on(handed).count("outbox.intent.confirm") == 1


def test_what_was_not_handed_over_is_not_out(
    intent: Intent, salma: User, hour: datetime
) -> None:
    with refused("outbox.is_with_the_officer"):
        confirm(intent, salma, hour)


def test_nobody_else_says_that_it_is_out(
    handed: Intent, khalid: User, salim: User, hour: datetime
) -> None:
    for person in (khalid, salim):
        with refused("outbox.confirmed_by_who_posts"):
            confirm(handed, person, hour)
        with refused("outbox.confirmed_by_who_posts"):
            services.return_unposted(handed, reason="خطأ", by=person, now=hour)


def test_a_colleague_who_may_publish_there_says_it_too(
    handed: Intent,
    maryam: User,
    account: Channel,
    topic: Topic,
    paper: Decision,
    hour: datetime,
) -> None:
    delegate(maryam, account, [Task.PUBLISH], topic, decision=paper, now=hour)

    confirm(handed, maryam, hour)

    assert handed.is_out


def test_who_posted_tells_of_it_even_after_the_right_has_ended(
    handed: Intent, writes: Delegation, salma: User, hour: datetime
) -> None:
    Delegation.objects.filter(pk=writes.pk).update(ends_at=hour + MINUTE)

    confirm(handed, salma, hour + DAY, posted_at=hour)

    assert handed.is_out


def test_two_workers_hand_it_over_once(
    intent: Intent, salma: User, hour: datetime
) -> None:
    other = Intent.objects.get(pk=intent.pk)

    assert services.deliver(intent, now=hour)
    assert not services.deliver(other, now=hour)

    assert acts_on(intent).count("outbox.intent.hand_over") == 1
    assert len(letters("outbox", salma)) == 1
