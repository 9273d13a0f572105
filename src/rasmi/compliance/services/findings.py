from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rasmi.audit import services as audit
from rasmi.audit.actions import register
from rasmi.compliance import selectors
from rasmi.compliance.models import Finding, FindingState, Note
from rasmi.core.models import locked
from rasmi.people.models import Power, Unit, User
from rasmi.people.services import refuse_both_sides, require
from rasmi.policy import services as policy
from rasmi.policy.models import Decision
from rasmi.rules import Kind, Lever, Refusal, gate

OPENED = register("compliance.finding.open", _("Opened the findings, with a reason"))
ASSIGNED = register(
    "compliance.finding.assign", _("Said who puts the finding %(target)s right")
)
CORRECTED = register(
    "compliance.finding.correct", _("Entered the correction of the finding %(target)s")
)
NOTED = register(
    "compliance.finding.note", _("Noted progress on the finding %(target)s")
)
ACCEPTED = register(
    "compliance.finding.accept", _("Accepted the correction of the finding %(target)s")
)
RETURNED = register(
    "compliance.finding.return", _("Returned the correction of the finding %(target)s")
)
WAIVED = register(
    "compliance.finding.waive", _("Entered a waiver for the finding %(target)s")
)

OWNERS = gate("compliance.corrected_by_its_owner")
WAITS = gate("compliance.accepted_when_clean")
ANOTHER = gate("compliance.accepted_by_another")
OPEN = gate("compliance.closed_findings_stay")
MAY_ACCEPT = frozenset({Power.POLICY, Power.HEAD, Power.DECIDE})


def open_findings_with_reason(
    reader: User, *, reason: str, now: datetime, acting_for: User | None = None
) -> None:
    """
    Keep why an auditor opens findings, counts of violations and exports.

    :raises Refusal: if no real reason is given
    """
    audit.open_with_reason(
        OPENED, reader=reader, reason=reason, now=now, acting_for=acting_for
    )


@transaction.atomic
def assign_finding(
    finding: Finding, *, by: User, now: datetime, owner: Unit | Power
) -> None:
    """
    Say which unit puts a finding right, or the holders of which power.

    :raises Refusal: if the person does not own the policy, or the finding is closed
    """
    held = require(by, Power.POLICY, now=now, target=finding)
    finding = _open(finding)
    if isinstance(owner, Unit):
        _change(finding, owner_unit=owner, is_assigned=True)
    else:
        _change(finding, owner_unit=None, owner_power=owner, is_assigned=True)
    audit.record(
        ASSIGNED, actor=by, acting_for=held.acting_for, target=finding, now=now
    )


@transaction.atomic
def correct_finding(
    finding: Finding, *, by: User, now: datetime, words: str, correct_by: date
) -> None:
    """
    Enter what puts a finding right, and until which day.

    :raises Refusal: if it is not the person's to put right, or is closed
    """
    finding = _owned(finding, by, now)
    _change(finding, corrector=by, correct_by=correct_by, returned_at=None)
    _note(finding, Note.Kind.CORRECTION, words, by, now)
    audit.record(
        CORRECTED, actor=by, target=finding, now=now, until=correct_by.isoformat()
    )


@transaction.atomic
def note_progress(finding: Finding, *, by: User, now: datetime, words: str) -> None:
    """:raises Refusal: if it is not the person's to put right, or is closed"""
    finding = _owned(finding, by, now)
    _note(finding, Note.Kind.PROGRESS, words, by, now)
    audit.record(NOTED, actor=by, target=finding, now=now)


@transaction.atomic
def accept_finding(
    finding: Finding, *, by: User, now: datetime, words: str = ""
) -> None:
    """
    Accept how a finding was put right: with that it is closed.

    :raises Refusal: if the person may not, entered the correction, or nothing waits
    """
    finding = _judged(finding, by, now)
    _change(finding, closed_at=now, accepted_by=by)
    _note(finding, Note.Kind.ACCEPTED, words, by, now)
    audit.record(ACCEPTED, actor=by, target=finding, now=now)


@transaction.atomic
def return_finding(finding: Finding, *, by: User, now: datetime, words: str) -> None:
    """
    Say that a finding was not put right as it must be: it is open again.

    :raises Refusal: if the person may not, entered the correction, or nothing waits
    """
    finding = _judged(finding, by, now)
    _change(finding, returned_at=now)
    _note(finding, Note.Kind.RETURNED, words, by, now)
    audit.record(RETURNED, actor=by, target=finding, now=now)


@transaction.atomic
def waive_finding(
    finding: Finding,
    *,
    by: User,
    now: datetime,
    decision: Decision,
    reason: str,
    ends_at: datetime,
) -> None:
    """
    Enter that a signed decision lets a finding stand until an end; it stays not met.

    :raises Refusal: as `policy.grant_waiver` does: never where the clause says "must"
    """
    finding = _open(finding)
    lever = Lever(finding.control.lever, Kind.CHECK, can_be_waived=True)
    waiver = policy.grant_waiver(
        lever,
        finding,
        decision=decision,
        reason=reason,
        ends_at=ends_at,
        by=by,
        now=now,
    )
    _change(finding, waiver=waiver)
    audit.record(WAIVED, actor=by, target=finding, now=now, waiver=waiver.pk)


def _owned(finding: Finding, by: User, now: datetime) -> Finding:
    finding = _open(finding)
    if not selectors.puts_right(by, finding, now):
        raise Refusal(
            OWNERS,
            gettext("A finding is put right by its owner: %(owner)s.")
            % {"owner": finding.owner},
            remedy=gettext("The owner of the policy says who puts it right."),
            target=finding,
        )
    return finding


def _judged(finding: Finding, by: User, now: datetime) -> Finding:
    """The finding, for a second person who accepts or returns its correction."""
    if not selectors.powers_of(by, now) & MAY_ACCEPT:
        require(by, Power.POLICY, now=now, target=finding)
    finding = _open(finding)
    if finding.state(now) != FindingState.WAITING or not finding.corrector:
        raise Refusal(
            WAITS,
            gettext(
                "A correction is accepted when it is entered and the control no longer "
                "finds anything."
            ),
            remedy=gettext("Whoever puts it right enters first what was done."),
            target=finding,
        )
    if by == finding.corrector:
        raise Refusal(
            ANOTHER,
            gettext("Nobody accepts their own correction."),
            remedy=gettext("Another person who answers for the policy looks at it."),
            target=finding,
        )
    refuse_both_sides(
        by, finding.corrector, now=now, since=finding.opened_at, target=finding
    )
    return finding


def _open(finding: Finding) -> Finding:
    finding = locked(finding)
    if finding.closed_at:
        raise Refusal(
            OPEN,
            gettext("This finding is closed, and stays as it was closed."),
            remedy=gettext("If it comes back, it is opened as another one."),
            target=finding,
        )
    return finding


def _change(finding: Finding, **changes: Any) -> None:
    for name, value in changes.items():
        setattr(finding, name, value)
    finding.save(update_fields=list(changes))


def _note(
    finding: Finding, kind: Note.Kind, words: str, by: User, now: datetime
) -> None:
    Note.objects.create(finding=finding, kind=kind, words=words, by=by, at=now)
