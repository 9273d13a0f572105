"""The object of an address, for who may see it, or 404."""

from django.shortcuts import get_object_or_404
from django.utils import timezone

from rasmi.core.http import UserRequest
from rasmi.participation import selectors
from rasmi.participation.models import Outcome


def outcome(request: UserRequest, pk: int) -> Outcome:
    now = timezone.now()  # noqa: TID251 — the edge of a page
    found = selectors.visible(request.user, request.powers, now)
    return get_object_or_404(found, pk=pk)
