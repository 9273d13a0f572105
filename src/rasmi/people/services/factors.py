from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext_lazy

from rasmi.audit import services as audit
from rasmi.audit.actions import register
from rasmi.core.models import locked
from rasmi.people.models import Power, User
from rasmi.people.services.authority import refuse_for_oneself, require
from rasmi.people.services.mails import tell_of_reset_factors

RESET = register(
    "people.factor.reset", gettext_lazy("Removed every second factor of %(target)s")
)


@transaction.atomic
def reset_factors(user: User, *, by: User, now: datetime) -> None:
    """
    Remove the second factors of a person who lost the device, and tell the person.

    :raises Refusal: if it is oneself
    """
    held = require(by, Power.PEOPLE, now=now, target=user)
    user = locked(user)
    refuse_for_oneself(by, user, target=user)
    removed = forget_factors(user)
    audit.record(
        RESET,
        actor=by,
        acting_for=held.acting_for,
        target=user,
        now=now,
        removed=removed,
    )
    tell_of_reset_factors(user, now=now)


@transaction.atomic
def reset_factors_from_the_server(user: User, *, now: datetime) -> None:
    """Remove them for the last one who keeps people: only who runs the server can."""
    removed = forget_factors(user)
    audit.record(RESET, actor=None, target=user, now=now, removed=removed)
    tell_of_reset_factors(user, now=now)


def forget_factors(user: User) -> int:
    """Remove passkeys, codes and recovery codes; return how many there were."""
    removed, _by_model = Authenticator.objects.filter(user=user).delete()
    return int(removed)
