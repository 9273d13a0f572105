from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rasmi.audit import services as audit
from rasmi.audit.actions import register
from rasmi.channels import selectors as channels
from rasmi.channels.models import Channel
from rasmi.core.calendar import months_later
from rasmi.delegations import selectors
from rasmi.delegations.models import Delegation, Task
from rasmi.delegations.services import mails
from rasmi.delegations.services.approval import BY_SENIOR, SUITABLE, refuse_settled
from rasmi.people import selectors as people
from rasmi.people.models import Power, Topic, User
from rasmi.people.services import refuse_both_sides, refuse_for_oneself, require
from rasmi.policy.models import Decision
from rasmi.rules import Lever, Refusal, gate

ACTIVATED = register(
    "delegations.delegation.activate",
    gettext_lazy("Made the delegation active: %(target)s"),
)

BY_DECISION = gate("delegations.rests_on_a_decision")
FOR_THE_OWNER = gate("delegations.signed_for_the_owner")
TRAINED = gate("delegations.trained")
ACKNOWLEDGED = gate("delegations.official_view_acknowledged")
TOPICS_OPEN = gate("delegations.topics_are_open")
USED_ONCE = gate("delegations.decision_is_used_once")
ACCOUNT_OPEN = gate("delegations.account_is_open")
HOLDS_RIGHT = gate("delegations.holds_the_right")


@transaction.atomic
def activate(
    delegation: Delegation, *, decision: Decision, by: User, now: datetime
) -> None:
    """
    Make a delegation active under a checked decision, once all else is met.

    :raises Refusal: naming the first thing that is missing
    """
    held = require(by, Power.REGISTER, now=now, target=delegation)
    delegation = refuse_settled(delegation, now)
    refuse_for_oneself(by, delegation.person, target=delegation)
    refuse_both_sides(
        by,
        delegation.nominated_by,
        now=now,
        since=delegation.nominated_at,
        target=delegation,
    )
    _require_account(delegation, now)
    _require_topics(delegation)
    _require_suitable(delegation, now)
    require_ready(delegation.person, delegation, now)
    if delegation.approved_at is None:
        _refuse(
            BY_SENIOR,
            delegation,
            _("Senior management has not approved this delegation."),
            _("Whoever decides for the ministry finds it under «due from me»."),
        )
    _require_decision(delegation, decision)
    delegation.decision = decision
    delegation.activated_by, delegation.activated_at = by, now
    delegation.save(update_fields=["decision", "activated_by", "activated_at"])
    audit.record(
        ACTIVATED,
        actor=by,
        acting_for=held.acting_for,
        target=delegation,
        now=now,
        decision=decision.pk,
    )
    mails.tell_of_activation(delegation, now=now)


def require_right(
    user: User, channel: Channel, task: Task, *, topic: Topic | None, now: datetime
) -> Delegation:
    """
    The delegation by which a person may do a task on an account at this moment.

    :param topic: what it is about; None only for tasks that are about none
    :raises Refusal: if there is none in force, or training or acknowledgement ran out
    """
    found = selectors.right(user, channel, task, topic, now)
    if found is None:
        raise Refusal(
            HOLDS_RIGHT,
            _("No delegation in force lets you do this on «%(account)s».")
            % {"account": channel},
            remedy=_("The page of delegations shows who may do what, and until when."),
            target=channel,
        )
    require_ready(user, found, now)
    return found


def require_ready(person: User, delegation: Delegation, now: datetime) -> None:
    """
    Refuse where the person's training or acknowledgement is missing or has run out.

    :raises Refusal: then
    """
    if not selectors.is_trained(person, now):
        _refuse(
            TRAINED,
            delegation,
            _("%(person)s has no valid training.") % {"person": person},
            _("The short course and its quiz are open to everyone; half an hour."),
        )
    if not selectors.has_acknowledged(person, now):
        _refuse(
            ACKNOWLEDGED,
            delegation,
            _("%(person)s has not acknowledged the policy in force.")
            % {"person": person},
            _("The person finds the acknowledgement under «due from me»."),
        )


def _require_account(delegation: Delegation, now: datetime) -> None:
    if not channels.is_usable(delegation.channel, now):
        _refuse(
            ACCOUNT_OPEN,
            delegation,
            _("The account «%(account)s» is not open for anybody to speak on.")
            % {"account": delegation.channel},
            _("Its page shows what is missing before it is active."),
        )


def _require_topics(delegation: Delegation) -> None:
    closed = delegation.topics.exclude(topic__closed_at=None).first()
    if closed:
        _refuse(
            TOPICS_OPEN,
            delegation,
            _("A topic of this nomination was closed: %(topic)s.") % {"topic": closed},
            _("Revoke the nomination and name the topics that are open."),
        )


def _require_suitable(delegation: Delegation, now: datetime) -> None:
    assessment = delegation.assessment
    unmet = assessment.unmet() if assessment else []
    if assessment and selectors.suitability_waiver(delegation, now):
        return
    if assessment is None or unmet:
        _refuse(
            SUITABLE,
            delegation,
            _("A criterion is not met: %(criterion)s.") % {"criterion": unmet[0]}
            if unmet
            else _("Nobody has assessed the suitability of this person."),
            _("The owner of the account assesses; the head may sign a waiver."),
        )


def _require_decision(delegation: Delegation, decision: Decision) -> None:
    if not decision.is_checked or decision.kind != Decision.Kind.DELEGATION:
        _refuse(
            BY_DECISION,
            delegation,
            _("A delegation rests on a delegation decision that two people have read."),
            _("Enter the decision with its scan, and have a colleague check it."),
        )
    _refuse_used(delegation, decision)
    unit = decision.unit
    owner = delegation.channel.owner
    is_for_owner = unit is not None and owner.pk in people.units_below(unit)
    if not (decision.is_by_head or is_for_owner):
        _refuse(
            FOR_THE_OWNER,
            delegation,
            _("Decision %(number)s was signed for another unit.")
            % {"number": decision.number},
            _("The unit that owns the account signs, or the head of the ministry."),
        )


def _refuse_used(delegation: Delegation, decision: Decision) -> None:
    """A renewal is a new decision: one never serves two years of the same person."""
    before = Delegation.objects.filter(
        decision=decision, person=delegation.person, channel=delegation.channel
    )
    oldest = months_later(timezone.localdate(delegation.starts_at), -12)
    if before.exists() or decision.decided_on < oldest:
        _refuse(
            USED_ONCE,
            delegation,
            _("Decision %(number)s has served already, or is older than a year.")
            % {"number": decision.number},
            _("A renewal rests on a new decision: print it, and have it signed."),
        )


def _refuse(lever: Lever, target: Delegation, sentence: str, remedy: str) -> None:
    raise Refusal(lever, sentence, remedy=remedy, target=target)
