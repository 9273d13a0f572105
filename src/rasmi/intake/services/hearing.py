"""What somebody said, as it stands on its platform: kept, captured, screened."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy

from rasmi.audit import services as audit
from rasmi.audit.actions import register
from rasmi.channels.models import Channel
from rasmi.core.models import locked
from rasmi.intake.models import Receipt, RemoteObject, Shown, Version
from rasmi.intake.models.objects import LONGEST_TEXT
from rasmi.people.models import User
from rasmi.platforms.connector import Heard, readable
from rasmi.policy import selectors as policy
from rasmi.records import services as records
from rasmi.records.models import Part
from rasmi.screening import OFFENSIVE, Category, Direction

HEARD = register("intake.object.hear", gettext_lazy("Heard: %(target)s"))
CHANGED = register(
    "intake.object.change", gettext_lazy("Changed on its platform: %(target)s")
)
# What a person has to look at, in the words of the public. A link or a number alone is
# shown to whoever answers, and holds nothing.
HOLDING = OFFENSIVE | {
    Category.ILLEGAL,
    Category.SPAM,
    Category.RIGHTS,
    Category.PERSONAL_DATA,
}
LENGTHS = {"remote_id": 100, "thread": 500, "reply_to": 100, "author_id": 100}


@transaction.atomic
def hear(
    channel: Channel,
    heard: Heard,
    *,
    receipt: Receipt | None = None,
    by_hand: dict[str, Any] | None = None,
    by: User | None = None,
    now: datetime,
) -> RemoteObject:
    """
    Keep what somebody said, or how it stands now; nothing happens where all is known.

    :param receipt: the item that it was read from
    :param by_hand: `entered_by` and `screenshot`, where a person entered it
    """
    facts = {
        name: readable(getattr(heard, name))[:length]
        for name, length in LENGTHS.items()
    }
    said, is_new = RemoteObject.objects.get_or_create(
        channel=channel,
        remote_id=facts.pop("remote_id"),
        defaults={
            **facts,
            "author": readable(heard.author)[:200],
            "is_ours": heard.is_ours,
            "url": _address(heard.url),
            "said_at": min(heard.said_at, now),  # some clocks are ahead
            "heard_at": now,
            **(by_hand or {}),
        },
    )
    said = locked(said)
    if receipt and not is_new and _is_overtaken(receipt):
        return said
    text = readable(heard.text)[:LONGEST_TEXT]
    shown = Shown(heard.shown.value)
    if is_new:
        _begin(said, now)
    elif not _is_news(said, text, shown):
        return said
    _add(said, text, shown, receipt=receipt, by=by, now=now)
    return said


def _is_overtaken(receipt: Receipt) -> bool:
    """Whether what came later about the same thing was read before it."""
    later = Receipt.objects.filter(
        channel=receipt.channel_id, ref=receipt.ref, pk__gt=receipt.pk
    )
    return later.filter(due_at=None).exists()


@transaction.atomic
def note_shown(heard: RemoteObject, shown: Shown, *, now: datetime) -> None:
    """Write down that the account itself hid it there, or showed it again."""
    said = locked(heard)
    if said.shown not in (shown, Shown.DELETED):
        _add(said, said.version.text, shown, now=now)


def _begin(said: RemoteObject, now: datetime) -> None:
    said.record = records.open_record(said, now=now)
    said.save(update_fields=["record"])


def _is_news(said: RemoteObject, text: str, shown: Shown) -> bool:
    if shown == Shown.DELETED:
        return said.shown != Shown.DELETED
    last = said.version
    return (last.text, said.shown) != (text, shown)


def _add(
    said: RemoteObject,
    text: str,
    shown: Shown,
    *,
    receipt: Receipt | None = None,
    by: User | None = None,
    now: datetime,
) -> None:
    last = said.versions.first()
    findings, is_held, lexicon = ([], False, "") if said.is_ours else _screened(text)
    version = Version.objects.create(
        object=said,
        number=last.number + 1 if last else 1,
        text=text,
        shown=shown,
        seen_at=now,
        receipt=receipt,
        findings=findings,
        is_held=is_held,
        lexicon=lexicon,
    )
    RemoteObject.objects.filter(pk=said.pk).update(shown=shown, is_held=is_held)
    said.refresh_from_db(fields=["shown", "is_held"])
    part = _keep(said, version, by, now)
    audit.record(
        CHANGED if last else HEARD,
        actor=by,
        target=said,
        now=now,
        version=version.number,
        shown=shown.value,
        is_held=is_held,
        part=part.digest,
    )


def _keep(said: RemoteObject, version: Version, by: User | None, now: datetime) -> Part:
    stages = {Shown.DELETED: Part.Stage.GONE}
    later = stages.get(Shown(version.shown), Part.Stage.CHANGED)
    assert said.record  # noqa: S101 — opened when it was heard first
    return records.keep(
        said.record,
        Part.Stage.HEARD if version.number == 1 else later,
        by=by,
        now=now,
        about=str(said.channel.name_ar),
        content={
            "text": version.text,
            "shown": version.shown,
            "author": said.author,
            "author_id": said.author_id,
            "remote_id": said.remote_id,
            "thread": said.thread,
            "url": said.url,
            "said_at": said.said_at.isoformat(),
            "receipt": version.receipt.digest if version.receipt else "",
        },
        file=said.screenshot if version.number == 1 else None,
    )


def _screened(text: str) -> tuple[list[dict[str, Any]], bool, str]:
    found = policy.screened(text, Direction.IN)
    kept = [
        {
            "category": each.category.value,
            "rule": each.rule,
            "start": each.start,
            "end": each.end,
            "text": each.text[:200],
            "mark": each.mark,
        }
        for each in found.findings
    ]
    is_held = any(each.category in HOLDING for each in found.findings)
    return kept, is_held, found.version[:40]


def _address(url: str) -> str:
    """An address that a browser may open, or none."""
    url = readable(url)
    is_web = url.startswith(("https://", "http://")) and len(url) <= 500
    return url if is_web else ""
