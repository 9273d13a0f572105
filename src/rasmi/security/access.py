"""
The object of an address, or 404. That speaking is stopped is open to all staff; how an
account is connected is for who keeps credentials, who audits and who owns the account.
"""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from rasmi.core.http import UserRequest
from rasmi.people import selectors as people
from rasmi.security import selectors
from rasmi.security.models import Stop


def stop(pk: int) -> Stop:
    return get_object_or_404(selectors.stops(), pk=pk)


def connections(request: UserRequest) -> list[selectors.Connection]:
    now = timezone.now()  # noqa: TID251 — the edge of a page
    reads_all = set(selectors.READERS) & set(request.powers)
    if not reads_all and not people.units_of_offices(request.user, now):
        raise Http404
    seen = selectors.connectable(request.user, request.powers, now)
    return selectors.connections_of(seen, now)


def connection(request: UserRequest, pk: int) -> selectors.Connection:
    now = timezone.now()  # noqa: TID251 — the edge of a page
    seen = selectors.connectable(request.user, request.powers, now)
    return selectors.connection_of(get_object_or_404(seen, pk=pk), now)
