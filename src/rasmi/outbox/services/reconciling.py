"""Looking on the platform for what nobody knows to be out or not."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy

from rasmi.audit import services as audit
from rasmi.audit.actions import register
from rasmi.outbox import connectors
from rasmi.outbox.models import Intent
from rasmi.outbox.services import mails
from rasmi.outbox.services.outcomes import (
    DEADLINE,
    lost_sight,
    sent,
    tell_of_the_door,
)
from rasmi.outbox.services.planning import end_recalled, keep
from rasmi.platforms.connector import Absent, ConnectorError, Found, Unsure
from rasmi.records.models import Part

ABSENT = register(
    "outbox.intent.find_absent", gettext_lazy("Is not on the platform: %(target)s")
)
UNDECIDED = register(
    "outbox.intent.ask_person", gettext_lazy("Only a person can tell: %(target)s")
)

State = Intent.State
PATIENCE = timedelta(hours=1)  # with a platform that cannot be asked
MOST_ARMINGS = 3  # of what is lost each time: then a person looks at it


def look(intent: Intent) -> Found | Absent | Unsure:
    """
    What the platform shows of an intent.

    :raises ConnectorError: if it cannot be asked
    """
    if intent.site and intent.site != connectors.site_of(intent):
        return Unsure("The account is connected to another site, or by another user.")
    connector, op = connectors.connector_of(intent), connectors.op_of(intent)
    answer = connector.reconcile(op, intent.staged)
    return connectors.cleaned(answer) if isinstance(answer, Found) else answer


def find_lost(*, now: datetime) -> int:
    """Take over what a worker had armed and never finished; return how many."""
    dead = Intent.objects.filter(
        state=State.ARMED, armed_at__lte=now - DEADLINE, lease_until__lte=now
    )
    found = list(dead)
    for intent in found:
        lost_sight(intent, "", now, settle=connectors.settle_of(intent))
    stuck = list(Intent.objects.stuck().filter(state=State.UNKNOWN, undecided_at=None))
    for intent in stuck:
        leave_to_a_person(intent, intent.last_error, now)
    return len(found) + len(stuck)


def reconcile(intent: Intent, *, now: datetime) -> bool:
    """
    Look on the platform what became of a call; return whether that is known now.

    It is looked for until it is known: no number of attempts ends it in silence.
    """
    if not intent.claim(now, lease=2 * DEADLINE):
        return False
    try:
        answer = look(intent)
    except ConnectorError as error:
        tell_of_the_door(intent, error, now)
        intent.postpone(now, error=error.words, counts=False)
        if intent.armed_at and now >= intent.armed_at + PATIENCE:
            leave_to_a_person(intent, error.words, now)
        return False
    if isinstance(answer, Found):
        sent(intent, answer, now)
        return True
    is_absent = isinstance(answer, Absent) and answer.is_certain
    if is_absent and (intent.is_recalled or intent.armings < MOST_ARMINGS):
        return rearm(intent, now=now)
    words = answer.why if isinstance(answer, Unsure) else "absent"
    intent.postpone(now, error=words, counts=False)
    leave_to_a_person(intent, words, now)
    return False


@transaction.atomic
def leave_to_a_person(intent: Intent, words: str, now: datetime) -> None:
    """Say once that the platform cannot tell; it is looked for all the same."""
    undecided = Intent.objects.filter(
        pk=intent.pk, state=State.UNKNOWN, undecided_at=None
    )
    if undecided.update(undecided_at=now):
        keep(intent, Part.Stage.UNKNOWN, now=now, kind="undecided", words=words)
        audit.record(UNDECIDED, actor=None, target=intent, now=now)
        mails.tell_of_undecided(intent, now=now)


@transaction.atomic
def rearm(intent: Intent, *, now: datetime) -> bool:
    """It is not there beyond doubt: it may go its way again, by all gates."""
    if end_recalled(intent, (State.UNKNOWN,), now=now):
        return True
    if not intent.move((State.UNKNOWN,), State.STAGED, **again(now)):
        return False
    keep(intent, Part.Stage.NOT_SENT, now=now, kind="absent")
    audit.record(ABSENT, actor=None, target=intent, now=now, kind="absent")
    return True


def again(now: datetime) -> dict[str, object]:
    """What an intent forgets that goes its way again."""
    return {
        "due_at": now,
        "lease_until": None,
        "attempts": 0,
        "undecided_at": None,
        "resend_asked_by": None,
        "resend_asked_at": None,
        "resend_reason": "",
    }
