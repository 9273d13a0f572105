"""
The object of an address, or 404. That speaking is stopped is open to all staff; how an
account is connected is for who keeps credentials, who audits and who owns the account.
"""

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from rasmi.channels.models import Channel
from rasmi.core.http import UserRequest
from rasmi.people import selectors as people
from rasmi.security import selectors
from rasmi.security.models import (
    App,
    ConnectedApp,
    Gap,
    Instrument,
    Look,
    Measure,
    MeasureReview,
    Stop,
)
from rasmi.security.selectors import posture, registers


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


def watched(request: UserRequest) -> list[Channel]:
    """The accounts that the reader sees; 404 for who answers for none."""
    now = timezone.now()  # noqa: TID251 — the edge of a page
    seen = list(posture.readable(request.user, request.powers, now))
    if not seen and not set(posture.READERS) & set(request.powers):
        raise Http404
    return seen


def account(request: UserRequest, pk: int) -> Channel:
    now = timezone.now()  # noqa: TID251 — the edge of a page
    seen = posture.readable(request.user, request.powers, now)
    return get_object_or_404(seen, pk=pk)


def look(request: UserRequest, pk: int) -> Look:
    """One that has a picture."""
    found = Look.objects.select_related("original").filter(original__isnull=False)
    kept = get_object_or_404(found, pk=pk)
    account(request, kept.channel_id)
    return kept


def app(request: UserRequest, pk: int) -> App:
    watched(request)
    return get_object_or_404(posture.apps(), pk=pk)


def connected(request: UserRequest, pk: int) -> ConnectedApp:
    found = ConnectedApp.objects.select_related("app", "channel__owner")
    kept = get_object_or_404(found, pk=pk)
    account(request, kept.channel_id)
    return kept


def instrument(pk: int) -> Instrument:
    return get_object_or_404(registers.instruments(), pk=pk)


def gap(pk: int) -> Gap:
    return get_object_or_404(Gap.objects.select_related("instrument", "owner"), pk=pk)


def measures(request: UserRequest) -> QuerySet[Measure]:
    """The protections that the reader sees; 404 for who answers for no account."""
    seen = watched(request)
    if set(posture.READERS) & set(request.powers):
        return registers.measures()
    now = timezone.now()  # noqa: TID251 — the edge of a page
    return registers.measures_of(request.user, seen, now)


def measure(request: UserRequest, pk: int) -> Measure:
    """One of those, or of the reader's unit, which may have no account."""
    now = timezone.now()  # noqa: TID251 — the edge of a page
    found = get_object_or_404(registers.measures(), pk=pk)
    if registers.may_keep(request.user, found.owner, now):
        return found
    return get_object_or_404(measures(request), pk=pk)


def measure_review(request: UserRequest, pk: int) -> MeasureReview:
    """One that has evidence."""
    found = MeasureReview.objects.select_related("original")
    kept = get_object_or_404(found.filter(original__isnull=False), pk=pk)
    measure(request, kept.measure_id)
    return kept
