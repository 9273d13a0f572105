from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rasmi.audit import services as audit
from rasmi.audit.actions import register
from rasmi.channels.models import Channel, Closing
from rasmi.channels.services.proposals import refuse_stranger
from rasmi.core.models import locked
from rasmi.people.models import Power, User
from rasmi.people.services import require
from rasmi.policy import services as policy
from rasmi.policy.models import Decision
from rasmi.rules import Refusal, gate

CLOSED = register(
    "channels.channel.close", gettext_lazy("Closed the account %(target)s")
)
WITHDRAWN = register(
    "channels.channel.withdraw", gettext_lazy("Withdrew the proposal %(target)s")
)

OPEN_ONLY = gate("channels.only_what_is_open_is_closed")


@transaction.atomic
def close(
    channel: Channel, *, decision: Decision, reason: str, by: User, now: datetime
) -> None:
    """
    Close an account by a decision of the head; the rights to speak on it end.

    :raises Refusal: if it is not open, or the decision is not one for it
    """
    held = require(by, Power.REGISTER, now=now, target=channel)
    channel = locked(channel)
    _refuse(channel, channel.is_active or channel.is_in_use)
    policy.require_checked(decision, Decision.Kind.CLOSING, target=channel)
    policy.require_of_head(decision, target=channel)
    Closing.objects.create(
        channel=channel, decision=decision, reason=reason, closed_by=by, closed_at=now
    )
    channel.state, channel.since_at = Channel.State.CLOSED, now
    channel.save(update_fields=["state", "since_at"])
    audit.record(CLOSED, actor=by, acting_for=held.acting_for, target=channel, now=now)


@transaction.atomic
def withdraw(channel: Channel, *, by: User, now: datetime) -> None:
    """
    Take a proposal back before it is decided.

    :raises Refusal: if one is not of its owner, or it is no proposal any more
    """
    channel = locked(channel)
    refuse_stranger(by, channel.owner, now)
    _refuse(channel, channel.is_proposed)
    channel.state, channel.since_at = Channel.State.WITHDRAWN, now
    channel.save(update_fields=["state", "since_at"])
    audit.record(WITHDRAWN, actor=by, target=channel, now=now)


def _refuse(channel: Channel, is_open: bool) -> None:
    if not is_open:
        raise Refusal(
            OPEN_ONLY,
            _("This cannot be done with an account that is: %(state)s.")
            % {"state": channel.get_state_display()},
            remedy=_("A proposal is withdrawn; an account that is open is closed."),
            target=channel,
        )
