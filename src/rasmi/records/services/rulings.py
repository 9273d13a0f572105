"""For each class of records: public or not, open to whom, and kept how long."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rasmi.audit import services as audit
from rasmi.audit.actions import register
from rasmi.core.models import locked
from rasmi.people.models import Power, User
from rasmi.people.services import refuse_both_sides, require
from rasmi.policy import services as policy
from rasmi.policy.models import Decision
from rasmi.records.models import Ruling
from rasmi.rules import Refusal, gate

ENTERED = register(
    "records.ruling.enter", gettext_lazy("Entered what holds for: %(target)s")
)
CONFIRMED = register(
    "records.ruling.confirm", gettext_lazy("Confirmed what holds for: %(target)s")
)
RETURNED = register(
    "records.ruling.return", gettext_lazy("Returned what was entered for: %(target)s")
)

STILL_WAITING = gate("records.ruling_is_still_waiting")
ONE_WAITS = gate("records.one_ruling_waits_for_a_class")


@transaction.atomic
def enter_ruling(  # noqa: PLR0913 — what a decision says of a class
    record_class: str,
    *,
    decision: Decision,
    is_public_record: bool,
    access: str,
    keep_years: int | None,
    schedule_name: str,
    basis: str,
    by: User,
    now: datetime,
) -> Ruling:
    """
    Enter what a decision says of a class of records; it holds once another confirms it.

    :param keep_years: how many years from where the class begins; None for no end
    :raises Refusal: if one does not own the policy, the decision is not one for it, or
        another one waits for the same class: an older one never replaces a newer
    """
    held = require(by, Power.POLICY, now=now, target=decision)
    _require_of_decision(decision)
    if Ruling.objects.waiting().filter(record_class=record_class).exists():
        raise Refusal(
            ONE_WAITS,
            _("What was entered before waits to be compared with its decision."),
            remedy=_("A keeper of the register confirms or returns it first."),
            target=decision,
        )
    ruling = Ruling.objects.create(
        record_class=record_class,
        decision=decision,
        is_public_record=is_public_record,
        access=access,
        keep_years=keep_years,
        schedule_name=schedule_name,
        basis=basis,
        holds_from=now,
        entered_by=by,
        entered_at=now,
    )
    audit.record(
        ENTERED,
        actor=by,
        acting_for=held.acting_for,
        target=ruling,
        now=now,
        record_class=record_class,
        decision=decision.pk,
    )
    return ruling


@transaction.atomic
def confirm_ruling(ruling: Ruling, *, by: User, now: datetime) -> None:
    """
    Say that it is what the decision says; it holds from now on.

    :raises Refusal: if one entered it oneself, it is settled already, or its decision
        is none for it any more
    """
    held = require(by, Power.REGISTER, now=now, target=ruling)
    ruling = _waiting(ruling)
    _require_of_decision(ruling.decision)
    refuse_both_sides(
        by, ruling.entered_by, now=now, since=ruling.entered_at, target=ruling
    )
    ruling.confirmed_by, ruling.confirmed_at, ruling.holds_from = by, now, now
    ruling.save(update_fields=["confirmed_by", "confirmed_at", "holds_from"])
    audit.record(
        CONFIRMED, actor=by, acting_for=held.acting_for, target=ruling, now=now
    )


@transaction.atomic
def return_ruling(ruling: Ruling, *, reason: str, by: User, now: datetime) -> None:
    """
    Say that it is not what the decision says; it is entered anew.

    :raises Refusal: if it is settled already
    """
    held = require(by, Power.REGISTER, now=now, target=ruling)
    ruling = _waiting(ruling)
    ruling.returned_at, ruling.return_reason = now, reason
    ruling.save(update_fields=["returned_at", "return_reason"])
    audit.record(RETURNED, actor=by, acting_for=held.acting_for, target=ruling, now=now)


def _require_of_decision(decision: Decision) -> None:
    policy.require_checked(decision, Decision.Kind.PARAMETERS)
    policy.require_of_head(decision)


def _waiting(ruling: Ruling) -> Ruling:
    ruling = locked(ruling)
    if not ruling.is_waiting:
        raise Refusal(
            STILL_WAITING,
            _("This was confirmed or returned already."),
            remedy=_("Load the page again to see how it stands."),
            target=ruling,
        )
    return ruling
