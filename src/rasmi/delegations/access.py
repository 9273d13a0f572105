"""The object of an address, or 404. Delegations are open to all staff to read."""

from datetime import datetime

from django.shortcuts import get_object_or_404

from rasmi.channels.models import Channel
from rasmi.delegations import selectors
from rasmi.delegations.models import (
    AnnouncedDays,
    Assessment,
    Campaign,
    Change,
    Cover,
    Delegation,
    Handover,
    Shift,
    YearlyList,
)
from rasmi.people.models import Unit


def delegation(pk: int) -> Delegation:
    return get_object_or_404(selectors.delegations(), pk=pk)


def unit(pk: int) -> Unit:
    return get_object_or_404(Unit, pk=pk)


def watched(pk: int, at: datetime) -> Channel:
    return get_object_or_404(selectors.watched(at), pk=pk)


def shift(pk: int) -> Shift:
    found = Shift.objects.select_related("channel__owner", "person")
    return get_object_or_404(found, pk=pk)


def change(pk: int) -> Change:
    return get_object_or_404(Change.objects.select_related("shift__channel"), pk=pk)


def cover(pk: int) -> Cover:
    return get_object_or_404(Cover.objects.select_related("channel"), pk=pk)


def handover(pk: int) -> Handover:
    return get_object_or_404(Handover.objects.select_related("channel"), pk=pk)


def announced(pk: int) -> AnnouncedDays:
    return get_object_or_404(AnnouncedDays, pk=pk, withdrawn_at=None)


def to_renew(pk: int) -> Delegation | None:
    """The delegation that a new one follows; None where none is named."""
    return selectors.delegations().filter(pk=pk, activated_at__isnull=False).first()


def campaign(pk: int) -> Campaign:
    return get_object_or_404(Campaign.objects.select_related("unit", "begun_by"), pk=pk)


def yearly_list(pk: int) -> YearlyList:
    return get_object_or_404(selectors.yearly_lists(), pk=pk)


def closed_list(pk: int) -> YearlyList:
    """A list that is printed: what is still open is no paper yet."""
    return get_object_or_404(selectors.yearly_lists(), pk=pk, closed_at__isnull=False)


def with_evidence(pk: int) -> Assessment:
    """The assessment of a delegation, where a file was kept with it."""
    found = Assessment.objects.select_related("evidence")
    return get_object_or_404(found, delegations=pk, evidence__isnull=False)
