"""The object of an address, or 404. Every page here is open to all staff to read."""

from django.shortcuts import get_object_or_404

from rasmi.people.models import Appointment, Office, Unit, User


def unit(pk: int) -> Unit:
    return get_object_or_404(Unit.objects.select_related("parent"), pk=pk)


def person(pk: int) -> User:
    return get_object_or_404(User, pk=pk)


def office(pk: int) -> Office:
    found = Office.objects.select_related("unit").prefetch_related("powers")
    return get_object_or_404(found, pk=pk)


def appointment(pk: int) -> Appointment:
    found = Appointment.objects.select_related("office__unit", "holder", "acting_for")
    return get_object_or_404(found, pk=pk)
