from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rasmi.audit import services as audit
from rasmi.audit.actions import register
from rasmi.channels import selectors
from rasmi.channels.models import Channel, Opening, Proposal, Transition
from rasmi.channels.selectors import Consultation
from rasmi.channels.services.opinions import CONSULTED, require_proposal
from rasmi.channels.services.proposals import refuse_settled
from rasmi.core.calendar import start_of
from rasmi.core.models import locked
from rasmi.people.models import Power, User
from rasmi.people.services import require
from rasmi.policy import services as policy
from rasmi.policy.models import Decision
from rasmi.rules import Refusal, gate

ACTIVATED = register(
    "channels.channel.activate", gettext_lazy("Made the account %(target)s active")
)
ALLOWED = register(
    "channels.transition.allow",
    gettext_lazy("Let an account go on for a period: %(target)s"),
)

BY_DECISION = gate("channels.opened_by_decision")
ONE_ACCOUNT = gate("channels.decision_opens_what_it_names")
CONDITIONS = gate("channels.conditions_met")
PROCEDURE = gate("channels.reply_procedure_approved")
HAS_AN_END = gate("channels.transition_has_an_end")

LONGEST_TRANSITION = timedelta(days=366)


@transaction.atomic
def activate(
    channel: Channel,
    *,
    decision: Decision,
    is_named_too: bool = False,
    by: User,
    now: datetime,
) -> Opening:
    """
    Make an account active: consulted upon, decided by the head, with a reply procedure.

    :param is_named_too: the decision opened another account and names this one too
    :raises Refusal: naming the first of these that is missing
    """
    held = require(by, Power.REGISTER, now=now, target=channel)
    channel = locked(channel)
    refuse_settled(channel)
    _require_opening(channel, decision, require_proposal(channel))
    if not is_named_too:
        _refuse_used(channel, locked(decision))
    for consultation in selectors.consultations(channel, now):
        _require_consultation(channel, consultation)
    _require_procedure(channel)
    opening = Opening.objects.create(
        channel=channel,
        decision=decision,
        is_named_too=is_named_too,
        opened_by=by,
        opened_at=now,
    )
    channel.state, channel.since_at = Channel.State.ACTIVE, now
    channel.save(update_fields=["state", "since_at"])
    audit.record(
        ACTIVATED,
        actor=by,
        acting_for=held.acting_for,
        target=channel,
        now=now,
        decision=decision.pk,
        named_too=is_named_too,
    )
    return opening


def _refuse_used(channel: Channel, decision: Decision) -> None:
    other = Opening.objects.filter(decision=decision).select_related("channel").first()
    if other:
        raise Refusal(
            ONE_ACCOUNT,
            _("This decision opened another account already: «%(account)s».")
            % {"account": other.channel},
            remedy=_("If its text names this account too, say so; else a new one."),
            target=channel,
        )


def _require_opening(channel: Channel, decision: Decision, proposal: Proposal) -> None:
    # An account in use may have been decided long ago; a new one after it was proposed.
    first = timezone.localdate(proposal.proposed_at)
    is_right = (
        decision.is_checked
        and decision.kind == Decision.Kind.OPENING
        and decision.is_by_head
        and (channel.is_in_use or decision.decided_on >= first)
    )
    if not is_right:
        raise Refusal(
            BY_DECISION,
            _("An account becomes official by a decision that the head has signed."),
            remedy=_(
                "Enter the opening decision with its scan, have a colleague check it, "
                "and choose it here. A new account is decided after it was proposed."
            ),
            target=channel,
        )


def _require_consultation(channel: Channel, asked: Consultation) -> None:
    if not asked.is_done:
        raise Refusal(
            CONSULTED[asked.place],
            _("The opinion is missing: %(unit)s.")
            % {"unit": asked.consultee.unit if asked.consultee else asked.place.label},
            remedy=_("Ask the unit for it, or enter a signed waiver with an end."),
            target=channel,
        )
    if asked.open_conditions and asked.waiver is None:
        raise Refusal(
            CONDITIONS,
            _("A condition of the opinion is not met: %(condition)s.")
            % {"condition": asked.open_conditions[0]},
            remedy=_("The unit that set it says on this page when it is met."),
            target=channel,
        )


def _require_procedure(channel: Channel) -> None:
    if selectors.approved_procedure(channel) is None:
        raise Refusal(
            PROCEDURE,
            _("Nobody has approved how people are answered on this account."),
            remedy=_("Write the reply procedure; the head of communication approves."),
            target=channel,
        )


@transaction.atomic
def allow_transition(
    channel: Channel,
    *,
    decision: Decision,
    ends_at: datetime,
    by: User,
    now: datetime,
) -> Transition:
    """
    Let an account in use go on without its opening decision until an end.

    The finding stays open: this is a period of grace and no waiver.

    :param ends_at: exclusive; at most a year after the decision
    :raises Refusal: if the account is not one in use, the decision is not one for it,
        or the end is not one
    """
    held = require(by, Power.REGISTER, now=now, target=channel)
    channel = locked(channel)
    policy.require_checked(decision, Decision.Kind.WAIVER, target=channel)
    policy.require_of_head(decision, target=channel)
    latest = start_of(decision.decided_on) + LONGEST_TRANSITION
    is_new = not channel.transitions.filter(decision=decision).exists()
    if not (channel.is_in_use and is_new and now < ends_at <= latest):
        raise Refusal(
            HAS_AN_END,
            _("Only an account already in use goes on, within a year of the decision."),
            remedy=_("Enter the last day it names; a second period is a new decision."),
            target=channel,
        )
    transition = Transition.objects.create(
        channel=channel,
        decision=decision,
        begins_at=now,
        ends_at=ends_at,
        entered_by=by,
    )
    audit.record(
        ALLOWED, actor=by, acting_for=held.acting_for, target=transition, now=now
    )
    return transition
