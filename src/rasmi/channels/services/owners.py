from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy

from rasmi.audit import services as audit
from rasmi.audit.actions import register
from rasmi.channels.models import Channel, FinalApprover
from rasmi.channels.services.proposals import refuse_over
from rasmi.core.models import locked
from rasmi.people.models import Power, Unit, User
from rasmi.people.services import refuse_closed, require
from rasmi.policy import services as policy
from rasmi.policy.models import Decision

HANDED = register(
    "channels.channel.hand_over",
    gettext_lazy("Gave the account %(target)s another owner"),
)
FINAL = register(
    "channels.approver.set",
    gettext_lazy("Set who approves last on the account %(target)s"),
)


@transaction.atomic
def hand_over(
    channel: Channel, *, owner: Unit, decision: Decision, by: User, now: datetime
) -> None:
    """
    Give an account to another unit, under a decision of the head.

    Who is delegated on it stays so until the end; the new owner names the next ones.

    :raises Refusal: if the account is over, the unit is closed, or the decision is not
        one for it
    """
    held = require(by, Power.REGISTER, now=now, target=channel)
    channel = locked(channel)
    refuse_over(channel)
    refuse_closed(owner)
    policy.require_checked(decision, Decision.Kind.OPENING, target=channel)
    policy.require_of_head(decision, target=channel)
    before, channel.owner = channel.owner_id, owner
    channel.save(update_fields=["owner"])
    audit.record(
        HANDED,
        actor=by,
        acting_for=held.acting_for,
        target=channel,
        now=now,
        owner=owner.pk,
        before=before,
        decision=decision.pk,
    )


@transaction.atomic
def set_final_approver(
    channel: Channel, *, unit: Unit, decision: Decision, by: User, now: datetime
) -> FinalApprover:
    """
    Say whose people give the last approval on an account: those who own it, or others.

    :raises Refusal: if the account is over, the unit is closed, or the decision is not
        one for it
    """
    held = require(by, Power.REGISTER, now=now, target=channel)
    channel = locked(channel)
    refuse_over(channel)
    refuse_closed(unit)
    policy.require_checked(decision, Decision.Kind.OPENING, target=channel)
    policy.require_of_head(decision, target=channel)
    kept, _is_new = FinalApprover.objects.update_or_create(
        channel=channel,
        defaults={"unit": unit, "decision": decision, "set_by": by, "set_at": now},
    )
    audit.record(
        FINAL,
        actor=by,
        acting_for=held.acting_for,
        target=channel,
        now=now,
        unit=unit.pk,
        decision=decision.pk,
    )
    return kept
