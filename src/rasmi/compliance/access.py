"""The control of an address, for who may read what it found, or 404."""

from datetime import datetime

from django.http import Http404

from rasmi.compliance import selectors, services
from rasmi.compliance.selectors import Standing
from rasmi.core.http import UserRequest


def control(request: UserRequest, lever: str, now: datetime) -> Standing:
    services.refuse_strangers(request.user, now=now)
    found = selectors.standing(lever, now)
    if found is None:
        raise Http404
    return found
