import secrets
from datetime import datetime
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rasmi.audit import services as audit
from rasmi.audit.actions import register
from rasmi.compliance import selectors
from rasmi.compliance.models import Step, Violation
from rasmi.core.calendar import working_days_later
from rasmi.core.models import locked
from rasmi.files import kinds
from rasmi.files import selectors as files
from rasmi.files import services as files_services
from rasmi.people.models import User
from rasmi.rules import Refusal, gate

REPORTED = register(
    "compliance.violation.report", _("A violation was reported: number %(target)s")
)
TAKEN = register(
    "compliance.violation.take", _("Took the report of a violation in hand: %(target)s")
)
NOTED = register(
    "compliance.violation.note", _("Noted a step on the violation %(target)s")
)
SHARED = register(
    "compliance.violation.share", _("Let legal advice into the violation %(target)s")
)
CLOSED = register("compliance.violation.close", _("Closed the violation %(target)s"))

FEW = gate("compliance.violations_are_seen_by_few")
OPEN = gate("compliance.closed_violations_stay")

Route, Status = Violation.Route, Violation.Status


@transaction.atomic
def report_violation(  # noqa: PLR0913 — what a report is made of
    *,
    by: User,
    now: datetime,
    kind: Violation.Kind,
    what: str,
    place: str = "",
    staff_number: User | None = None,
    concerns_owner: bool = False,
    is_anonymous: bool = False,
    evidence: "File[bytes] | None" = None,
) -> str:
    """
    Take a report of any employee; return the code by which its status is followed.

    Of an anonymous one neither the row nor the log keeps who made it.

    :param staff_number: whom it is about, where that is known
    :param concerns_owner: it is about the section that owns the policy: the auditor
        handles it, and that section never sees it
    """
    about = staff_number
    code = secrets.token_hex(8)
    is_of_owner = about is not None and selectors.is_of_the_owner(about, now)
    sides = [each for each in (by, about) if each]
    kept = (
        files_services.keep(evidence, kinds_allowed=kinds.SCANS, now=now)
        if evidence
        else None
    )
    violation = Violation.objects.create(
        kind=kind,
        what=what,
        place=place,
        evidence=kept,
        file_name=files.safe_name(evidence.name or "") if evidence else "",
        about=about,
        reporter=None if is_anonymous else by,
        receipt=selectors.digest_of(code),
        route=selectors.route_for(
            sides, past_owner=is_of_owner or concerns_owner, at=now
        ),
        received_at=now,
        due_at=working_days_later(now, Violation.LOOKED_AT_WITHIN),
    )
    audit.record(REPORTED, actor=None, target=violation, now=now)
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


@transaction.atomic
def take_violation(violation: Violation, *, by: User, now: datetime) -> None:
    """
    Take a case in hand: its status says so to who reported it.

    :raises Refusal: if the case is not the person's, or is in hand already
    """
    violation = _decided(violation, by, now)
    if violation.status != Status.RECEIVED:
        raise Refusal(
            OPEN, gettext("This report is in hand already."), target=violation
        )
    _change(violation, status=Status.IN_HAND, taken_by=by, taken_at=now)
    audit.record(TAKEN, actor=by, target=violation, now=now)


@transaction.atomic
def note_step(violation: Violation, *, by: User, now: datetime, words: str) -> Step:
    """:raises Refusal: if the case is not the person's, or is closed"""
    violation = _held(violation, by, now)
    step = Step.objects.create(violation=violation, words=words, by=by, at=now)
    audit.record(NOTED, actor=by, target=violation, now=now)
    return step


@transaction.atomic
def share_violation(
    violation: Violation, *, by: User, now: datetime, staff_number: User
) -> None:
    """
    Let one person of the legal department read the case and note steps on it.

    :raises Refusal: if the case is not the person's, or the adviser is a side in it or
        neither advises in law by office nor owns the policy
    """
    violation = _decided(violation, by, now)
    adviser = staff_number
    if not selectors.may_advise(adviser, now):
        raise Refusal(
            FEW,
            gettext("Advice on a case is given by who advises in law by office."),
            remedy=gettext("The keeper of people enters who holds that office."),
            target=violation,
        )
    sides = (violation.about_id, violation.reporter_id)
    hidden = violation.route != Route.OWNER and selectors.is_of_the_owner(adviser, now)
    if adviser.pk in sides or hidden:
        raise Refusal(
            FEW,
            gettext(
                "Nobody advises on a case that concerns themselves or their section."
            ),
            remedy=gettext("Name another person of the legal department."),
            target=violation,
        )
    _change(violation, adviser=adviser)
    audit.record(SHARED, actor=by, target=violation, now=now)


@transaction.atomic
def close_violation(
    violation: Violation,
    *,
    by: User,
    now: datetime,
    outcome: Violation.Outcome,
    words: str,
) -> None:
    """
    Close a case with its outcome and the reason.

    :raises Refusal: if the case is not the person's, not in hand, or closed
    """
    violation = _decided(violation, by, now)
    if violation.status != Status.IN_HAND:
        raise Refusal(
            OPEN,
            gettext("A report is taken in hand before it is closed."),
            remedy=gettext("Take it in hand first."),
            target=violation,
        )
    Step.objects.create(violation=violation, words=words, by=by, at=now)
    _change(violation, status=Status.CLOSED, outcome=outcome, closed_at=now)
    audit.record(CLOSED, actor=by, target=violation, now=now, outcome=outcome)


def require_handler(violation: Violation, *, by: User, now: datetime) -> None:
    """
    :raises Refusal: unless the person handles the case, or advises on it
    """
    if not selectors.handled_by(by, now).filter(pk=violation.pk).exists():
        raise Refusal(
            FEW,
            gettext("A report of a violation is read by those who handle it alone."),
            remedy=gettext("Whoever made it follows its status with the code."),
        )


def _decided(violation: Violation, by: User, now: datetime) -> Violation:
    """The case, for who decides on it; an adviser does not."""
    violation = _held(violation, by, now)
    if violation.route not in selectors.routes_of(by, now):
        raise Refusal(
            FEW,
            gettext("An adviser reads a case and notes steps, and decides nothing."),
            remedy=gettext("Note what you advise as a step."),
            target=violation,
        )
    return violation


def _held(violation: Violation, by: User, now: datetime) -> Violation:
    require_handler(violation, by=by, now=now)
    violation = locked(violation)
    if violation.is_closed:
        raise Refusal(
            OPEN,
            gettext("This case is closed, and stays as it was closed."),
            remedy=gettext("Report what is new as another violation."),
            target=violation,
        )
    return violation


def _change(violation: Violation, **changes: Any) -> None:
    for name, value in changes.items():
        setattr(violation, name, value)
    violation.save(update_fields=list(changes))
