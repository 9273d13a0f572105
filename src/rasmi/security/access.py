"""The object of an address, or 404. That speaking is stopped is open to all staff."""

from django.shortcuts import get_object_or_404

from rasmi.security import selectors
from rasmi.security.models import Stop


def stop(pk: int) -> Stop:
    return get_object_or_404(selectors.stops(), pk=pk)
