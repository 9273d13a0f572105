from datetime import date, datetime, timedelta
from typing import Any

from django.core.files import File
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rasmi.audit import services as audit
from rasmi.audit.actions import register
from rasmi.core.models import locked
from rasmi.files import kinds
from rasmi.files import selectors as files
from rasmi.files import services as files_services
from rasmi.people import selectors as people
from rasmi.people.models import Appointment, Power, User
from rasmi.people.services import refuse_both_sides, require
from rasmi.policy import selectors
from rasmi.policy.models import Decision
from rasmi.rules import Refusal, gate

ENTERED = register("policy.decision.enter", gettext_lazy("Entered decision %(target)s"))
CHECKED = register(
    "policy.decision.check", gettext_lazy("Checked decision %(target)s with its scan")
)
RETURNED = register(
    "policy.decision.return", gettext_lazy("Returned decision %(target)s")
)

ONCE = gate("policy.decision_entered_once")
ISSUED = gate("policy.decision_was_issued")
SIGNATORY = gate("policy.signatory_could_sign")
STILL_WAITING = gate("policy.decision_is_still_waiting")
RESTS_ON_CHECKED = gate("policy.rests_on_a_checked_decision")
OF_HEAD = gate("policy.signed_by_the_head")
READER = gate("policy.scan_is_for_offices")
INTACT = gate("policy.scan_is_intact")
NOTHING_RESTS = gate("policy.nothing_rests_on_what_is_returned")


INSTANT = timedelta(microseconds=1)  # the end of an appointment is exclusive


@transaction.atomic
def enter_decision(  # noqa: PLR0913 — the facts that stand on the paper
    *,
    number: str,
    decided_on: date,
    kind: Decision.Kind,
    subject: str,
    original: "File[bytes]",
    by: User,
    now: datetime,
    signed_by: Appointment | None = None,
    signatory_name: str = "",
    signatory_title: str = "",
    is_by_head: bool = False,
) -> Decision:
    """
    Enter a decision of paper with its scan; it counts once another has checked it.

    :param signed_by: the appointment by which it was signed; where it is older than the
        register, name and title as on the paper instead, and whether of the head
    :raises Refusal: if it is entered already, or the signatory could not sign that day
    """
    held = require(by, Power.REGISTER, now=now)
    _refuse_second(number, decided_on, kind)
    _refuse_future(decided_on, now)
    _refuse_signatory(signed_by, signatory_name, signatory_title, decided_on)
    if signed_by:
        is_by_head = signed_by.office.powers.filter(power=Power.HEAD).exists()
    decision = _create(
        number=number,
        decided_on=decided_on,
        kind=kind,
        subject=subject,
        signed_by=signed_by,
        signatory_name="" if signed_by else signatory_name,
        signatory_title="" if signed_by else signatory_title,
        is_by_head=is_by_head,
        original=files_services.keep(original, kinds_allowed=kinds.SCANS, now=now),
        file_name=files.safe_name(original.name or ""),
        entered_by=by,
        entered_at=now,
    )
    audit.record(
        ENTERED,
        actor=by,
        acting_for=held.acting_for,
        target=decision,
        now=now,
        kind=kind,
        digest=decision.original.digest,
    )
    return decision


@transaction.atomic
def check_decision(decision: Decision, *, by: User, now: datetime, **seen: Any) -> None:
    """
    Say that the entry is what the scan says; from now on acts may rest on it.

    :param seen: what the form had the person confirm; kept by the form's being valid
    :raises Refusal: if one entered it oneself, or it is settled already
    """
    held = require(by, Power.REGISTER, now=now, target=decision)
    decision = _waiting(decision)
    require_intact(decision)
    # Neither who entered it, nor who signed, nor for whom it was signed.
    signed = decision.signed_by
    others = [decision.entered_by, signed.holder] if signed else [decision.entered_by]
    for other in filter(None, [*others, decision.acting_for]):
        refuse_both_sides(
            by, other, now=now, since=decision.entered_at, target=decision
        )
    decision.checked_by, decision.checked_at = by, now
    decision.save(update_fields=["checked_by", "checked_at"])
    audit.record(
        CHECKED, actor=by, acting_for=held.acting_for, target=decision, now=now
    )


@transaction.atomic
def return_decision(
    decision: Decision, *, reason: str, by: User, now: datetime
) -> None:
    """
    Say that the entry is not what the scan says; it is entered anew.

    Who entered it may take it back in the same way. One that was checked by mistake is
    returned by another than who checked it, as long as nothing rests on it.

    :raises Refusal: if it was returned already, or is not to be returned any more
    """
    held = require(by, Power.REGISTER, now=now, target=decision)
    decision = locked(decision)
    if decision.checked_by and not decision.returned_at:
        _refuse_in_use(decision)
        refuse_both_sides(
            by,
            decision.checked_by,
            now=now,
            since=decision.entered_at,
            target=decision,
        )
    else:
        _waiting(decision)
    decision.returned_by, decision.returned_at = by, now
    decision.return_reason = reason
    decision.save(update_fields=["returned_by", "returned_at", "return_reason"])
    audit.record(
        RETURNED, actor=by, acting_for=held.acting_for, target=decision, now=now
    )


