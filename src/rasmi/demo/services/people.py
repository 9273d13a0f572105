import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from rasmi.demo import ministry
from rasmi.people import services
from rasmi.people.models import Office, Power, Unit, User

AGO = timedelta(days=1)


@dataclass(frozen=True)
class Cast:
    """Who and what the demonstration is made of, by staff number and by Arabic name."""

    owner: User
    users: dict[str, User]
    units: dict[str, Unit]


def fill(now: datetime) -> Cast:
    """Units, people, offices, and what has happened since."""
    owner = _set_up(now - 400 * AGO)
    units = _open_units(owner, now - 390 * AGO)
    users = _enter_people(owner, units, now - 380 * AGO)
    _history(owner, units, users, now)
    for user in users.values():
        user.refresh_from_db()
    return Cast(
        owner, users, {key: Unit.objects.get(pk=x.pk) for key, x in units.items()}
    )


def _set_up(now: datetime) -> User:
    person = ministry.OWNER
    return services.set_up(
        services.issue_setup_link(now=now),
        body_ar=ministry.BODY[0],
        body_en=ministry.BODY[1],
        unit_ar=ministry.OWNER_UNIT.name_ar,
        unit_en=ministry.OWNER_UNIT.name_en,
        staff_number=person.staff_number,
        name_ar=person.name_ar,
        name_en=person.name_en,
        title_ar=person.title_ar,
        title_en=person.title_en,
        email=person.email,
        password=secrets.token_urlsafe(32),
        decision_number="2025/101",
        decision_date=timezone.localdate(now - 10 * AGO),
        now=now,
        witness=ministry.WITNESS,
        is_demonstration=True,
    )


def _open_units(owner: User, now: datetime) -> dict[str, Unit]:
    units = {unit.name_ar: unit for unit in Unit.objects.all()}
    for unit in ministry.UNITS:
        units[unit.name_ar] = services.open_unit(
            name_ar=unit.name_ar,
            name_en=unit.name_en,
            parent=units[unit.parent],
            by=owner,
            now=now,
        )
    return units


def _enter_people(
    owner: User, units: dict[str, Unit], now: datetime
) -> dict[str, User]:
    users = {}
    for person in ministry.PEOPLE:
        user = users[person.staff_number] = services.add_person(
            staff_number=person.staff_number,
            name_ar=person.name_ar,
            name_en=person.name_en,
            email=person.email,
            unit=units[person.unit],
            title_ar=person.title_ar,
            title_en=person.title_en,
            by=owner,
            now=now,
        )
        if person.powers:
            _appoint(owner, person, user, units[person.unit], now)
    return users


def _appoint(
    owner: User, person: ministry.Person, user: User, unit: Unit, now: datetime
) -> None:
    office = services.open_office(
        unit,
        title_ar=person.title_ar,
        title_en=person.title_en,
        powers=person.powers,
        by=owner,
        now=now,
    )
    services.appoint(
        office,
        user,
        starts_at=now,
        decision_number=f"2025/{person.staff_number}",
        decision_date=timezone.localdate(now),
        by=owner,
        now=now,
    )


def _history(
    owner: User, units: dict[str, Unit], users: dict[str, User], now: datetime
) -> None:
    """What has happened since: a new name, a deputy, a vacant office."""
    services.rename_unit(
        units[ministry.MEDIA.name_ar],
        name_ar="دائرة التواصل والإعلام",
        name_en="Communication and Media Department",
        reason="القرار 2026/40 بإعادة تنظيم الدائرة",
        by=owner,
        now=now - 120 * AGO,
    )
    office = Office.objects.get(unit=units[ministry.CYBER.name_ar])
    services.name_deputy(
        office,
        users["1010"],
        starts_at=now - 9 * AGO,
        ends_at=now + 5 * AGO,
        decision_number="2026/77",
        decision_date=timezone.localdate(now - 10 * AGO),
        by=owner,
        now=now - 9 * AGO,
    )
    services.open_office(
        units[ministry.RESEARCH.name_ar],
        title_ar="مدير إعلام القطاع",
        title_en="Media Manager of the Sector",
        powers=[Power.APPROVE],
        by=owner,
        now=now - 3 * AGO,
    )
