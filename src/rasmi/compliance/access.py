"""The row of an address, for who may read it, or 404."""

from datetime import datetime

from django.http import Http404
from django.shortcuts import get_object_or_404

from rasmi.compliance import selectors, services
from rasmi.compliance.models import Finding, Report, Violation
from rasmi.compliance.selectors import Standing
from rasmi.core.http import UserRequest
from rasmi.people.models import Power


def control(request: UserRequest, lever: str, now: datetime) -> Standing:
    services.refuse_strangers(request.user, now=now)
    found = selectors.standing(lever, now)
    if found is None:
        raise Http404
    return found


def finding(request: UserRequest, pk: int, now: datetime) -> Finding:
    """For its readers, for who puts it right, and for who enters its waiver."""
    found = get_object_or_404(
        Finding.objects.select_related(
            "control", "owner_unit", "corrector", "accepted_by", "waiver__decision"
        ),
        pk=pk,
    )
    is_owner = selectors.puts_right(request.user, found, now)
    if not is_owner and Power.REGISTER not in request.powers:
        services.refuse_strangers(request.user, now=now)
    return found


def report(request: UserRequest, pk: int, now: datetime) -> Report:
    services.refuse_strangers(request.user, now=now)
    return get_object_or_404(
        Report.objects.select_related("signed_by", "seen_by"), pk=pk
    )


def violation(request: UserRequest, pk: int, now: datetime) -> Violation:
    """Whoever does not handle it does not learn that it is there."""
    found = selectors.handled_by(request.user, now)
    return get_object_or_404(
        found.select_related("about", "taken_by", "adviser"), pk=pk
    )
