"""The few things that most tests begin with, every default valid."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import count

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from rasmi.people import selectors as people
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
from rasmi.policy import services as policy
from rasmi.policy.models import Annex, Decision
from rasmi.rules import Refusal, Verdict, Viewer, controls, duties

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


def scan(content: bytes = b"%PDF-1.7\n%signed\n") -> SimpleUploadedFile:
    """A scan of a signed paper, as a browser sends it."""
    return SimpleUploadedFile("scan.pdf", content)


_papers = count(100)  # the lower numbers stand on appointments


def make_decision(  # a decision that two people have read
    kind: Decision.Kind,
    signed_by: Appointment,
    *,
    entered_by: User,
    checked_by: User,
    now: datetime,
) -> Decision:
    decision = policy.enter_decision(
        number=f"2026/{next(_papers)}",
        decided_on=timezone.localdate(now),
        kind=kind,
        subject="موضوع القرار",
        original=scan(),
        signed_by=signed_by,
        by=entered_by,
        now=now,
    )
    policy.check_decision(decision, by=checked_by, now=now)
    decision.refresh_from_db()
    return decision


@contextmanager
def refused(lever: str) -> Iterator[pytest.ExceptionInfo[Refusal]]:
    """What is done inside is refused by this lever, with a sentence for the person."""
    with pytest.raises(Refusal) as caught:
        yield caught
    assert caught.value.lever.name == lever
    assert caught.value.sentence


def owed(
    lever: str, now: datetime, *powers: str, user: User | None = None
) -> list[str]:
    """The titles of what one duty asks of a person, or of a stranger with powers."""
    units = people.units_of_offices(user, now) if user else ()
    viewer = Viewer(user.pk if user else 0, frozenset(powers), frozenset(units))
    return [each.title for each in duties(viewer, now, lever=lever)]


def verdict(lever: str, now: datetime) -> tuple[Verdict, int, int]:
    """What a control says: its verdict, its population and how many are wrong."""
    result = controls()[lever].read(now)
    return result.verdict, result.population, len(result.findings)


def approved_annex(
    kind: str,
    *lines: str,
    decision: Decision,
    by: tuple[User, User],
    now: datetime,
    days: int = 0,
) -> Annex:
    """
    Bring an edition of an annex into force.

    :param by: who enters it, and who confirms it
    :param days: from now, after which it holds
    """
    annex = policy.enter_annex(
        kind,
        lines="\n".join(lines),
        reason="سبب",
        decision=decision,
        holds_from=timezone.localdate(now) + timedelta(days=days),
        by=by[0],
        now=now,
    )
    policy.confirm_annex(annex, by=by[1], now=now)
    return annex
