"""The object of an address, or 404. The register is open to all staff to read."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from rasmi.channels import selectors
from rasmi.channels.models import Channel, Condition, Consultee, ReplyProcedure


def channel(pk: int) -> Channel:
    return get_object_or_404(selectors.channels(), pk=pk)


def condition(pk: int) -> Condition:
    return get_object_or_404(
        Condition.objects.select_related("opinion__channel"), pk=pk
    )


def procedure(pk: int) -> ReplyProcedure:
    found = ReplyProcedure.objects.select_related("channel", "written_by")
    return get_object_or_404(found, pk=pk)


def place(name: str) -> Consultee.Place:
    try:
        return Consultee.Place(name)
    except ValueError:
        raise Http404 from None