def _refuse_in_use(decision: Decision) -> None:
    if selectors.rests_on(decision):
        raise Refusal(
            NOTHING_RESTS,
            _("Something rests on this decision, so it stays as it is."),
            remedy=_("Its page shows what rests on it; that has to end first."),
            target=decision,
        )


def require_reader(user: User, decision: Decision, *, now: datetime) -> None:
    """
    Scans show names and signatures: they are for who holds a power, whichever it is.

    :raises Refusal: for anybody else
    """
    if not people.powers_of(user, now):
        raise Refusal(
            READER,
            _("The scan of a decision is shown to those whose office needs it."),
            remedy=_("Its number, date, subject and signatory are on its page."),
            target=decision,
        )


def require_intact(decision: Decision) -> None:
    """
    Refuse to go on with a scan that is missing or is not what was kept.

    :raises Refusal: then
    """
    if not files.is_intact(decision.original):
        raise Refusal(
            INTACT,
            _("The kept scan of decision %(number)s is missing or was changed.")
            % {"number": decision.number},
            remedy=_("Tell information security and who runs the server now."),
            target=decision,
        )


def require_checked(
    decision: Decision, kind: Decision.Kind, *, target: Model | None = None
) -> None:
    """
    Refuse what would rest on a decision unchecked or of another kind.

    :raises Refusal: then
    """
    if decision.is_checked and decision.kind == kind:
        return
    raise Refusal(
        RESTS_ON_CHECKED,
        _("Decision %(number)s is not checked yet, or is about something else.")
        % {"number": decision.number},
        remedy=_("It must be of the kind «%(kind)s», and checked by a second person.")
        % {"kind": kind.label},
        target=target or decision,
    )


def require_of_head(decision: Decision, *, target: Model | None = None) -> None:
    """
    Refuse a decision that the head of the whole body did not sign.

    :raises Refusal: then
    """
    if not decision.is_by_head:
        raise Refusal(
            OF_HEAD,
            _("Decision %(number)s was not signed by the head of the ministry.")
            % {"number": decision.number},
            remedy=_("Enter the decision that the head, or who acts for them, signed."),
            target=target or decision,
        )


def _waiting(decision: Decision) -> Decision:
    decision = locked(decision)
    if not decision.is_waiting:
        raise Refusal(
            STILL_WAITING,
            _("This decision was checked or returned already."),
            remedy=_("Load its page again to see by whom and when."),
            target=decision,
        )
    return decision


def _create(**facts: Any) -> Decision:
    try:
        with transaction.atomic():
            return Decision.objects.create(**facts)
    except IntegrityError:  # a colleague entered it in the same moment
        _refuse_second(facts["number"], facts["decided_on"], facts["kind"])
        raise


def _refuse_second(number: str, decided_on: date, kind: Decision.Kind) -> None:
    same = Decision.objects.filter(
        number=number, decided_on=decided_on, kind=kind, returned_at=None
    ).first()
    if same:
        raise Refusal(
            ONCE,
            _("A decision with this number and date is in the register already."),
            remedy=_("Look at it first; a wrong entry is returned and entered anew."),
            target=same,
        )


def _refuse_future(decided_on: date, now: datetime) -> None:
    if decided_on > timezone.localdate(now):
        raise Refusal(
            ISSUED,
            _("A decision is entered once it has been issued, not before."),
            remedy=_("Check the date that stands on the paper."),
        )


def _refuse_signatory(
    signed_by: Appointment | None, name: str, title: str, decided_on: date
) -> None:
    if signed_by:
        is_right = _held_on(signed_by, decided_on)
    else:
        body = people.installation()
        is_older = body and decided_on < timezone.localdate(body.set_up_at)
        is_right = bool(is_older and name.strip() and title.strip())
    if not is_right:
        raise Refusal(
            SIGNATORY,
            _("By the register of offices this person could not sign on that day."),
            remedy=_(
                "Check the date and the office. Name and title as on the paper are "
                "taken only where the decision is older than this installation."
            ),
            target=signed_by,
        )


def _held_on(appointment: Appointment, day: date) -> bool:
    """Whether the office was held on that day, its first and last day included."""
    began = timezone.localdate(appointment.starts_at)
    ends_at = appointment.ends_at
    ended = timezone.localdate(ends_at - INSTANT) if ends_at else None
    signs = [Power.DECIDE, Power.HEAD]
    decides = appointment.office.powers.filter(power__in=signs).exists()
    return decides and began <= day and (ended is None or day <= ended)
