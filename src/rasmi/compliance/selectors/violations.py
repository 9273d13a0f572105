"""Reports of violations: each answer is for one reader, and for nobody else."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q, QuerySet

from rasmi.compliance.models import Violation
from rasmi.people import selectors as people
from rasmi.people.models import Appointment, Placement, Power, User

Route, Status = Violation.Route, Violation.Status
PAGE = 50
KEEPERS = {
    Route.OWNER: Power.POLICY,
    Route.AUDITOR: Power.AUDIT,
    Route.HEAD: Power.HEAD,
}


ADVISERS = frozenset({Power.LEGAL, Power.POLICY})


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
    if Power.HEAD in powers:
        routes.add(Route.HEAD.value)
    return routes


def route_for(sides: Sequence[User], *, past_owner: bool, at: datetime) -> str:
    """
    Who handles a report: the first of owner, auditor and head with nobody's side.

    :param sides: who reports it, and whom it is about where that is known
    :param past_owner: it concerns the section that owns the policy
    """
    for route in (Route.AUDITOR, Route.HEAD) if past_owner else Route:
        handlers = [
            user
            for user in people.holders_of(KEEPERS[Route(route)], at)
            if route in routes_of(user, at)
        ]
        own = set().union(*(_with(each, at) for each in sides))
        reports_it = any(route in routes_of(each, at) for each in sides)
        if not reports_it and any(user.pk not in own for user in handlers):
            return str(route)
    return Route.HEAD.value


def _with(user: User, at: datetime) -> set[int]:
    """A person with those who act for that person now, and for whom the person acts."""
    acting = Appointment.objects.in_force(at).exclude(acting_for=None)
    for_others = acting.filter(holder=user).values_list("acting_for", flat=True)
    by_others = acting.filter(acting_for=user).values_list("holder", flat=True)
    return {user.pk, *(pk for pk in for_others if pk), *by_others}


def may_advise(user: User, at: datetime) -> bool:
    """Whether a person advises in law by office, or owns the policy."""
    return bool(people.powers_of(user, at) & ADVISERS)


def handled_by(user: User, at: datetime) -> QuerySet[Violation]:
    """The cases that a person may open: nobody's own, and nobody who reported it."""
    routes = routes_of(user, at)
    mine = Q(route__in=routes)
    if may_advise(user, at):
        mine |= Q(adviser=user) & ~Q(status=Status.CLOSED)
    sides = _with(user, at)
    own = Q(about__in=sides) | Q(reporter__in=sides)
    past = Q(route__in=[Route.AUDITOR, Route.HEAD])
    hidden = past if is_of_the_owner(user, at) else Q(pk=None)
    return Violation.objects.filter(mine).exclude(own).exclude(hidden)


def unlooked_at() -> QuerySet[Violation]:
    return Violation.objects.filter(status=Status.RECEIVED)


def late_ones(at: datetime) -> QuerySet[Violation]:
    """At which nobody has looked within their working days."""
    return unlooked_at().filter(due_at__lte=at)
