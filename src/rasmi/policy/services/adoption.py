from datetime import date, datetime
from typing import Any

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
from rasmi.policy import pack, selectors
from rasmi.policy.models import AdoptedValue, Adoption, Decision
from rasmi.policy.services.decisions import require_checked, require_of_head
from rasmi.rules import Refusal, gate

ENTERED = register(
    "policy.adoption.enter", gettext_lazy("Entered parameters of decision %(target)s")
)
CONFIRMED = register(
    "policy.adoption.confirm",
    gettext_lazy("Confirmed the parameters of decision %(target)s"),
)
RETURNED = register(
    "policy.adoption.return",
    gettext_lazy("Returned the parameters of decision %(target)s"),
)

FORWARD = gate("policy.targets_hold_forward")
SOMETHING_NEW = gate("policy.adoption_changes_something")
STILL_WAITING = gate("policy.adoption_is_still_waiting")

Values = dict[str, dict[str, Any]]  # by parameter, then by field


@transaction.atomic
def enter_adoption(
    *, decision: Decision, holds_from: date, values: Values, by: User, now: datetime
) -> Adoption:
    """
    Enter the values that a decision approves; they hold once another confirms them.

    Only what differs from the approved values is entered.

    :param holds_from: the first day, in the ministry's time zone; today or later
    :raises Refusal: if the decision is not one for it, the day has passed, or nothing
        changes
    """
    held = require(by, Power.POLICY, now=now, target=decision)
    require_checked(decision, Decision.Kind.PARAMETERS)
    require_of_head(decision)
    if holds_from < timezone.localdate(now):
        raise Refusal(
            FORWARD,
            _("A parameter holds from today or a later day, never for the past."),
            remedy=_("Late answers of the past stay late, whatever the new number is."),
            target=decision,
        )
    known = pack.current().parameters
    new = {
        name: value
        for name, value in values.items()
        if name in known
        and not known[name].is_fixed
        and not _holds_already(name, value, max(start_of(holds_from), now))
    }
    if not new:
        raise Refusal(
            SOMETHING_NEW,
            _("No value differs from what is approved already."),
            remedy=_("Fill in what the decision approves, then enter it."),
            target=decision,
        )
    adoption = Adoption.objects.create(
        decision=decision, holds_from=holds_from, entered_by=by, entered_at=now
    )
    AdoptedValue.objects.bulk_create(
        AdoptedValue(adoption=adoption, parameter=name, value=value)
        for name, value in new.items()
    )
    audit.record(
        ENTERED,
        actor=by,
        acting_for=held.acting_for,
        target=adoption,
        now=now,
        parameters=sorted(new),
    )
    return adoption


def _holds_already(name: str, value: dict[str, Any], at: datetime) -> bool:
    """Whether the value holds at a time, and nothing else is to follow it."""
    setting = selectors.setting(name, at)
    follows = AdoptedValue.objects.filter(parameter=name, holds_from__gt=at)
    return setting.is_approved and setting.values == value and not follows.exists()


@transaction.atomic
def confirm_adoption(adoption: Adoption, *, by: User, now: datetime) -> None:
    """
    Say that the values are those of the decision; they hold from their day on.

    :raises Refusal: if one entered them oneself, or they are settled already
    """
    held = require(by, Power.REGISTER, now=now, target=adoption)
    adoption = _waiting(adoption)
    refuse_both_sides(
        by, adoption.entered_by, now=now, since=adoption.entered_at, target=adoption
    )
    # Confirmed late, they hold from now: what was measured before stays as it was.
    adoption.values.update(holds_from=max(start_of(adoption.holds_from), now))
    adoption.confirmed_by, adoption.confirmed_at = by, now
    adoption.save(update_fields=["confirmed_by", "confirmed_at"])
    audit.record(
        CONFIRMED, actor=by, acting_for=held.acting_for, target=adoption, now=now
    )


@transaction.atomic
def return_adoption(
    adoption: Adoption, *, reason: str, by: User, now: datetime
) -> None:
    """
    Say that the values are not those of the decision; they are entered anew.

    :raises Refusal: if they are settled already
    """
    held = require(by, Power.REGISTER, now=now, target=adoption)
    adoption = _waiting(adoption)
    adoption.returned_at, adoption.return_reason = now, reason
    adoption.save(update_fields=["returned_at", "return_reason"])
    audit.record(
        RETURNED, actor=by, acting_for=held.acting_for, target=adoption, now=now
    )


def _waiting(adoption: Adoption) -> Adoption:
    adoption = locked(adoption)
    if not adoption.is_waiting:
        raise Refusal(
            STILL_WAITING,
            _("These values were confirmed or returned already."),
            remedy=_("Load the page of the parameters again."),
            target=adoption,
        )
    return adoption
