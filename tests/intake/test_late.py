"""What is read late does not take the place of what was received after it."""

from datetime import datetime, timedelta

import pytest

from rasmi.channels.models import Channel
from rasmi.intake import services, tasks
from rasmi.intake.models import Receipt, RemoteObject, Stream


def received(channel: Channel, text: str, now: datetime, ref: str = "c9") -> Receipt:
    item = {
        "id": ref,
        "change": 1,
        "post_id": "p1",
        "name": "سالم",
        "text": text,
        "reply_to": "",
        "is_official": False,
        "state": "visible",
        "created_at": "2026-11-23T04:00:00+00:00",
        "url": "https://training.example/c9",
    }
    return Receipt.objects.create(
        channel=channel,
        platform="sandbox",
        item=item,
        ref=ref,
        digest=text.encode().hex()[:64],
        received_at=now,
        due_at=now,
    )


def test_older_words_read_late_do_not_take_the_place_of_newer_ones(
    stream: Stream, now: datetime
) -> None:
    older = received(stream.channel, "متى؟", now)
    newer = received(stream.channel, "متى ينتهي؟", now)
    assert older.claim(now)
    older.postpone(now, error="a defect that passes")

    assert services.read(newer, now=now)
    assert services.read(older, now=now + timedelta(minutes=5))

    assert RemoteObject.objects.get().version.text == "متى ينتهي؟"
    older.refresh_from_db()
    assert older.due_at is None


def test_much_on_one_account_keeps_the_others_waiting_no_longer(
    stream: Stream, account: Channel, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "AT_ONCE", 2)
    for number in range(5):
        received(stream.channel, f"سؤال {number}", now, f"c{number}")
    Channel.objects.filter(pk=account.pk).update(platform="sandbox")
    account.refresh_from_db()
    last = received(account, "سؤال وحيد", now, "d1")

    tasks.read(now)

    last.refresh_from_db()
    assert last.due_at is None
    assert Receipt.objects.filter(due_at=None).count() == 3
