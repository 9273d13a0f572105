"""Reports of violations: each answer is for one reader, and for nobody else."""

import hashlib
from datetime import datetime

from django.db.models import Q, QuerySet

from rasmi.compliance.models import Violation
from rasmi.people import selectors as people
from rasmi.people.models import Appointment, Placement, Power, User

Route, Status = Violation.Route, Violation.Status
PAGE = 50


def digest_of(code: str) -> str:
    """What is kept of a receipt code: written with or without its dashes."""
    plain = code.strip().lower().replace("-", "").replace(" ", "")
    return hashlib.sha256(plain.encode()).hexdigest()


def by_code(code: str) -> Violation | None:
    return Violation.objects.filter(receipt=digest_of(code)).first()


def reported_by(user: User) -> list[Violation]:
    """What a person reported by name: shown to that person as a status alone."""
    return list(
        Violation.objects.filter(reporter=user).only(
            "pk", "kind", "status", "received_at"
        )
    )


def is_of_the_owner(user: User, at: datetime) -> bool:
    """Whether a person belongs to the section that owns the policy."""
    seats = Appointment.objects.in_force(at).filter(office__powers__power=Power.POLICY)
    units = seats.values("office__unit")
    return (
        seats.filter(Q(holder=user) | Q(acting_for=user)).exists()
        or Placement.objects.in_force(at).filter(user=user, unit__in=units).exists()
    )


def routes_of(user: User, at: datetime) -> set[str]:
    """Whose cases a person handles: no member of the owning section the auditor's."""
    powers = people.powers_of(user, at)
    routes = set()
    if Power.POLICY in powers:
        routes.add(Route.OWNER.value)
    if Power.AUDIT in powers and not is_of_the_owner(user, at):
        routes.add(Route.AUDITOR.value)
    return routes


def handled_by(user: User, at: datetime) -> QuerySet[Violation]:
    """The cases that a person may open: nobody's own, and nobody who reported it."""
    routes = routes_of(user, at)
    mine = Q(route__in=routes) | Q(adviser=user)
    own = Q(about=user) | Q(reporter=user)
    hidden = Q(route=Route.AUDITOR) if is_of_the_owner(user, at) else Q(pk=None)
    return Violation.objects.filter(mine).exclude(own).exclude(hidden)


def unlooked_at() -> QuerySet[Violation]:
    return Violation.objects.filter(status=Status.RECEIVED)
