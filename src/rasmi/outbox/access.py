"""
The object of an address, or 404. What is on its way is for who speaks, who reviews and
who answers for the account.
"""

from django.shortcuts import get_object_or_404
from django.utils import timezone

from rasmi.core.http import UserRequest
from rasmi.outbox import selectors
from rasmi.outbox.models import Intent


def intent(request: UserRequest, pk: int) -> Intent:
    now = timezone.now()  # noqa: TID251 — the edge of a page
    found = selectors.visible(request.user, request.powers, now)
    return get_object_or_404(found, pk=pk)
