"""What the public said, at each stage: what most tests of hearing need."""

from datetime import datetime
from itertools import count
from typing import Any

from rasmi.channels.models import Channel
from rasmi.intake.models import RemoteObject, Version
from rasmi.records import services as records
from rasmi.records.models import Part

QUESTION = "متى يبدأ التقديم لطلبة الدبلوم العام؟"
INSULT = "يا حمار"
numbers = count(1)


def say(
    channel: Channel,
    now: datetime,
    text: str = QUESTION,
    *,
    is_kept: bool = True,
    **other: Any,
) -> RemoteObject:
    """Something said to an account; how it comes in is tested elsewhere."""
    facts: dict[str, Any] = {
        "remote_id": f"c{next(numbers)}",
        "thread": "p1",
        "author": "سالم الحارثي",
        "said_at": now,
        "heard_at": now,
    }
    said = RemoteObject.objects.create(channel=channel, **{**facts, **other})
    Version.objects.create(
        object=said, number=1, text=text, shown=said.shown, seen_at=now
    )
    said.record = records.open_record(said, now=now)
    said.save()
    if is_kept:
        records.keep(said.record, Part.Stage.HEARD, now=now, content={"text": text})
    return said
