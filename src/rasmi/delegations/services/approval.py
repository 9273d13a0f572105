from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rasmi.audit import services as audit
from rasmi.audit.actions import register
from rasmi.core.models import locked
from rasmi.delegations import selectors
from rasmi.delegations.models import AssessedCriterion, Assessment, Delegation
from rasmi.files import kinds
from rasmi.files import selectors as files
from rasmi.files import services as files_services
from rasmi.people import selectors as people
from rasmi.people.models import Power, Unit, User
from rasmi.people.services import refuse_both_sides, refuse_for_oneself, require
from rasmi.policy import services as policy
from rasmi.policy.models import Decision, Waiver
from rasmi.rules import Refusal, gate

ASSESSED = register(
    "delegations.assessment.give", gettext_lazy("Assessed the suitability: %(target)s")
)
APPROVED = register(
    "delegations.delegation.approve", gettext_lazy("Approved the delegation %(target)s")
)

STILL_WAITING = gate("delegations.delegation_is_still_waiting")
BY_SENIOR = gate("delegations.approved_by_senior_management")
ALL_FOUR = gate("delegations.all_four_criteria_assessed")
SUITABLE = gate("delegations.suitable", can_be_waived=True)
ASSESSED_BY_OWNER = gate("delegations.assessed_by_the_owner")
READER = gate("delegations.assessment_is_for_who_decides")

Criteria = Mapping[AssessedCriterion.Criterion, tuple[AssessedCriterion.Level, str]]


@transaction.atomic
def assess(
    delegation: Delegation,
    *,
    criteria: Criteria,
    evidence: "File[bytes] | None" = None,
    by: User,
    now: datetime,
) -> Assessment:
    """
    Assess the named person by the four criteria, with what shows each of them.

    It serves every nomination of the person that waits on accounts of the same owner;
    what was approved before is to be approved again.

    :param evidence: such as certificates and samples; kept byte for byte
    :raises Refusal: if it is oneself, one is not of the owner, or one is missing
    """
    delegation = refuse_settled(delegation, now)
    refuse_for_oneself(by, delegation.person, target=delegation)
    if not selectors.may_name(by, delegation.channel.owner, now):
        raise Refusal(
            ASSESSED_BY_OWNER,
            _("Suitability is assessed by the unit that owns the account: %(unit)s.")
            % {"unit": delegation.channel.owner},
            remedy=_("Ask who holds an office there."),
            target=delegation,
        )
    if set(criteria) != set(AssessedCriterion.Criterion):
        raise Refusal(
            ALL_FOUR,
            _("All four criteria are to be assessed."),
            remedy=_("Say for each how far it is met, and what shows it."),
            target=delegation,
        )
    assessment = Assessment.objects.create(
        person=delegation.person,
        assessed_by=by,
        assessed_at=now,
        **_kept(evidence, now),
    )
    AssessedCriterion.objects.bulk_create(
        AssessedCriterion(
            assessment=assessment, criterion=criterion, level=level, shown_by=shown_by
        )
        for criterion, (level, shown_by) in criteria.items()
    )
    mine = people.units_of_offices(by, now)
    served = Delegation.objects.waiting(now).filter(
        person=delegation.person, channel__owner__in=mine
    )
    # Who approved did so on another assessment, or on none: it is asked for again.
    pks = list(served.values_list("pk", flat=True))
    Delegation.objects.filter(pk__in=pks).update(
        assessment=assessment, approved_by=None, approved_at=None
    )
    audit.record(
        ASSESSED,
        actor=by,
        target=assessment,
        now=now,
        levels=[
            f"{key.value} {level.value}" for key, (level, _how) in criteria.items()
        ],
        digest=assessment.evidence.digest if assessment.evidence else "",
    )
    return assessment


def _kept(evidence: "File[bytes] | None", now: datetime) -> dict[str, Any]:
    if evidence is None:
        return {}
    return {
        "evidence": files_services.keep(evidence, kinds_allowed=kinds.SCANS, now=now),
        "file_name": files.safe_name(evidence.name or ""),
    }


def require_reader(
    user: User, powers: Collection[str], delegation: Delegation, *, now: datetime
) -> None:
    """
    What was judged of a person is for the person and for who decides on it.

    :raises Refusal: for anybody else
    """
    if not selectors.may_read_assessment(user, powers, delegation, now):
        raise Refusal(
            READER,
            _("What was judged of a person is not open to everybody."),
            remedy=_("The person, the owner of the account and who decides read it."),
            target=delegation,
        )


@transaction.atomic
def waive_suitability(
    delegation: Delegation,
    *,
    decision: Decision,
    reason: str,
    ends_at: datetime,
    by: User,
    now: datetime,
) -> Waiver:
    """
    Set a criterion aside that is not met: the policy says "should", signed by the head.

    :raises Refusal: as `policy.grant_waiver` does
    """
    delegation = refuse_settled(delegation, now)
    return policy.grant_waiver(
        SUITABLE,
        delegation,
        decision=decision,
        reason=reason,
        ends_at=ends_at,
        by=by,
        now=now,
    )


@transaction.atomic
def approve(delegation: Delegation, *, by: User, now: datetime) -> None:
    """
    Approve a nomination as senior management.

    :raises Refusal: if it is oneself, one nominated the person, or it is settled
    """
    held = require(by, Power.DECIDE, now=now, target=delegation)
    delegation = refuse_settled(delegation, now)
    refuse_for_oneself(by, delegation.person, target=delegation)
    _refuse_other_branch(delegation, held.office.unit)
    refuse_both_sides(
        by,
        delegation.nominated_by,
        now=now,
        since=delegation.nominated_at,
        target=delegation,
    )
    if delegation.approved_at is None:
        delegation.approved_by, delegation.approved_at = by, now
        delegation.save(update_fields=["approved_by", "approved_at"])
        audit.record(
            APPROVED, actor=by, acting_for=held.acting_for, target=delegation, now=now
        )


def _refuse_other_branch(delegation: Delegation, unit: Unit) -> None:
    is_above = delegation.channel.owner_id in people.units_below(unit)
    if not is_above:
        raise Refusal(
            BY_SENIOR,
            _("The account belongs to another part of the ministry: %(unit)s.")
            % {"unit": delegation.channel.owner},
            remedy=_("Who decides for that unit, or for the ministry, approves it."),
            target=delegation,
        )


def refuse_settled(delegation: Delegation, now: datetime) -> Delegation:
    """
    The nomination, held; refuse where it no longer waits for anything.

    :raises Refusal: if it is active, revoked or past, or the person or account is gone
    """
    delegation = locked(delegation)
    if not Delegation.objects.waiting(now).filter(pk=delegation.pk).exists():
        raise Refusal(
            STILL_WAITING,
            _("This nomination no longer waits: it is active, over or revoked."),
            remedy=_("Load its page again to see how it stands."),
            target=delegation,
        )
    return delegation
