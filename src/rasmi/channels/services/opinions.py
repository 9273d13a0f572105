from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rasmi.audit import services as audit
from rasmi.audit.actions import register
from rasmi.channels import selectors
from rasmi.channels.models import Channel, Condition, Consultee, Opinion, Proposal
from rasmi.channels.questions import missing
from rasmi.channels.services.proposals import refuse_settled
from rasmi.core.language import listed
from rasmi.core.models import locked
from rasmi.people import selectors as people
from rasmi.people.models import Power, Unit, User
from rasmi.people.services import refuse_both_sides, require
from rasmi.policy import services as policy
from rasmi.policy.models import Decision, Waiver
from rasmi.rules import Refusal, gate

SET = register(
    "channels.consultee.set", gettext_lazy("Set who is consulted: %(target)s")
)
GIVEN = register("channels.opinion.give", gettext_lazy("Gave an opinion: %(target)s"))
MET = register("channels.condition.meet", gettext_lazy("Condition met: %(target)s"))

FROM_CONSULTEE = gate("channels.opinion_from_consultee")
AFTER_PROPOSAL = gate("channels.purpose_is_stated")

SECURITY = gate("channels.security_consulted", can_be_waived=True)
CYBER = gate("channels.cyber_consulted", can_be_waived=True)
CONSULTED = {Consultee.Place.SECURITY: SECURITY, Consultee.Place.CYBER: CYBER}


@transaction.atomic
def set_consultee(
    place: Consultee.Place,
    *,
    unit: Unit,
    decision: Decision,
    by: User,
    now: datetime,
) -> Consultee:
    """
    Say which unit is consulted, under a decision of the head; both may be the same.

    :raises Refusal: if the decision is not one for it
    """
    held = require(by, Power.POLICY, now=now, target=unit)
    policy.require_checked(decision, Decision.Kind.PARAMETERS)
    policy.require_of_head(decision)
    consultee, _is_new = Consultee.objects.update_or_create(
        place=place,
        defaults={"unit": unit, "decision": decision, "set_by": by, "set_at": now},
    )
    audit.record(
        SET,
        actor=by,
        acting_for=held.acting_for,
        target=consultee,
        now=now,
        place=place,
        unit=unit.pk,
    )
    return consultee


@transaction.atomic
def give_opinion(  # noqa: PLR0913 — of whom, on what, and what it says
    channel: Channel,
    place: Consultee.Place,
    *,
    stance: Opinion.Stance,
    words: str,
    conditions: Sequence[str],
    answers: dict[str, str] | None = None,
    by: User,
    now: datetime,
) -> Opinion:
    """
    Give the opinion of a consulted unit; a later one takes the place of an earlier.

    :param conditions: what must be met before the account becomes active
    :param answers: to the questions of the place; a "no" becomes a condition, unless
        the unit advises against the account
    :raises Refusal: if one holds no office there, proposed the account oneself, or the
        proposal is not there yet
    """
    channel = locked(channel)
    refuse_settled(channel)
    unit = _of_consultee_and_not_proposer(by, channel, place, now)
    lacking = [] if stance == Opinion.Stance.AGAINST else missing(place, answers or {})
    if lacking and stance == Opinion.Stance.FOR:
        stance = Opinion.Stance.CONDITIONS
    asked_for = [str(each.condition) for each in lacking]
    opinion = Opinion.objects.create(
        channel=channel,
        place=place,
        unit=unit,
        stance=stance,
        words=words,
        answers=answers or {},
        given_by=by,
        given_at=now,
    )
    Condition.objects.bulk_create(
        Condition(opinion=opinion, words=each) for each in (*conditions, *asked_for)
    )
    audit.record(
        GIVEN,
        actor=by,
        target=opinion,
        now=now,
        place=place,
        stance=stance,
        conditions=len(conditions) + len(asked_for),
    )
    return opinion


@transaction.atomic
def meet_condition(condition: Condition, *, how: str, by: User, now: datetime) -> None:
    """
    Say, as the unit that set a condition, that it is met; once.

    :raises Refusal: if one holds no office there
    """
    condition = locked(condition)
    opinion = condition.opinion
    refuse_settled(locked(opinion.channel))
    place = Consultee.Place(opinion.place)
    _of_consultee_and_not_proposer(by, opinion.channel, place, now)
    if condition.met_at is None:
        condition.met_by, condition.met_at, condition.how = by, now, how
        condition.save(update_fields=["met_by", "met_at", "how"])
        audit.record(MET, actor=by, target=condition, now=now)


@transaction.atomic
def waive_opinion(  # noqa: PLR0913 — whose, by which decision, why and until when
    channel: Channel,
    place: Consultee.Place,
    *,
    decision: Decision,
    reason: str,
    ends_at: datetime,
    by: User,
    now: datetime,
) -> Waiver:
    """
    Set a consultation aside: the policy says "should", and the head has signed it.

    :raises Refusal: as `policy.grant_waiver` does
    """
    refuse_settled(channel)
    return policy.grant_waiver(
        CONSULTED[place],
        channel,
        decision=decision,
        reason=reason,
        ends_at=ends_at,
        by=by,
        now=now,
    )


def require_proposal(channel: Channel) -> Proposal:
    """
    What the account is for, as it was stated last.

    :raises Refusal: if nobody has stated it
    """
    proposal = channel.proposal
    if proposal is None:
        raise Refusal(
            AFTER_PROPOSAL,
            _("Nobody has stated yet what this account is for and who answers on it."),
            remedy=_("The unit that owns it states that first."),
            target=channel,
        )
    return proposal


def _of_consultee_and_not_proposer(
    by: User, channel: Channel, place: Consultee.Place, now: datetime
) -> Unit:
    proposal = require_proposal(channel)
    unit = refuse_other_than_consultee(by, channel, now, place)
    refuse_both_sides(
        by, proposal.proposed_by, now=now, since=proposal.proposed_at, target=channel
    )
    return unit


def refuse_other_than_consultee(
    by: User, channel: Channel, now: datetime, *places: Consultee.Place
) -> Unit:
    """
    The consulted unit for which the person may speak, of those in these places.

    :raises Refusal: if one holds an office in none of them
    """
    known = selectors.consultees()
    asked = [known[place].unit for place in places if place in known]
    for unit in asked:
        if people.holds_office_in(by, unit, now):
            return unit
    raise Refusal(
        FROM_CONSULTEE,
        _("This is for who holds an office in: %(unit)s.")
        % {"unit": listed(map(str, asked)) or listed(str(x.label) for x in places)},
        remedy=_("Ask somebody there; the page of the unit shows who holds an office.")
        if asked
        else _("The owner of the policy says first which unit is consulted."),
        target=channel,
    )
