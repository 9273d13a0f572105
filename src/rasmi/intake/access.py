"""
The object of an address, or 404. What the public said is for who answers, moderates or
owns the account, and for who approves, decides and audits.
"""

from django.shortcuts import get_object_or_404
from django.utils import timezone

from rasmi.core.http import UserRequest
from rasmi.intake import selectors
from rasmi.intake.models import RemoteObject


def said(request: UserRequest, pk: int) -> RemoteObject:
    now = timezone.now()  # noqa: TID251 — the edge of a page
    seen = selectors.visible(request.user, request.powers, now)
    return get_object_or_404(seen, pk=pk)
