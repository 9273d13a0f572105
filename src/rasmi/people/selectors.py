from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils.functional import Promise

from rasmi.people.courses import SPEAKING, Course, Lesson
from rasmi.people.models import (
    Appointment,
    Attempt,
    Installation,
    LessonRead,
    Office,
    Placement,
    Power,
    SetupLink,
    Topic,
    Unit,
    User,
)

PAGE = 50
BENEATH_A_HEAD = {Power.APPROVE, Power.DECIDE}  # held for the work of a unit


@dataclass(frozen=True)
class Authority:
    """By which office somebody holds a power now, and for whom the person acts."""

    power: Power
    office: Office
    acting_for: User | None


def installation() -> Installation | None:
    return Installation.objects.first()


def is_demonstration() -> bool:
    return Installation.objects.filter(is_demonstration=True).exists()


def authorities(user: User, now: datetime) -> list[Authority]:
    """Every power that the person holds now, one's own office before an acting one."""
    appointments = (
        Appointment.objects.in_force(now)
        .filter(holder=user)
        .select_related("office__unit", "acting_for")
        .prefetch_related("office__powers")
        .order_by("acting_for_id", "pk")
    )
    return [
        Authority(power, appointment.office, appointment.acting_for)
        for appointment in sorted(appointments, key=lambda each: each.is_acting)
        for power in appointment.office.power_list()
    ]


def authority(user: User, power: Power, now: datetime) -> Authority | None:
    """The office by which the person holds the power now, or None."""
    held = (each for each in authorities(user, now) if each.power == power)
    return next(held, None)


def authority_over(user: User, about: User, now: datetime) -> Authority | None:
    """
    The office by which the person decides on where somebody works, or None.

    That is an office that keeps people, or one that decides for the unit of somebody
    who holds no office out of its reach.
    """
    held = authorities(user, now)
    keeps = next((each for each in held if each.power == Power.PEOPLE), None)
    if keeps:
        return keeps
    place = placement_of(about)
    deciding = (each for each in held if each.power == Power.DECIDE)
    return next(
        (each for each in deciding if place and _decides(each, about, place, now)),
        None,
    )


def _decides(
    authority: Authority, about: User, place: Placement, now: datetime
) -> bool:
    own = authority.office.unit
    reach = {own.pk} if own.parent_id is None else units_below(own)
    offices = Office.objects.filter(
        pk__in=Appointment.objects.to_come(now).filter(holder=about).values("office")
    )
    # Who controls, or decides beside or above the head, is not ended by the head.
    beyond = offices.filter(
        ~Q(unit__in=reach)
        | Q(powers__power__in=set(Power) - BENEATH_A_HEAD)
        | Q(powers__power=Power.DECIDE, unit=own)
    )
    return place.unit_id in reach and not beyond.exists()


def powers_of(user: User, now: datetime) -> frozenset[str]:
    return frozenset(each.power.value for each in authorities(user, now))


def holders_of(power: Power, now: datetime) -> list[User]:
    held = Appointment.objects.in_force(now).filter(office__powers__power=power)
    return list(User.objects.filter(pk__in=held.values("holder")))


Demand = Callable[[User, datetime], bool]
_demands: list[Demand] = []


def demand_second_factor(of_whom: Demand) -> Demand:
    """Let a room above say for whom a second factor is needed without any power."""
    _demands.append(of_whom)
    return of_whom


Owns = Callable[[Unit], bool]
holdings: list[tuple[Owns, "str | Promise"]] = []


def hold_unit_open(owns: Owns, what: "str | Promise") -> None:
    """Let a room above say that a unit still has something, and is not to be closed."""
    holdings.append((owns, what))


def lacks_second_factor(user: User, powers: frozenset[str], at: datetime) -> bool:
    """Whether the person needs a second factor and has none."""
    if has_second_factor(user) or is_demonstration():
        return False
    # Any power: each opens a way to the official voice.
    return bool(powers) or any(demands(user, at) for demands in _demands)


