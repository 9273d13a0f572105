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
    Sighting,
    Suspect,
)
from rasmi.channels.selectors import suspects
from rasmi.files.models import Evidence


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


def profile_screenshot(channel: int, pk: int) -> Evidence:
    found = ProfileReading.objects.select_related("screenshot")
    kept = get_object_or_404(found, channel=channel, pk=pk).screenshot
    if kept is None:
        raise Http404
    return kept


def suspect(pk: int) -> Suspect:
    return get_object_or_404(suspects.suspects(), pk=pk)


def suspect_screenshot(pk: int) -> Evidence:
    found = suspect(pk).screenshot
    if found is None:
        raise Http404
    return found


def sighting_screenshot(suspect: int, pk: int) -> Evidence:
    told = Sighting.objects.select_related("screenshot")
    found = get_object_or_404(told, suspect=suspect, pk=pk).screenshot
    if found is None:
        raise Http404
    return found


def place(name: str) -> Consultee.Place:
    try:
        return Consultee.Place(name)
    except ValueError:
        raise Http404 from None
