"""What became of a call: visible, refused, to be tried again, or not known."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy

from rasmi.audit import services as audit
from rasmi.audit.actions import register
from rasmi.core.models import locked
from rasmi.intake import services as intake
from rasmi.intake.models import Shown
from rasmi.outbox.models import Intent
from rasmi.outbox.services import mails
from rasmi.outbox.services.planning import end_recalled, keep
from rasmi.platforms.connector import (
    AccountRestricted,
    AuthExpired,
    ConnectorError,
    Found,
    NotFound,
    PermissionDenied,
    RateLimited,
    Transient,
)
from rasmi.records.models import Part
from rasmi.security import services as security

SENT = register("outbox.intent.confirm", gettext_lazy("Published: %(target)s"))
REFUSED = register(
    "outbox.intent.refuse", gettext_lazy("The platform refused: %(target)s")
)
PUT_OFF = register("outbox.intent.put_off", gettext_lazy("Put off: %(target)s"))
LOST = register("outbox.intent.lose_sight", gettext_lazy("Outcome unknown: %(target)s"))
State = Intent.State
DEADLINE = timedelta(seconds=60)  # of one call, with room to spare
TRY_AGAIN = timedelta(minutes=1)
LATE = timedelta(minutes=10)  # after its hour: shorter delays come and go


@transaction.atomic
def sent(intent: Intent, found: Found, now: datetime) -> None:
    """
    Write down that it is visible, whoever holds the row and whatever was believed.

    What the platform shows is a fact: no state that a second worker or a person set
    meanwhile may hide it.
    """
    intent = locked(intent)
    if intent.is_out:
        return
    believed = intent.state
    is_a_surprise = intent.is_over or intent.is_recalled
    Intent.objects.filter(pk=intent.pk).update(
        state=State.CONFIRMED,
        remote_id=found.remote_id,
        url=found.url,
        # What a backup forgot was armed at its hour, or later.
        armed_at=Coalesce("armed_at", "not_before"),
        ended_at=now,
        due_at=None,
        lease_until=None,
        last_error="",
    )
    note_where_it_stands(intent, now=now)
    part = keep(
        intent,
        Part.Stage.SENT,
        now=now,
        url=found.url,
        remote_id=found.remote_id,
        said={"text": intent.text, "digest": intent.digest},
        answer=dict(found.evidence),
    )
    audit.record(
        SENT,
        actor=None,
        target=intent,
        now=now,
        remote=found.remote_id,
        believed=believed,
        part=part.digest,
    )
    if is_a_surprise:
        mails.tell_of_surprise(intent, now=now)


def note_where_it_stands(intent: Intent, *, now: datetime) -> None:
    """What was hidden or shown again by us is known to be so before it is heard."""
    if intent.target and intent.keeps_order:
        shown = Shown.HIDDEN if intent.is_a_hiding else Shown.VISIBLE
        intake.note_shown(intent.target, shown, now=now)


def not_sent(
    intent: Intent, error: ConnectorError, states: tuple[State, ...], now: datetime
) -> None:
    """
    Write down that a call did nothing: it waits where that may help, else it is over.

    :param states: in which the row is still this worker's to change
    """
    waits = {
        Transient: TRY_AGAIN,
        AuthExpired: TRY_AGAIN,
        AccountRestricted: TRY_AGAIN,
        RateLimited: getattr(error, "retry_in", TRY_AGAIN),
    }
    if State.ARMED not in states:
        # Before the visible call, also what stands before a site says such things.
        waits |= {PermissionDenied: TRY_AGAIN, NotFound: TRY_AGAIN}
    tell_of_the_door(intent, error, now)
    if type(error) in waits:
        _put_off(intent, error, states, now, waits[type(error)])
    else:
        _refused(intent, error, states, now)


@transaction.atomic
def _put_off(
    intent: Intent,
    error: ConnectorError,
    states: tuple[State, ...],
    now: datetime,
    pause: timedelta,
) -> None:
    """It stays planned; its window ends it, and nothing else does."""
    if end_recalled(intent, states, now=now):
        return
    if intent.move(
        states,
        State.STAGED,
        due_at=min(now + pause, intent.not_after),
        lease_until=None,
        attempts=0,
        last_error=error.words,
    ):
        tell_if_late(intent, now)
        # One entry for each reason, not one a minute.
        if error.kind == intent.words:
            return
        Intent.objects.filter(pk=intent.pk).update(words=error.kind)
        keep(intent, Part.Stage.NOT_SENT, now=now, kind=error.kind, words=error.words)
        audit.record(PUT_OFF, actor=None, target=intent, now=now, kind=error.kind)


def tell_if_late(intent: Intent, now: datetime) -> None:
    """Tell once, where what should be out waits for the platform."""
    if intent.late_told_at is None and now >= intent.not_before + LATE:
        Intent.objects.filter(pk=intent.pk).update(late_told_at=now)
        mails.tell_of_delay(intent, now=now)


@transaction.atomic
def _refused(
    intent: Intent, error: ConnectorError, states: tuple[State, ...], now: datetime
) -> None:
    if intent.move(
        states,
        State.REFUSED,
        ended_at=now,
        due_at=None,
        lease_until=None,
        words=error.words,
    ):
        keep(
            intent,
            Part.Stage.NOT_SENT,
            now=now,
            kind=error.kind,
            status=error.status,
            words=error.words,
        )
        audit.record(REFUSED, actor=None, target=intent, now=now, kind=error.kind)
        mails.tell_of_refusal(intent, now=now)


@transaction.atomic
def lost_sight(intent: Intent, words: str, now: datetime, *, settle: timedelta) -> None:
    """
    Write down that nobody knows what became of the call; it is looked for.

    :param settle: how long the call may still take effect
    """
    if intent.move(
        (State.ARMED,),
        State.UNKNOWN,
        due_at=now + settle,
        lease_until=None,
        attempts=0,
        last_error=words[:300],
    ):
        keep(intent, Part.Stage.UNKNOWN, now=now, words=words)
        audit.record(LOST, actor=None, target=intent, now=now)
        mails.tell_of_unknown(intent, now=now)


@transaction.atomic
def put_aside(intent: Intent, words: str, *, now: datetime) -> None:
    """Let what failed in a way that nobody foresaw come back later, and be told of."""
    current = locked(intent)
    if current.is_armed:
        return  # it is taken over when its worker is held to be dead
    # By the claim of the worker that failed: what another has taken since is its own.
    if intent.postpone(now, error=words) and current.is_waiting:
        tell_if_late(current, now)


def tell_of_the_door(intent: Intent, error: ConnectorError, now: datetime) -> None:
    """Let those who keep credentials know that the platform no longer takes one."""
    if intent.is_connected and isinstance(error, AuthExpired | AccountRestricted):
        security.report_refused(intent.channel, error.words, now=now)