def has_second_factor(user: User) -> bool:
    found = Authenticator.objects.filter(user=user)
    return bool(found.exclude(type=Authenticator.Type.RECOVERY_CODES).exists())


def may_use_password(user: User, now: datetime) -> bool:
    """Whoever runs the system may, whatever became of the body's own sign-in."""
    if settings.PASSWORDS_OF == "everybody":
        return True
    return Power.OPERATE.value in powers_of(user, now)


def setup_link(digest: str, now: datetime) -> SetupLink | None:
    return SetupLink.objects.filter(digest=digest, ends_at__gt=now).first()


@dataclass(frozen=True)
class Branch:
    """A unit in the tree, with its depth below the body."""

    unit: Unit
    depth: int


def unit_tree(now: datetime) -> list[Branch]:
    """All open units, each below the one that it is part of."""
    below: dict[int | None, list[Unit]] = {}
    present = Q(placements__starts_at__lte=now) & (
        Q(placements__ends_at=None) | Q(placements__ends_at__gt=now)
    )
    staffed = Count("placements", filter=present, distinct=True)
    for unit in Unit.objects.open().annotate(staff=staffed):
        below.setdefault(unit.parent_id, []).append(unit)

    def walk(parent: int | None, depth: int) -> Iterable[Branch]:
        for unit in below.get(parent, []):
            yield Branch(unit, depth)
            yield from walk(unit.pk, depth + 1)

    return list(walk(None, 0))


def units_below(unit: Unit) -> set[int]:
    """Ids of the unit and of every unit that is, directly or not, part of it."""
    children: dict[int | None, list[int]] = {}
    for pk, parent in Unit.objects.values_list("pk", "parent"):
        children.setdefault(parent, []).append(pk)
    found, waiting = set[int](), [unit.pk]
    while waiting:
        pk = waiting.pop()
        if pk not in found:
            found.add(pk)
            waiting.extend(children.get(pk, []))
    return found


@dataclass(frozen=True)
class Seat:
    """An office with the person who holds it now, and with who acts for that person."""

    office: Office
    holder: Appointment | None
    deputy: Appointment | None

    @property
    def is_vacant(self) -> bool:
        return self.holder is None and self.deputy is None


def seats(now: datetime, *, unit: Unit | None = None) -> list[Seat]:
    """The offices, of one unit or of all open ones, with who sits in them now."""
    offices = Office.objects.filter(unit__closed_at=None)
    if unit:
        offices = offices.filter(unit=unit)
    in_force = Appointment.objects.in_force(now).select_related("holder", "acting_for")
    return [
        _seat(office)
        for office in offices.select_related("unit").prefetch_related(
            "powers", Prefetch("appointments", in_force, to_attr="current")
        )
    ]


def _seat(office: Office) -> Seat:
    current: list[Appointment] = office.current  # type: ignore[attr-defined]  # to_attr of the prefetch
    holder = next((each for each in current if not each.is_acting), None)
    deputy = next((each for each in current if each.is_acting), None)
    return Seat(office, holder, deputy)


def current_holder(office: Office, now: datetime) -> Appointment | None:
    """The one whose seat it is at a time, not who acts; None if it is vacant."""
    return (
        Appointment.objects.in_force(now)
        .filter(office=office, acting_for=None)
        .select_related("holder")
        .first()
    )


def holds_or_will(user: User, office: Office, now: datetime) -> bool:
    """Whether the office is the person's now or will be, acting included."""
    to_come = Q(ends_at=None) | Q(ends_at__gt=now)
    return Appointment.objects.filter(to_come, office=office, holder=user).exists()


def acts_for(user: User, principal: User, now: datetime) -> bool:
    in_force = Appointment.objects.in_force(now)
    return in_force.filter(holder=user, acting_for=principal).exists()


def acted_for_each_other(
    one: User, other: User, since: datetime, until: datetime
) -> bool:
    """Whether one of the two acted for the other at any time of a period."""
    either = Q(holder=one, acting_for=other) | Q(holder=other, acting_for=one)
    period = Appointment.objects.real().filter(either, starts_at__lte=until)
    return period.filter(Q(ends_at=None) | Q(ends_at__gt=since)).exists()


