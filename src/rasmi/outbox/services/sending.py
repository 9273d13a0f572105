"""
Said at most once: planned, staged, armed, then the one call that makes it visible.

The armed row and its entry are on disk before the call. The call is never made twice
for one arming: what nobody can tell the outcome of is looked for on the platform, and
only where the platform says beyond doubt that it is not there is it armed again.
"""

from datetime import datetime, timedelta
from time import monotonic

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy

from rasmi.audit import services as audit
from rasmi.audit.actions import register
from rasmi.core.models import locked
from rasmi.delegations.models import Delegation
from rasmi.outbox import connectors
from rasmi.outbox.models import Intent
from rasmi.outbox.services import mails, outcomes
from rasmi.outbox.services.gates import require_all
from rasmi.outbox.services.planning import keep
from rasmi.outbox.services.restored import is_known
from rasmi.platforms.connector import ConnectorError, Outcome
from rasmi.policy.models import Approval
from rasmi.records.models import Part
from rasmi.rules import Refusal
from rasmi.security import selectors as security

HELD = register("outbox.intent.hold", gettext_lazy("Held: %(target)s"))
LAPSED = register(
    "outbox.intent.lapse",
    gettext_lazy("Its window closed before it went out: %(target)s"),
)
ARMED = register("outbox.intent.arm", gettext_lazy("About to send: %(target)s"))
HANDED = register(
    "outbox.intent.hand_over", gettext_lazy("Handed to the officer: %(target)s")
)

State = Intent.State
WAITING = (State.PLANNED, State.STAGED)
TRY_AGAIN = timedelta(seconds=30)  # a gate that held may have opened
NEXT_IN_LINE = timedelta(seconds=5)
LEASE = 2 * outcomes.DEADLINE


def deliver(intent: Intent, *, now: datetime) -> bool:
    """Make one due intent ready and send it, at one hour; return whether it went on."""
    return make_ready(intent, now=now) and send_ready(intent, now=now)


def make_ready(intent: Intent, *, now: datetime) -> bool:
    """
    Take a due intent and upload what stays invisible; return whether it may go on.

    To be called outside a transaction, as `send_ready` is: both talk to the network.
    """
    if not intent.claim(now, lease=LEASE) or not is_known(intent, now=now):
        return False
    if intent.is_over_window(now):
        _lapse(intent, now)
        return False
    # What a gate holds back is not even uploaded. When arming they are asked again.
    return intent.is_manual or (_passes(intent, now) and _stage(intent, now))


def send_ready(intent: Intent, *, now: datetime) -> bool:
    """
    Ask every gate a last time and make it visible; return whether it went on.

    :param now: read after `make_ready`, which may have taken its time
    """
    if intent.is_manual:
        return _arm(intent, State.HANDED, now)
    return _arm(intent, State.ARMED, now) and _send(intent, now)


def lapse_late(*, now: datetime) -> int:
    """End what is past its window, also what was tried too often; return how many."""
    # What a restore made doubtful is looked for before it is said to have lapsed.
    doubtful = Intent.objects.to_look_for(security.life())
    late = list(
        Intent.objects.to_send()
        .filter(not_after__lte=now)
        .exclude(pk__in=doubtful.values("pk"))
    )
    for intent in late:
        _lapse(intent, now)
    return len(late)


@transaction.atomic
def _passes(intent: Intent, now: datetime) -> bool:
    try:
        require_all(intent, now=now)
    except Refusal as refusal:
        _hold(locked(intent), refusal, now)
        return False
    return True


def _stage(intent: Intent, now: datetime) -> bool:
    site = connectors.site_of(intent)
    try:
        staged = connectors.connector_of(intent).stage(connectors.op_of(intent))
    except ConnectorError as error:
        outcomes.not_sent(intent, error, WAITING, now)
        return False
    return intent.move(WAITING, State.STAGED, staged=dict(staged), site=site)


@transaction.atomic
def _arm(intent: Intent, state: State, now: datetime) -> bool:
    """Ask every gate a last time; what they hold back waits, and says why."""
    # Whoever revokes, closes, stops or takes back holds one of these rows: what was
    # committed before this transaction ends is seen, what comes later comes too late.
    locked(intent.channel)
    rights = Delegation.objects.filter(person=intent.person, channel=intent.channel)
    list(rights.select_for_update().order_by("pk"))
    list(Approval.objects.select_for_update().filter(digest=intent.digest))
    current = locked(intent)
    if current.epoch != intent.epoch or not current.is_waiting:
        return False
    if current.site != connectors.site_of(current) and not current.is_manual:
        # Connected anew since it was staged: what it is called there is not known.
        current.postpone_until(now)
        return False
    try:
        require_all(current, now=now)
    except Refusal as refusal:
        _hold(current, refusal, now)
        return False
    if not _take(current, state, now):
        return False
    intent.refresh_from_db()
    if state == State.HANDED:
        intent.settle()
        part = keep(intent, Part.Stage.HANDED, by=intent.person, now=now)
        mails.tell_of_hand_over(intent, now=now)
    else:
        part = keep(intent, Part.Stage.ARMED, now=now, digest=intent.digest)
    audit.record(
        HANDED if state == State.HANDED else ARMED,
        actor=None,
        target=intent,
        now=now,
        digest=intent.digest,
        part=part.digest,
    )
    return True


def _take(intent: Intent, state: State, now: datetime) -> bool:
    """Change the state, unless something else is on its way to this account."""
    try:
        with transaction.atomic():
            return intent.move(
                WAITING,
                state,
                armed_at=now,
                armings=F("armings") + 1,
                held_by="",
                lease_until=now + LEASE,
            )
    except IntegrityError:
        intent.postpone_until(now + NEXT_IN_LINE)
        return False


def _hold(intent: Intent, refusal: Refusal, now: datetime) -> None:
    """Keep it waiting; told once for each reason, and asked again soon."""
    lever = refusal.lever.name
    is_new = intent.held_by != lever
    Intent.objects.filter(pk=intent.pk).update(
        held_by=lever,
        held_at=now if is_new else intent.held_at,
        lease_until=None,
        attempts=0,
        due_at=min(now + TRY_AGAIN, intent.not_after),
    )
    if is_new:
        keep(intent, Part.Stage.HELD, now=now, lever=lever)
        audit.record(HELD, actor=None, target=intent, now=now, lever=lever)
        mails.tell_of_hold(intent, refusal.lever, now=now)


@transaction.atomic
def _lapse(intent: Intent, now: datetime) -> None:
    if intent.move(
        WAITING,
        State.LAPSED,
        due_at=None,
        lease_until=None,
        ended_at=now,
    ):
        keep(intent, Part.Stage.LAPSED, now=now, held_by=intent.held_by)
        audit.record(LAPSED, actor=None, target=intent, now=now)
        mails.tell_of_lapse(intent, now=now)


def _send(intent: Intent, now: datetime) -> bool:
    """The one visible call. Nothing here is ever called a second time."""
    begun = monotonic()
    try:
        connector, op = connectors.connector_of(intent), connectors.op_of(intent)
        found = connectors.cleaned(connector.commit(op, intent.staged))
    except ConnectorError as error:
        if error.outcome == Outcome.UNKNOWN:
            ended = now + timedelta(seconds=int(monotonic() - begun))
            settle = connectors.settle_of(intent)
            outcomes.lost_sight(intent, error.words, ended, settle=settle)
        else:
            outcomes.not_sent(intent, error, (State.ARMED,), now)
        return False
    outcomes.sent(intent, found, now)
    return True
