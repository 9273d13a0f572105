"""The object of an address, for who may see it, or 404."""

from django.shortcuts import get_object_or_404
from django.utils import timezone

from rasmi.core.http import UserRequest
from rasmi.intake.models import RemoteObject
from rasmi.moderation import selectors
from rasmi.moderation.models import Appeal, Judgement


def contribution(request: UserRequest, pk: int) -> RemoteObject:
    now = timezone.now()  # noqa: TID251 — the edge of a page
    found = selectors.visible(
        selectors.contributions(), request.user, request.powers, now
    )
    return get_object_or_404(found, pk=pk)


def hiding(request: UserRequest, pk: int) -> Judgement:
    """A hiding, on the page of what it hides."""
    found = get_object_or_404(selectors.judgements(), pk=pk, outcome="hide")
    contribution(request, found.object_id)
    return found


def appeal(request: UserRequest, pk: int) -> Appeal:
    now = timezone.now()  # noqa: TID251 — the edge of a page
    found = selectors.visible_appeals(request.user, request.powers, now)
    return get_object_or_404(found, pk=pk)
