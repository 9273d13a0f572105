"""
After a restore: what was planned before it may be out, and the database forgot it.

Nothing of that goes out again before the platform was asked; where a person posts by
hand, before the person was.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy

from rasmi.audit import services as audit
from rasmi.audit.actions import register
from rasmi.outbox.models import Intent
from rasmi.outbox.services import mails
from rasmi.outbox.services.outcomes import sent, tell_of_the_door
from rasmi.outbox.services.planning import end_recalled, keep
from rasmi.outbox.services.reconciling import ABSENT, PATIENCE, look
from rasmi.platforms.connector import Absent, ConnectorError, Found, Unsure
from rasmi.records.models import Part
from rasmi.security import selectors as security
from rasmi.security.models import Epoch

HANDED_BACK = register(
    "outbox.intent.hand_back",
    gettext_lazy("To be looked for by the officer after a restore: %(target)s"),
)
LOST = register(
    "outbox.intent.forget",
    gettext_lazy("Not known to be out or not after a restore: %(target)s"),
)

State = Intent.State
WAITING = (State.PLANNED, State.STAGED)


def bring_forward(*, now: datetime) -> int:
    """Look at once, and not at its hour, for what is planned; return how many."""
    ahead = Intent.objects.to_look_for(security.life()).filter(
        not_before__gt=now, due_at=F("not_before")
    )
    return ahead.update(due_at=now)


def leave_stuck_to_people(*, now: datetime) -> int:
    """Ask a person of what could not be looked for again and again; return how many."""
    doubtful = Intent.objects.to_look_for(security.life())
    found = list(doubtful.stuck().exclude(connector=Intent.Connector.MANUAL))
    for intent in found:
        _lose(intent, intent.last_error, now)
    return len(found)


def is_known(intent: Intent, *, now: datetime) -> bool:
    """
    Whether a claimed intent is known not to be out; otherwise it is looked for.

    To be called outside a transaction: it talks to the network.
    """
    epoch = security.epoch()
    if epoch is None or intent.life >= epoch.number:
        return True
    if intent.is_manual:
        # What had its hour before may be posted, and only the officer knows.
        is_early = intent.not_before > epoch.begun_at
        known = _learn(intent, epoch.number) if is_early else _hand_back(intent, now)
    else:
        known = _is_absent(intent, epoch, now)
    if known and end_recalled(intent, WAITING, now=now):
        return False
    if known and now < intent.not_before:  # it was looked for ahead of its hour
        intent.postpone_until(intent.not_before)
        return False
    return known


def _is_absent(intent: Intent, epoch: Epoch, now: datetime) -> bool:
    try:
        answer = look(intent)
    except ConnectorError as error:
        tell_of_the_door(intent, error, now)
        if now >= max(intent.not_before, epoch.begun_at) + PATIENCE:
            _lose(intent, error.words, now)
        else:
            intent.postpone(now, error=error.words, counts=False)
        return False
    if isinstance(answer, Absent) and answer.is_certain:
        return _note_absent(intent, epoch.number, now)
    if isinstance(answer, Found):
        sent(intent, answer, now)
    else:
        _lose(intent, answer.why if isinstance(answer, Unsure) else "absent", now)
    return False


def _learn(intent: Intent, life: int) -> bool:
    mine = Intent.objects.filter(pk=intent.pk, epoch=intent.epoch)
    learnt = mine.update(life=life)
    intent.refresh_from_db()
    return bool(learnt)


@transaction.atomic
def _note_absent(intent: Intent, life: int, now: datetime) -> bool:
    if not _learn(intent, life):
        return False
    audit.record(ABSENT, actor=None, target=intent, now=now, kind="after_restore")
    return True


@transaction.atomic
def _hand_back(intent: Intent, now: datetime) -> bool:
    """Ask the officer; the text is shown only while every gate lets it be posted."""
    changes = {"armed_at": intent.not_before, "due_at": None, "lease_until": None}
    if intent.move(WAITING, State.HANDED, held_by="", attempts=0, **changes):
        keep(intent, Part.Stage.HANDED, by=intent.person, now=now, kind="restore")
        audit.record(HANDED_BACK, actor=None, target=intent, now=now)
        mails.tell_of_hand_back(intent, now=now)
    return False


@transaction.atomic
def _lose(intent: Intent, words: str, now: datetime) -> None:
    """The platform cannot tell: a person decides."""
    if intent.move(
        WAITING,
        State.UNKNOWN,
        armed_at=now,
        undecided_at=now,
        due_at=now,
        lease_until=None,
        attempts=0,
        last_error=words[:500],
    ):
        keep(intent, Part.Stage.UNKNOWN, now=now, kind="restore", words=words)
        audit.record(LOST, actor=None, target=intent, now=now)
        mails.tell_of_undecided(intent, now=now)
