"""Who is the second person, where one of those who own the policy began."""

from datetime import datetime

from django.db.models import Model

from rasmi.people import selectors as people
from rasmi.people.models import Power, User
from rasmi.people.selectors import Authority
from rasmi.people.services import require
from rasmi.records.selectors import SECONDS


def require_second(by: User, *, now: datetime, target: Model) -> Authority:
    """
    Return by which office a person agrees to what another asked for.

    :raises Refusal: if one neither owns the policy, nor decides or heads the body
    """
    held = (people.authority(by, power, now) for power in SECONDS)
    return next(filter(None, held), None) or require(
        by, Power.POLICY, now=now, target=target
    )
