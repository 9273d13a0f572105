from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rasmi.audit import services as audit
from rasmi.audit.actions import register
from rasmi.core.models import locked
from rasmi.delegations import selectors
from rasmi.delegations.models import Delegation
from rasmi.delegations.services import mails
from rasmi.people import selectors as people
from rasmi.people.models import Power, User
from rasmi.rules import Refusal, gate

REVOKED = register(
    "delegations.delegation.revoke", gettext_lazy("Revoked the delegation %(target)s")
)

MAY_REVOKE = gate("delegations.revoked_by_who_may")
ONCE = gate("delegations.revoked_once")

POWERS = (Power.REGISTER, Power.DECIDE, Power.SECRETS)


@transaction.atomic
def revoke(delegation: Delegation, *, reason: str, by: User, now: datetime) -> None:
    """
    End a delegation, or a nomination, at once; one person is enough.

    :raises Refusal: if one is neither of the owner nor of who watches over accounts, or
        it is revoked already
    """
    delegation = locked(delegation)
    held = next((x for x in (people.authority(by, p, now) for p in POWERS) if x), None)
    if not (held or selectors.may_name(by, delegation.channel.owner, now)):
        raise Refusal(
            MAY_REVOKE,
            _("A delegation is revoked by the owner of the account or the register."),
            remedy=_("In a hurry, call information security: they can revoke it."),
            target=delegation,
        )
    if delegation.is_revoked:
        raise Refusal(
            ONCE,
            _("This delegation was revoked already."),
            remedy=_("Its page shows by whom and why."),
            target=delegation,
        )
    delegation.revoked_by, delegation.revoked_at = by, now
    delegation.revoke_reason = reason
    delegation.save(update_fields=["revoked_by", "revoked_at", "revoke_reason"])
    audit.record(
        REVOKED,
        actor=by,
        acting_for=held.acting_for if held else None,
        target=delegation,
        now=now,
    )
    mails.tell_of_revocation(delegation, now=now)
