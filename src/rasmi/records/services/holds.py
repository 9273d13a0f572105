"""A legal hold: while a case runs, what it is about is not destroyed or forgotten."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rasmi.audit import services as audit
from rasmi.audit.actions import register
from rasmi.channels.models import Channel
from rasmi.core.models import locked
from rasmi.people.models import Power, User
from rasmi.people.services import refuse_both_sides, require
from rasmi.records.models import Hold, Record
from rasmi.records.services.seconds import require_second
from rasmi.rules import Refusal, gate

PLACED = register("records.hold.place", gettext_lazy("Put under hold: %(target)s"))
LOOKED = register(
    "records.hold.look_at", gettext_lazy("Said that a hold goes on: %(target)s")
)
LIFTED = register("records.hold.lift", gettext_lazy("Lifted the hold: %(target)s"))

IN_FORCE = gate("records.hold_is_in_force")


@transaction.atomic
def place_hold(
    over: Record | Channel,
    *,
    asked_by: str,
    reference: str,
    reason: str,
    by: User,
    now: datetime,
) -> Hold:
    """
    Put a record under hold, or all that was ever said and heard on an account.

    One person does it at once; no time ends it.

    :param asked_by: the court, the prosecution or the lawyer who asks for it
    :param reference: number and day of their letter or decision
    :raises Refusal: if one does not own the policy
    """
    held = require(by, Power.POLICY, now=now, target=over)
    hold = Hold.objects.create(
        record=over if isinstance(over, Record) else None,
        channel=over if isinstance(over, Channel) else None,
        asked_by=asked_by,
        reference=reference,
        reason=reason,
        placed_by=by,
        placed_at=now,
        looked_at=now,
    )
    audit.record(
        PLACED,
        actor=by,
        acting_for=held.acting_for,
        target=hold,
        now=now,
        reference=reference,
    )
    return hold


@transaction.atomic
def look_at_hold(hold: Hold, *, by: User, now: datetime) -> None:
    """
    Say that the case still runs and the hold goes on.

    :raises Refusal: if one does not own the policy, or it is lifted
    """
    held = require(by, Power.POLICY, now=now, target=hold)
    hold = _in_force(hold)
    hold.looked_at = now
    hold.save(update_fields=["looked_at"])
    audit.record(LOOKED, actor=by, acting_for=held.acting_for, target=hold, now=now)


@transaction.atomic
def lift_hold(hold: Hold, *, reason: str, by: User, now: datetime) -> None:
    """
    End a hold, as another person than who placed it.

    :param reason: by what the case has ended
    :raises Refusal: if one placed it oneself, may not lift it, or it is lifted already
    """
    held = require_second(by, now=now, target=hold)
    hold = _in_force(hold)
    refuse_both_sides(by, hold.placed_by, now=now, since=hold.placed_at, target=hold)
    hold.lifted_by, hold.lifted_at, hold.lift_reason = by, now, reason
    hold.save(update_fields=["lifted_by", "lifted_at", "lift_reason"])
    audit.record(LIFTED, actor=by, acting_for=held.acting_for, target=hold, now=now)


def _in_force(hold: Hold) -> Hold:
    hold = locked(hold)
    if hold.lifted_at:
        raise Refusal(
            IN_FORCE,
            _("This hold is lifted already."),
            remedy=_("If the case begins anew, place another hold."),
            target=hold,
        )
    return hold
