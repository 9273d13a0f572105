import secrets
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rasmi.audit import services as audit
from rasmi.audit.actions import register
from rasmi.core.models import locked
from rasmi.delegations import selectors
from rasmi.delegations.models import Delegation, DelegationLetter
from rasmi.people import selectors as people
from rasmi.people.models import Power, User
from rasmi.rules import Refusal, gate

ISSUED = register(
    "delegations.letter.issue", gettext_lazy("Issued the letter of %(target)s")
)

IN_FORCE = gate("delegations.letter_is_of_one_in_force")
BY_CONCERNED = gate("delegations.letter_is_asked_by_whom_it_concerns")

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford: none is misread
LENGTH = 12  # 60 bits: nobody guesses one


def may_have_letter(delegation: Delegation, user: User, at: datetime) -> bool:
    """The person, the unit that owns the account, and who keeps the registers."""
    if user.pk == delegation.person_id:
        return True
    return bool(
        selectors.may_name(user, delegation.channel.owner, at)
        or people.authority(user, Power.REGISTER, at)
    )


@transaction.atomic
def issue_letter(
    delegation: Delegation, *, by: User, now: datetime
) -> DelegationLetter:
    """
    Issue the letter of a delegation; the same one however often it is asked for.

    :raises Refusal: if the delegation is not in force, or it is no affair of theirs
    """
    delegation = locked(delegation)
    if not may_have_letter(delegation, by, now):
        raise Refusal(
            BY_CONCERNED,
            _("The letter is for the person, the owner and who keeps the registers."),
            remedy=_("Ask one of them for it."),
            target=delegation,
        )
    if selectors.state(delegation, now) != selectors.State.IN_FORCE:
        raise Refusal(
            IN_FORCE,
            _("A letter is issued only of a delegation that is in force."),
            remedy=_("Its page shows what is missing, or why it is over."),
            target=delegation,
        )
    code = "".join(secrets.choice(LETTERS) for _n in range(LENGTH))
    issued, is_new = DelegationLetter.objects.get_or_create(
        delegation=delegation,
        defaults={"code": code, "issued_by": by, "issued_at": now},
    )
    if is_new:
        audit.record(ISSUED, actor=by, target=delegation, now=now)
    return issued
