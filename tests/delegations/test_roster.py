"""Who is on duty, and which hours nobody covers."""

import random
from datetime import datetime, time, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.utils import timezone

from rasmi.channels.models import Channel
from rasmi.core.calendar import in_working_hours, start_of, working_hours_later
from rasmi.delegations import selectors, services
from rasmi.delegations.coverage import Span, joined, shared, without
from rasmi.delegations.models import Cover, Delegation, Shift
from rasmi.people import services as people
from rasmi.people.models import Unit, User
from rasmi.policy.models import Decision
from rasmi.rules import Verdict
from tests.conftest import Decided, signed_in
from tests.delegations.conftest import on_duty_always
from tests.factories import owed, refused, verdict

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
WEEK = 7 * DAY


def bare(channel: Channel, now: datetime) -> list[Span]:
    return selectors.gaps([channel.pk], Span(now, now + WEEK))[channel.pk]


def test_spans_add_up_as_their_minutes_do(now: datetime) -> None:
    dice = random.Random(7)  # noqa: S311 — not a secret

    def some() -> list[Span]:
        starts = [dice.randrange(600) for _ in range(dice.randrange(6))]
        return [
            Span(now + a * MINUTE, now + (a + dice.randrange(1, 90)) * MINUTE)
            for a in starts
        ]

    def minutes(spans: list[Span]) -> set[int]:
        return {n for n in range(700) if any(x.holds(now + n * MINUTE) for x in spans)}

    for _ in range(60):
        one, other = some(), some()
        assert minutes(joined(one)) == minutes(one)
        assert minutes(shared(one, other)) == minutes(one) & minutes(other)
        left = without(one, other)
        assert minutes(left) == minutes(one) - minutes(other)
        assert all(a.ends_at < b.starts_at for a, b in pairwise(left))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_what_is_uncovered_is_what_a_naive_counter_finds(
    active: Delegation, account: Channel, yusuf: User, now: datetime, seed: int
) -> None:
    dice = random.Random(seed)  # noqa: S311 — not a secret
    for _ in range(9):
        Shift.objects.create(
            channel=account,
            person=yusuf,
            weekday=dice.randrange(7),
            begins=time(dice.randrange(24), 30 * dice.randrange(2)),
            ends=time(dice.randrange(24), 30 * dice.randrange(2)),
            first_day=timezone.localdate(now + dice.randrange(-9, 3) * DAY),
            last_day=dice.choice([None, timezone.localdate(now + 4 * DAY)]),
            given_by=yusuf,
            given_at=now,
        )
    starts = now + dice.randrange(100) * HOUR
    Cover.objects.create(
        channel=account,
        person=yusuf,
        starts_at=starts,
        ends_at=starts + 5 * HOUR,
        by=yusuf,
        at=now,
    )
    Delegation.objects.update(ends_at=now + dice.randrange(90, 168) * HOUR)

    found = bare(account, now)

    held, cover = Delegation.objects.get(), Cover.objects.get()
    shifts = list(Shift.objects.all())
    for n in range(0, 7 * 24 * 60, 15):
        at = now + n * MINUTE
        expected = held.ends_at > at and _naive(at, shifts, cover)
        assert expected != any(span.holds(at) for span in found), at


def _naive(at: datetime, shifts: list[Shift], cover: Cover) -> bool:
    """Whether anybody is on duty, asked of the wall clock, one minute at a time."""
    local = timezone.localtime(at)
    for shift in shifts:
        lasts = shift.ends > shift.begins
        for begun in (local.date(), local.date() - DAY):
            is_on = shift.weekday == begun.weekday() and shift.first_day <= begun
            if not is_on or (shift.last_day and begun > shift.last_day):
                continue
            if begun == local.date():
                inside = shift.begins <= local.time() and (
                    not lasts or local.time() < shift.ends
                )
            else:
                inside = not lasts and local.time() < shift.ends
            if inside:
                return True
    return cover.starts_at <= at < cover.ends_at


def test_a_covered_week_is_met_and_one_shift_less_is_found(
    active: Delegation, account: Channel, layla: User, yusuf: User, now: datetime
) -> None:
    shifts = on_duty_always(account, yusuf, layla, now)
    assert verdict("delegations.each_hour_is_covered", now) == (Verdict.MET, 1, 0)
    assert selectors.on_duty(account, now) == [yusuf]
    assert owed("delegations.each_hour_is_covered", now, user=layla) == []

    wednesday = next(each for each in shifts if each.weekday == 2)
    services.end_shift(wednesday, last_day=timezone.localdate(now), by=layla, now=now)

    assert verdict("delegations.each_hour_is_covered", now) == (Verdict.NOT_MET, 1, 1)
    first = start_of(timezone.localdate(now) + 2 * DAY)
    assert bare(account, now) == [Span(first, first + DAY)]
    assert len(owed("delegations.each_hour_is_covered", now, user=layla)) == 1

    services.cover(
        account, person=yusuf, starts_at=first, ends_at=first + DAY, by=layla, now=now
    )
    assert verdict("delegations.each_hour_is_covered", now) == (Verdict.MET, 1, 0)


def test_who_leaves_is_uncovered_at_once(
    active: Delegation,
    account: Channel,
    layla: User,
    yusuf: User,
    maryam: User,
    now: datetime,
) -> None:
    on_duty_always(account, yusuf, layla, now)

    people.release_person(yusuf, by=maryam, now=now + HOUR)

    assert selectors.on_duty(account, now + 2 * HOUR) == []
    assert verdict("delegations.each_hour_is_covered", now + 2 * HOUR) == (
        Verdict.NOT_MET,
        1,
        1,
    )


