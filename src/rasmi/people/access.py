"""The object of an address, or 404; open to all staff unless it says one's own."""

from django.shortcuts import get_object_or_404

from rasmi.people.models import Appointment, Attempt, Office, Topic, Unit, User


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


def topic(pk: int) -> Topic:
    return get_object_or_404(Topic.objects.open(), pk=pk)


def own_attempt(pk: int, user: User) -> Attempt:
    """An attempt at a quiz is seen by who made it."""
    return get_object_or_404(Attempt, pk=pk, user=user)
