"""Reading what is new on an account: kept as it came, before anybody reads it."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy

from rasmi.audit import services as audit
from rasmi.audit.actions import register
from rasmi.channels import selectors as channels
from rasmi.core.models import locked
from rasmi.core.sweeps import stopping
from rasmi.intake import selectors
from rasmi.intake.models import Receipt, Stream
from rasmi.intake.services import mails
from rasmi.platforms.connector import (
    AccountRestricted,
    AuthExpired,
    ConnectorError,
    Fetched,
    RateLimited,
)
from rasmi.records.selectors import canonical, digest
from rasmi.security import selectors as security
from rasmi.security import services as secured

OPENED = register(
    "intake.stream.open", gettext_lazy("Began to listen to an account: %(target)s")
)
RECEIVED = register(
    "intake.stream.receive", gettext_lazy("Received what was said: %(target)s")
)

EVERY = timedelta(seconds=20)
EVERY_IN_TRAINING = timedelta(seconds=4)
LEASE = timedelta(minutes=3)  # longer than a connector may take for one page
LARGEST_ITEM = 1024 * 1024  # bytes as JSON; a text of that length is no comment


def open_streams(*, now: datetime) -> int:
    """
    Listen to every account that a connection reaches, and no more to the others; return
    how many were begun or taken up again.
    """
    known = {each.channel_id: each for each in Stream.objects.all()}
    begun = 0
    for channel in channels.in_register():
        found = known.get(channel.pk)
        is_reached = bool(security.reached_by(channel))
        if is_reached and (found is None or found.due_at is None):
            _open(channel.pk, now)
            begun += 1
        if found is not None:
            known.pop(channel.pk)
            if not is_reached and found.due_at is not None:
                _close(found)
    for gone in known.values():
        _close(gone)
    return begun


@transaction.atomic
def _open(channel: int, now: datetime) -> None:
    stream, _is_new = Stream.objects.get_or_create(channel_id=channel)
    Stream.objects.filter(pk=stream.pk).update(
        due_at=now, lease_until=None, failing_since=None, told_at=None
    )
    audit.record(OPENED, actor=None, target=stream, now=now)


def _close(stream: Stream) -> None:
    Stream.objects.filter(pk=stream.pk).update(due_at=None, failing_since=None)


def listen(stream: Stream, *, now: datetime) -> int:
    """
    Fetch what is new on one account and keep it; return how many items were new.

    To be called outside a transaction: it talks to the network.
    """
    if not stream.claim(now, lease=LEASE):
        return 0
    try:
        fetched = secured.connector_for(stream.channel).fetch(stream.cursor)
    except ConnectorError as error:
        if stopping():
            stream.postpone_until(now)  # broken off, which says nothing of the account
        else:
            _fail(stream, error, now)
        return 0
    return _keep(stream, fetched, now)


@transaction.atomic
def _keep(stream: Stream, fetched: Fetched, now: datetime) -> int:
    """The items and the cursor, together or not at all."""
    if locked(stream).epoch != stream.epoch:
        return 0  # another worker took it over: it reads the same again
    rows = [_receipt(stream, dict(each), now) for each in fetched.items]
    fresh = _fresh(stream, rows)
    Receipt.objects.bulk_create(fresh)
    if fresh:
        audit.record(RECEIVED, actor=None, target=stream, now=now, items=len(fresh))
    stream.settle(cursor=fetched.cursor, heard_at=now, failing_since=None, told_at=None)
    pause = timedelta(0) if fetched.has_more else _pause(stream)
    Stream.objects.filter(pk=stream.pk).update(due_at=now + pause)
    return len(fresh)


def _fresh(stream: Stream, rows: list[Receipt]) -> list[Receipt]:
    """Those that say something else than the newest one about the same thing."""
    refs = {each.ref for each in rows}
    kept = Receipt.objects.filter(channel=stream.channel, ref__in=refs).order_by("pk")
    newest = dict(kept.values_list("ref", "digest"))  # the last one wins
    fresh = []
    for each in rows:
        if newest.get(each.ref) != each.digest:
            newest[each.ref] = each.digest
            fresh.append(each)
    return fresh


def _pause(stream: Stream) -> timedelta:
    is_training = stream.channel.platform == "sandbox"
    return EVERY_IN_TRAINING if is_training else EVERY


def _receipt(stream: Stream, item: dict[str, object], now: datetime) -> Receipt:
    kept = item
    if len(canonical(item)) > LARGEST_ITEM:
        kept = {name: _cut(value) for name, value in item.items()}
    return Receipt(
        channel=stream.channel,
        platform=stream.channel.platform,
        item=kept,
        digest=digest(item),
        ref=str(item.get("id", ""))[:100],
        received_at=now,
        due_at=now,
    )


def _cut(value: object) -> object:
    """What is longer than any comment, cut: a hostile text does not fill the disk."""
    if isinstance(value, str):
        return value[: LARGEST_ITEM // 10]
    too_long = isinstance(value, dict | list) and len(canonical(value)) > LARGEST_ITEM
    return None if too_long else value


def _fail(stream: Stream, error: ConnectorError, now: datetime) -> None:
    """It is tried again; after a while people are told."""
    is_the_door = isinstance(error, AuthExpired | AccountRestricted)
    if is_the_door and security.credential_of(stream.channel):
        secured.report_refused(stream.channel, error.words, now=now)
    stream.postpone(now, error=f"{error.kind}: {error.words}", counts=False)
    if isinstance(error, RateLimited):
        stream.postpone_until(now + error.retry_in)
    _note_failing(stream, now)


@transaction.atomic
def _note_failing(stream: Stream, now: datetime) -> None:
    Stream.objects.filter(pk=stream.pk, failing_since=None).update(failing_since=now)
    deaf = selectors.deaf_streams(now).filter(pk=stream.pk, told_at=None)
    if deaf.update(told_at=now):
        mails.tell_of_deafness(stream, now=now)


def put_aside(stream: Stream, words: str, *, now: datetime) -> None:
    """Let what failed in a way that nobody foresaw come back later."""
    stream.postpone(now, error=words, counts=False)
    _note_failing(stream, now)