def test_an_expired_right_uncovers_the_hours_after_it(
    active: Delegation, account: Channel, layla: User, yusuf: User, now: datetime
) -> None:
    on_duty_always(account, yusuf, layla, now)
    near = active.ends_at - 2 * DAY

    assert bare(account, near) == [Span(active.ends_at, near + WEEK)]
    services.revoke(active, reason="انتقال", by=layla, now=now + HOUR)
    assert bare(account, now + HOUR) == [Span(now + HOUR, now + HOUR + WEEK)]


def test_only_who_may_answer_is_put_on_duty_and_only_by_the_owner(
    active: Delegation,
    account: Channel,
    layla: User,
    yusuf: User,
    salma: User,
    now: datetime,
) -> None:
    hours: dict[str, Any] = {"begins": time(8), "ends": time(16), "weekdays": [0]}
    today = timezone.localdate(now)
    with refused("delegations.on_duty_may_answer"):
        services.give_shifts(
            account, person=salma, first_day=today, by=layla, now=now, **hours
        )
    with refused("delegations.roster_is_kept_by_the_owner"):
        services.give_shifts(
            account, person=yusuf, first_day=today, by=salma, now=now, **hours
        )
    with refused("delegations.hours_are_in_order"):
        services.give_shifts(
            account, person=yusuf, first_day=today - DAY, by=layla, now=now, **hours
        )
    with refused("delegations.on_duty_may_answer"):
        services.cover(
            account,
            person=yusuf,
            starts_at=active.ends_at - HOUR,
            ends_at=active.ends_at + HOUR,
            by=layla,
            now=now,
        )
    with refused("delegations.hours_are_in_order"):
        services.cover(
            account,
            person=yusuf,
            starts_at=now,
            ends_at=now + 25 * HOUR,
            by=layla,
            now=now,
        )
    assert not Shift.objects.exists()


def test_hours_of_its_own_rest_on_a_waiver_and_end(
    active: Delegation,
    account: Channel,
    layla: User,
    yusuf: User,
    rania: User,
    decided: Decided,
    now: datetime,
) -> None:
    hours: dict[str, Any] = {"begins": time(8), "ends": time(14), "on_weekends": False}
    until = now + 30 * DAY
    with refused("delegations.own_hours_rest_on_a_decision"):
        services.set_answer_hours(
            account,
            decision=decided(Decision.Kind.PARAMETERS),
            until_at=until,
            by=rania,
            now=now,
            **hours,
        )
    services.set_answer_hours(
        account,
        decision=decided(Decision.Kind.WAIVER),
        until_at=until,
        by=rania,
        now=now,
        **hours,
    )
    found = bare(account, now)
    assert len(found) == 5 + 1  # Monday to Thursday, Sunday, and Monday before it ends
    assert timezone.localtime(found[1].starts_at).time() == time(8)
    assert bare(account, until) == [Span(until, until + WEEK)]


def test_announced_days_change_clocks_that_begin_later(
    rania: User, salma: User, now: datetime
) -> None:
    today = timezone.localdate(now)
    usual = working_hours_later(now, 4)
    days: dict[str, Any] = {
        "name_ar": "إجازة اليوم الوطني",
        "name_en": "National Day holiday",
        "first_day": today,
        "last_day": today + DAY,
        "source": "تعميم 14/2026",
        "begins": None,
        "ends": None,
    }
    with refused("people.holds_power"):
        services.announce_days(**days, by=salma, now=now)
    with refused("delegations.announced_days_are_few"):
        services.announce_days(
            **{**days, "last_day": today + 60 * DAY}, by=rania, now=now
        )
    with refused("delegations.days_are_announced_ahead"):
        services.announce_days(**{**days, "first_day": today - DAY}, by=rania, now=now)
    made = services.announce_days(**days, by=rania, now=now)
    with refused("delegations.days_are_announced_ahead"):
        services.withdraw_days(made, by=rania, now=now + 5 * DAY)

    assert in_working_hours(now) is False
    assert timezone.localdate(working_hours_later(now, 4)) == today + 2 * DAY

    services.withdraw_days(made, by=rania, now=now)
    assert working_hours_later(now, 4) == usual

    ramadan = {**days, "begins": time(9), "ends": time(14)}
    services.announce_days(**ramadan, by=rania, now=now)
    assert in_working_hours(now) is False  # 8:42 by the clock of Muscat
    assert in_working_hours(now + HOUR) is True


def test_the_cost_does_not_grow_with_the_accounts(
    active: Delegation,
    account: Channel,
    layla: User,
    yusuf: User,
    media: Unit,
    now: datetime,
    django_assert_max_num_queries: object,
) -> None:
    on_duty_always(account, yusuf, layla, now)
    for n in range(20):
        Channel.objects.create(
            platform="x",
            handle=f"more{n}",
            name_ar=f"حساب {n}",
            name_en=f"Account {n}",
            owner=media,
            state=Channel.State.ACTIVE,
            since_at=now,
        )
    with django_assert_max_num_queries(6):  # type: ignore[operator]
        assert verdict("delegations.each_hour_is_covered", now) == (
            Verdict.NOT_MET,
            21,
            20,
        )


def test_far_hours_in_an_address_are_left_out(
    account: Channel, layla: User, now: datetime
) -> None:
    far = "9999-12-31T20:00:00%2B00:00"

    page = signed_in(layla).get(f"/roster/{account.pk}/cover/?from={far}&to={far}")

    assert page.status_code == 200
