"""What is read late does not take the place of what was received after it."""

from datetime import datetime, timedelta

from rasmi.intake import services
from rasmi.intake.models import Receipt, RemoteObject, Stream


def received(stream: Stream, text: str, now: datetime) -> Receipt:
    item = {
        "id": "c9",
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
        channel=stream.channel,
        platform="sandbox",
        item=item,
        ref="c9",
        digest=text.encode().hex()[:64],
        received_at=now,
        due_at=now,
    )


def test_older_words_read_late_do_not_take_the_place_of_newer_ones(
    stream: Stream, now: datetime
) -> None:
    older = received(stream, "متى؟", now)
    newer = received(stream, "متى ينتهي؟", now)
    assert older.claim(now)
    older.postpone(now, error="a defect that passes")

    assert services.read(newer, now=now)
    assert services.read(older, now=now + timedelta(minutes=5))

    assert RemoteObject.objects.get().version.text == "متى ينتهي؟"
    older.refresh_from_db()
    assert older.due_at is None
