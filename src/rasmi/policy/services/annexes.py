from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rasmi.audit import services as audit
from rasmi.audit.actions import register
from rasmi.core.calendar import start_of
from rasmi.core.models import locked
from rasmi.people.models import Power, User
from rasmi.people.services import refuse_both_sides, require
from rasmi.policy import annexes
from rasmi.policy.models import Annex, Decision
from rasmi.policy.services.decisions import require_checked, require_of_head
from rasmi.rules import Refusal, gate

ENTERED = register("policy.annex.enter", gettext_lazy("Entered an annex: %(target)s"))
CONFIRMED = register(
    "policy.annex.confirm", gettext_lazy("Confirmed an annex: %(target)s")
)
RETURNED = register(
    "policy.annex.return", gettext_lazy("Returned an annex: %(target)s")
)

WELL_FORMED = gate("policy.annex_is_well_formed")
FORWARD = gate("policy.annex_holds_forward")
WAITING = gate("policy.annex_is_still_waiting")
NEWEST = gate("policy.annex_follows_what_holds")
OWN_DECISION = gate("policy.annex_has_its_own_decision")


@transaction.atomic
def enter_annex(  # noqa: PLR0913 — what the decision says
    kind: str,
    *,
    lines: str,
    reason: str,
    decision: Decision,
    holds_from: date,
    by: User,
    now: datetime,
) -> Annex:
    """
    Enter the next edition of an annex as the decision of the head says it.

    :param kind: a key of `annexes.KINDS`
    :raises Refusal: if one does not own the policy, a line is wrong, the day is past,
        the decision is not one for it, or it carried annexes on another day
    """
    held = require(by, Power.POLICY, now=now)
    decision = locked(decision)
    require_checked(decision, Decision.Kind.PARAMETERS)
    require_of_head(decision)
    _refuse_carried(decision, now)
    if holds_from < timezone.localdate(now):
        raise Refusal(
            FORWARD,
            _("An annex holds from today or a later day, never for the past."),
            remedy=_("Choose today or a later day."),
        )
    try:
        content = annexes.content_of(kind, lines)
    except annexes.AnnexError as error:
        raise Refusal(
            WELL_FORMED, str(error), remedy=_("Correct the line, then enter it again.")
        ) from None
    annex = Annex.objects.create(
        kind=kind,
        content=content,
        reason=reason,
        decision=decision,
        holds_from=start_of(holds_from),
        entered_by=by,
        entered_at=now,
    )
    audit.record(
        ENTERED,
        actor=by,
        acting_for=held.acting_for,
        target=annex,
        now=now,
        kind=kind,
        decision=decision.pk,
    )
    return annex


@transaction.atomic
def confirm_annex(annex: Annex, *, by: User, now: datetime) -> None:
    """
    Say that its lines are those of the decision; it holds from its day on.

    Where its day has passed meanwhile it holds from now: nothing is rewritten.

    :raises Refusal: if one entered it oneself, it is settled already, or a newer
        edition holds since its day
    """
    held = require(by, Power.REGISTER, now=now, target=annex)
    same = Annex.objects.select_for_update().filter(kind=annex.kind).order_by("pk")
    editions = list(same)  # held together: no other is confirmed meanwhile
    annex = _waiting(annex)
    _refuse_older(annex, editions, now)
    refuse_both_sides(
        by, annex.entered_by, now=now, since=annex.entered_at, target=annex
    )
    annex.confirmed_by, annex.confirmed_at = by, now
    annex.holds_from = max(annex.holds_from, now)
    annex.save(update_fields=["confirmed_by", "confirmed_at", "holds_from"])
    audit.record(
        CONFIRMED,
        actor=by,
        acting_for=held.acting_for,
        target=annex,
        now=now,
        kind=annex.kind,
    )


@transaction.atomic
def return_annex(annex: Annex, *, reason: str, by: User, now: datetime) -> None:
    """
    Say that its lines are not those of the decision; it is entered anew.

    :raises Refusal: if it is settled already
    """
    held = require(by, Power.REGISTER, now=now, target=annex)
    annex = _waiting(annex)
    annex.returned_by, annex.returned_at = by, now
    annex.return_reason = reason
    annex.save(update_fields=["returned_by", "returned_at", "return_reason"])
    audit.record(
        RETURNED,
        actor=by,
        acting_for=held.acting_for,
        target=annex,
        now=now,
        reason=reason,
    )


def _refuse_carried(decision: Decision, now: datetime) -> None:
    """A decision carries its annexes on one day, without those that were returned."""
    today = timezone.localdate(now)
    for other in decision.annexes.filter(returned_at=None):
        if timezone.localdate(other.entered_at) != today:
            raise Refusal(
                OWN_DECISION,
                _("Decision %(number)s carried an annex on another day already.")
                % {"number": decision.number},
                remedy=_("Another edition needs a decision that says what is in it."),
                target=other,
            )


def _refuse_older(annex: Annex, editions: list[Annex], now: datetime) -> None:
    """Nothing that was to hold earlier takes the place of what holds since then."""
    # By days: of two that are to hold from one day, the one that was entered last.
    own = (timezone.localdate(annex.holds_from), annex.entered_at)
    for other in editions:
        is_newer = (timezone.localdate(other.holds_from), other.entered_at) > own
        if other.confirmed_at and is_newer and other.holds_from <= now:
            raise Refusal(
                NEWEST,
                _("A newer edition holds by now; this one was to hold before it."),
                remedy=_("Return this one. What is still wanted is entered anew."),
                target=annex,
            )


def _waiting(annex: Annex) -> Annex:
    annex = locked(annex)
    if not annex.is_waiting:
        raise Refusal(
            WAITING,
            _("This annex was confirmed or returned already."),
            remedy=_("Load its page again to see by whom and when."),
            target=annex,
        )
    return annex