def acting_ends_soon(now: datetime, *, within: timedelta) -> QuerySet[Appointment]:
    return (
        Appointment.objects.in_force(now)
        .filter(acting_for__isnull=False, ends_at__lte=now + within)
        .select_related("holder", "office__unit")
    )


def staff(query: str = "", *, after: int = 0) -> list[User]:
    """People by their number in the database, one page and one more, as searched."""
    found = User.objects.order_by("pk").filter(pk__gt=after)
    if query:
        found = found.filter(
            Q(name_ar__icontains=query)
            | Q(name_en__icontains=query)
            | Q(staff_number__iexact=query)
            | Q(email__icontains=query)
        )
    return list(_with_place(found)[: PAGE + 1])


def staff_of(unit: Unit, now: datetime) -> list[Placement]:
    return list(
        Placement.objects.in_force(now).filter(unit=unit).select_related("user")
    )


def _with_place(users: QuerySet[User]) -> QuerySet[User]:
    open_places = Placement.objects.filter(ends_at=None).select_related("unit")
    return users.prefetch_related(Prefetch("placements", open_places, to_attr="places"))


def placement_of(user: User) -> Placement | None:
    return (
        Placement.objects.filter(user=user, ends_at=None).select_related("unit").first()
    )


def topics() -> QuerySet[Topic]:
    return Topic.objects.open().select_related("unit")


def unread_lessons(user: User, course: Course) -> list[Lesson]:
    read = set(
        LessonRead.objects.filter(
            user=user, course=course.key, edition=course.edition
        ).values_list("lesson", flat=True)
    )
    return [each for each in course.lessons if each.key not in read]


def open_attempt(user: User, course: Course) -> Attempt | None:
    """An attempt of this edition that was begun and not answered."""
    return Attempt.objects.filter(
        user=user, course=course.key, edition=course.edition, finished_at=None
    ).first()


def last_passed(user: User, at: datetime, course: str = SPEAKING) -> Attempt | None:
    """When the person last passed a course, any edition."""
    return (
        Attempt.objects.filter(
            user=user, course=course, passed=True, finished_at__lte=at
        )
        .order_by("-finished_at")
        .first()
    )


def passes_of(user: User) -> dict[str, Attempt]:
    """The latest pass of a person in each course."""
    found = Attempt.objects.filter(user=user, passed=True).order_by("finished_at")
    return {each.course: each for each in found}


def passed_since(since: datetime) -> QuerySet[User]:
    """Who passed the course on speaking officially at or after a time."""
    return User.objects.filter(
        pk__in=Attempt.objects.filter(
            course=SPEAKING, passed=True, finished_at__gte=since
        ).values("user")
    )


def holds_office_in(user: User, unit: Unit, at: datetime) -> bool:
    """
    Whether the person speaks for a unit: by an office in it, or in one above it.

    For the whole body, and from it, only the body itself: else its head would own
    every account.
    """
    return unit.pk in units_of_offices(user, at)


def units_of_offices(user: User, at: datetime) -> set[int]:
    """Ids of the units for which the person speaks, as `holds_office_in` says."""
    below: dict[int | None, list[int]] = {}
    for pk, parent in Unit.objects.values_list("pk", "parent"):
        below.setdefault(parent, []).append(pk)
    held = Appointment.objects.in_force(at).filter(holder=user)
    own = set[int](held.values_list("office__unit", flat=True))
    found, waiting = set(own), list(own - set(below.get(None, [])))
    while waiting:
        parts = [pk for pk in below.get(waiting.pop(), []) if pk not in found]
        found.update(parts)
        waiting.extend(parts)
    return found


def leaders_of(unit: Unit, at: datetime) -> list[User]:
    """Who holds an office in a unit now, or acts for who does."""
    held = Appointment.objects.in_force(at).filter(office__unit=unit)
    return list(User.objects.filter(pk__in=held.values("holder")))
