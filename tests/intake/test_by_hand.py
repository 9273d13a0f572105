from datetime import datetime, timedelta
from typing import Any

import pytest

from rasmi.channels.models import Channel
from rasmi.delegations.models import Delegation, Task
from rasmi.intake import selectors, services
from rasmi.intake.models import RemoteObject, Stream
from rasmi.outbox.models import Intent
from rasmi.people.models import User
from rasmi.records.models import Part
from rasmi.records.selectors import parts
from tests.conftest import signed_in
from tests.factories import refused
from tests.outbox.platform import Wire
from tests.speaking import picture

SAID: dict[str, Any] = {
    "key": "a" * 32,
    "author": "@salim",
    "text": "متى يبدأ التقديم؟",
}


def test_an_officer_enters_what_was_said(
    account: Channel, answers: Delegation, salma: User, now: datetime
) -> None:
    said = services.enter_by_hand(
        account, **SAID, said_at=now, screenshot=picture(), by=salma, now=now
    )

    (part,) = parts(said.record)
    assert (part.stage, part.by) == (Part.Stage.HEARD, salma)
    assert part.file == said.screenshot
    assert said.entered_by == salma


def test_a_second_click_enters_nothing(
    account: Channel, answers: Delegation, salma: User, now: datetime
) -> None:
    for _click in range(2):
        services.enter_by_hand(account, **SAID, said_at=now, by=salma, now=now)

    assert RemoteObject.objects.count() == 1


def test_the_author_is_never_said_to_have_changed_what_the_officer_typed_anew(
    account: Channel, answers: Delegation, salma: User, now: datetime
) -> None:
    said = services.enter_by_hand(account, **SAID, said_at=now, by=salma, now=now)

    with refused("intake.entry_stays_as_entered"):
        services.enter_by_hand(
            account, **{**SAID, "text": "متى ينتهي؟"}, said_at=now, by=salma, now=now
        )

    assert said.versions.get().text == SAID["text"]


def test_a_stranger_enters_nothing(
    account: Channel, salim: User, answers: Delegation, now: datetime
) -> None:
    with refused("delegations.holds_the_right"):
        services.enter_by_hand(account, **SAID, said_at=now, by=salim, now=now)


def test_what_a_connection_hears_is_not_entered(
    training: Channel, answers: Delegation, wire: Wire, salma: User, now: datetime
) -> None:
    Delegation.objects.update(channel=training)

    with refused("intake.entered_where_no_connection_hears"):
        services.enter_by_hand(training, **SAID, said_at=now, by=salma, now=now)


@pytest.mark.parametrize(("minutes", "is_open"), [(0, False), (59, False), (60, True)])
def test_one_look_that_fails_does_not_open_the_entry_by_hand(
    stream: Stream, wire: Wire, now: datetime, minutes: int, is_open: bool
) -> None:
    Stream.objects.update(failing_since=now)

    later = now + timedelta(minutes=minutes)

    assert selectors.is_heard(stream.channel, later) is not is_open


@pytest.mark.parametrize("field", ["url", "thread_url"])
def test_an_address_is_one_of_the_platform(
    field: str, account: Channel, answers: Delegation, salma: User, now: datetime
) -> None:
    with refused("intake.entry_is_of_its_platform"):
        services.enter_by_hand(
            account,
            **SAID,
            **{field: "https://evil.example/x.com/1"},  # type: ignore[arg-type]
            said_at=now,
            by=salma,
            now=now,
        )


def test_the_page_enters_and_shows_it(
    account: Channel, answers: Delegation, salma: User, salim: User, now: datetime
) -> None:
    client = signed_in(salma)
    page = client.get("/heard/new/")
    assert account.name_ar in page.content.decode()
    typed = {**SAID, "channel": account.pk, "said_at": "2026-11-23T08:00"}

    answer = client.post("/heard/new/", typed)

    said = RemoteObject.objects.get()
    assert answer["Location"] == f"/heard/{said.pk}/"
    shown = client.get(answer["Location"]).content.decode()
    assert SAID["text"] in shown
    assert signed_in(salim).get(answer["Location"]).status_code == 404


def test_an_hour_to_come_is_sent_back_with_what_was_typed(
    account: Channel, answers: Delegation, salma: User
) -> None:
    typed = {**SAID, "channel": account.pk, "said_at": "2099-01-01T08:00"}

    answer = signed_in(salma).post("/heard/new/", typed)

    assert answer.status_code == 422
    assert SAID["text"] in answer.content.decode()


def test_who_only_drafts_hears_but_does_not_enter(
    account: Channel, answers: Delegation, salma: User, now: datetime
) -> None:
    answers.tasks.exclude(task=Task.DRAFT).delete()

    with refused("delegations.holds_the_right"):
        services.enter_by_hand(
            account, **SAID, said_at=now - timedelta(hours=1), by=salma, now=now
        )
    assert Intent.objects.count() == 0
