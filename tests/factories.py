"""The few things that most tests begin with, every default valid."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import pytest

from rasmi.people.models import (
    Appointment,
    Installation,
    Office,
    OfficePower,
    Placement,
    Power,
    Unit,
    User,
)
from rasmi.rules import Refusal

NAMES = {
    "maryam": ("مريم بنت خلفان", "Maryam"),
    "khalid": ("خالد بن أحمد", "Khalid"),
    "salma": ("سلمى بنت راشد", "Salma"),
    "salim": ("سالم بن سعيد", "Salim"),
}


def make_body(now: datetime, *, is_demonstration: bool = False) -> Unit:
    Installation.objects.create(
        pk=1,
        name_ar="وزارة الاختبار",
        name_en="Ministry of Tests",
        is_demonstration=is_demonstration,
        set_up_at=now,
    )
    return Unit.objects.create(
        name_ar="وزارة الاختبار", name_en="Ministry of Tests", since_at=now
    )


def make_user(key: str, unit: Unit, now: datetime) -> User:
    name_ar, name_en = NAMES.get(key, (key, key))
    user = User.objects.create(
        staff_number=key,
        name_ar=name_ar,
        name_en=name_en,
        email=f"{key}@ministry.example",
        joined_at=now,
    )
    Placement.objects.create(
        user=user, unit=unit, title_ar="أخصائي", title_en="Specialist", starts_at=now
    )
    return user


def make_office(unit: Unit, title: str, powers: list[Power]) -> Office:
    office = Office.objects.create(unit=unit, title_ar=title, title_en=title)
    for power in powers:
        OfficePower.objects.create(office=office, power=power)
    return office


def appoint_to(
    user: User, unit: Unit, title: str, powers: list[Power], now: datetime
) -> Appointment:
    return Appointment.objects.create(
        office=make_office(unit, title, powers),
        holder=user,
        starts_at=now,
        decision_number="2026/1",
        decision_date=now.date(),
    )


@contextmanager
def refused(lever: str) -> Iterator[pytest.ExceptionInfo[Refusal]]:
    """What is done inside is refused by this lever, with a sentence for the person."""
    with pytest.raises(Refusal) as caught:
        yield caught
    assert caught.value.lever.name == lever
    assert caught.value.sentence
