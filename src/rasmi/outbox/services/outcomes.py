"""What became of a call: visible, refused, to be tried again, or not known."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy

from rasmi.audit import services as audit
from rasmi.audit.actions import register
from rasmi.core.models import locked
from rasmi.outbox import connectors
from rasmi.outbox.models import Intent
from rasmi.outbox.services import mails
from rasmi.outbox.services.planning import keep
from rasmi.platforms.connector import (
    Absent,
    AuthExpired,
    ConnectorError,
    Found,
    RateLimited,
    Transient,
    Unsure,
)
from rasmi.records.models import Part

SENT = register("outbox.intent.confirm", gettext_lazy("Published: %(target)s"))
REFUSED = register(
    "outbox.intent.refuse", gettext_lazy("The platform refused: %(target)s")
)
PUT_OFF = register("outbox.intent.put_off", gettext_lazy("Put off: %(target)s"))
LOST = register("outbox.intent.lose_sight", gettext_lazy("Outcome unknown: %(target)s"))
ABSENT = register(
    "outbox.intent.find_absent", gettext_lazy("Is not on the platform: %(target)s")
)

State = Intent.State
DEADLINE = timedelta(seconds=60)  # of one call, with room to spare
TRY_AGAIN = timedelta(minutes=1)


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
    Intent.objects.filter(pk=intent.pk).update(
        state=State.CONFIRMED,
        remote_id=found.remote_id,
        url=found.url,
        ended_at=now,
        due_at=None,
        lease_until=None,
        last_error="",
    )
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
        RateLimited: getattr(error, "retry_in", TRY_AGAIN),
    }
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
    if intent.move(
        states,
        State.STAGED,
        due_at=min(now + pause, intent.not_after),
        lease_until=None,
        attempts=0,
        last_error=error.words,
    ):
        # One entry for each reason, not one a minute.
        if error.kind == intent.words:
            return
        Intent.objects.filter(pk=intent.pk).update(words=error.kind)
        keep(intent, Part.Stage.NOT_SENT, now=now, kind=error.kind, words=error.words)
        audit.record(PUT_OFF, actor=None, target=intent, now=now, kind=error.kind)


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


def find_lost(*, now: datetime) -> int:
    """Take over what a worker had armed and never finished; return how many."""
    dead = Intent.objects.filter(
        state=State.ARMED, armed_at__lte=now - DEADLINE, lease_until__lte=now
    )
    found = list(dead)
    for intent in found:
        settle = connectors.connector_of(intent).settle
        lost_sight(intent, "", now, settle=settle)
    return len(found)


def reconcile(intent: Intent, *, now: datetime) -> bool:
    """
    Look on the platform what became of a call; return whether that is known now.

    It is looked for until it is known: no number of attempts ends it in silence.
    """
    if not intent.claim(now, lease=2 * DEADLINE):
        return False
    try:
        answer = connectors.connector_of(intent).reconcile(
            connectors.op_of(intent), intent.staged
        )
    except ConnectorError as error:
        intent.postpone(now, error=error.words, counts=False)
        return False
    if isinstance(answer, Found):
        sent(intent, connectors.cleaned(answer), now)
        return True
    if isinstance(answer, Absent) and answer.is_certain:
        return _rearm(intent, now)
    words = answer.why if isinstance(answer, Unsure) else "absent"
    intent.postpone(now, error=words, counts=False)
    return False


@transaction.atomic
def _rearm(intent: Intent, now: datetime) -> bool:
    """It is not there beyond doubt: it may go its way again, by all gates."""
    if not intent.move(
        (State.UNKNOWN,), State.STAGED, due_at=now, lease_until=None, attempts=0
    ):
        return False
    keep(intent, Part.Stage.NOT_SENT, now=now, kind="absent")
    audit.record(ABSENT, actor=None, target=intent, now=now, kind="absent")
    return True
