"""The object of an address, or 404. The register is open to all staff to read."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from rasmi.channels import selectors
from rasmi.channels.models import (
    Channel,
    Condition,
    Consultee,
    Disclaimer,
    ProfileReading,
    ReplyProcedure,
)


def channel(pk: int) -> Channel:
    return get_object_or_404(selectors.channels(), pk=pk)


def condition(pk: int) -> Condition:
    return get_object_or_404(
        Condition.objects.select_related("opinion__channel"), pk=pk
    )


def procedure(pk: int) -> ReplyProcedure:
    found = ReplyProcedure.objects.select_related("channel", "written_by")
    return get_object_or_404(found, pk=pk)


def disclaimer(pk: int) -> Disclaimer:
    return get_object_or_404(Disclaimer.objects.select_related("written_by"), pk=pk)


def reading(channel: int, pk: int) -> ProfileReading:
    found = ProfileReading.objects.select_related("screenshot")
    return get_object_or_404(found, channel=channel, pk=pk, screenshot__isnull=False)


def place(name: str) -> Consultee.Place:
    try:
        return Consultee.Place(name)
    except ValueError:
        raise Http404 from None
