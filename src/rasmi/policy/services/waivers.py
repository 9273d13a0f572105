from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rasmi.audit import services as audit
from rasmi.audit.actions import register
from rasmi.core.calendar import start_of
from rasmi.people.models import Power, User
from rasmi.people.services import require
from rasmi.policy import pack
from rasmi.policy.models import Decision, Waiver
from rasmi.policy.services.decisions import require_checked, require_of_head
from rasmi.rules import Lever, Refusal, gate

GRANTED = register("policy.waiver.grant", gettext_lazy("Entered waiver %(target)s"))

NO_WAIVER = gate("policy.must_has_no_waiver")
HAS_AN_END = gate("policy.waiver_has_an_end")
USED_ONCE = gate("policy.waiver_decision_is_used_once")

LONGEST = timedelta(days=366)  # a year: what lasts longer is a change of the policy


@transaction.atomic
def grant_waiver(  # noqa: PLR0913 — what, for which subject, by which decision, until when
    lever: Lever,
    target: Model,
    *,
    decision: Decision,
    reason: str,
    ends_at: datetime,
    by: User,
    now: datetime,
) -> Waiver:
    """
    Enter that a signed decision sets a "should" aside for one subject until an end.

    :param ends_at: exclusive; at most a year after the decision
    :raises Refusal: if the clause says "must", the decision is not one for it, or the
        end is not one
    """
    held = require(by, Power.REGISTER, now=now, target=target)
    _refuse_must(lever, target)
    require_checked(decision, Decision.Kind.WAIVER, target=target)
    require_of_head(decision, target=target)
    same = Waiver.objects.filter(
        lever=lever.name,
        target_type=target._meta.label_lower,
        target_id=str(target.pk),
        decision=decision,
    )
    if same.exists():
        raise Refusal(
            USED_ONCE,
            _("This decision has set the clause aside here already."),
            remedy=_("A longer period takes a new decision of the head."),
            target=target,
        )
    if not now < ends_at <= start_of(decision.decided_on) + LONGEST:
        raise Refusal(
            HAS_AN_END,
            _("A waiver has an end: after today, and within a year of its decision."),
            remedy=_("Enter the last day that the decision names."),
            target=target,
        )
    waiver = Waiver.objects.create(
        lever=lever.name,
        target_type=target._meta.label_lower,
        target_id=str(target.pk),
        decision=decision,
        reason=reason,
        ends_at=ends_at,
        granted_by=by,
        granted_at=now,
    )
    audit.record(
        GRANTED,
        actor=by,
        acting_for=held.acting_for,
        target=waiver,
        now=now,
        lever=lever.name,
        subject=f"{waiver.target_type} {waiver.target_id}",
    )
    return waiver


def _refuse_must(lever: Lever, target: Model) -> None:
    clauses = pack.current().of_lever.get(lever.name, [])
    binding = [clause.id for clause in clauses if clause.is_binding]
    if binding or not lever.can_be_waived:
        raise Refusal(
            NO_WAIVER,
            _("The policy says «must» here, and a «must» has no waiver."),
            remedy=_("Do what the clause asks; only a new issue could change it."),
            target=target,
        )
