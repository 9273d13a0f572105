"""The object of an address, or 404. Delegations are open to all staff to read."""

from django.shortcuts import get_object_or_404

from rasmi.delegations import selectors
from rasmi.delegations.models import Delegation
from rasmi.people.models import Unit


def delegation(pk: int) -> Delegation:
    return get_object_or_404(selectors.delegations(), pk=pk)


def unit(pk: int) -> Unit:
    return get_object_or_404(Unit, pk=pk)
