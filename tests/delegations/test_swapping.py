"""Swaps, substitutions and what one shift tells the next; and their pages."""

from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from rasmi.channels.models import Channel
from rasmi.delegations import selectors, services
from rasmi.delegations.models import Change, Delegation, Handover, Shift
from rasmi.delegations.services import Place
from rasmi.notify.models import Message
from rasmi.people.models import User
from rasmi.policy.models import Decision
from tests.conftest import Decided, signed_in
from tests.delegations.conftest import Nominate, assess, on_duty_always, train
from tests.factories import owed, refused

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture
def colleague(
    nominate: Nominate,
    active: Delegation,
    salma: User,
    layla: User,
    senior: User,
    rania: User,
    decided: Decided,
    now: datetime,
) -> User:
    """She may answer on the same account."""
    made = nominate(salma)
    train(salma, now)
    services.acknowledge(by=salma, now=now)
    assess(made, layla, now)
    services.approve(made, by=senior, now=now)
    decision = decided(Decision.Kind.DELEGATION)
    services.activate(made, decision=decision, by=rania, now=now)
    return salma


@pytest.fixture
def shifts(account: Channel, yusuf: User, layla: User, now: datetime) -> list[Shift]:
    return on_duty_always(account, yusuf, layla, now)


def tomorrow(shifts: list[Shift], now: datetime) -> Place:
    day = timezone.localdate(now) + DAY
    return Place(next(x for x in shifts if x.weekday == day.weekday()), day)


def on_duty_on(account: Channel, day: date) -> list[User]:
    noon = timezone.make_aware(datetime(day.year, day.month, day.day, 12))  # noqa: DTZ001
    return selectors.on_duty(account, noon)


def test_a_swap_changes_nothing_before_both_agree(
    account: Channel,
    yusuf: User,
    colleague: User,
    shifts: list[Shift],
    now: datetime,
) -> None:
    place = tomorrow(shifts, now)
    asked = services.ask_swap(
        place, person=colleague, reason="موعد طبي", by=yusuf, now=now
    )

    assert on_duty_on(account, place.day) == [yusuf]
    assert len(owed("delegations.swap_is_agreed_by_both", now, user=colleague)) == 1
    assert Message.objects.filter(address=colleague.email).exists()
    with refused("delegations.swap_is_agreed_by_both"):
        services.agree(asked, by=yusuf, now=now)

    services.agree(asked, by=colleague, now=now)

    assert on_duty_on(account, place.day) == [colleague]
    assert on_duty_on(account, place.day + 7 * DAY) == [yusuf]
    assert owed("delegations.swap_is_agreed_by_both", now, user=colleague) == []
    with refused("delegations.swap_is_agreed_by_both"):
        services.decline(asked, by=colleague, now=now)


@pytest.fixture
def swapped(
    yusuf: User, layla: User, colleague: User, shifts: list[Shift], now: datetime
) -> tuple[Change, Place, Place]:
    """A day of the one for a day of the other: what was asked, and both days."""
    mine = tomorrow(shifts, now)
    day = timezone.localdate(now) + 3 * DAY
    theirs = Place(next(x for x in shifts if x.weekday == day.weekday()), day)
    services.substitute(theirs, person=colleague, reason="توازن", by=layla, now=now)
    asked = services.ask_swap(
        mine, person=colleague, in_return=theirs, reason="سفر", by=yusuf, now=now
    )
    services.agree(asked, by=colleague, now=now)
    return asked, mine, theirs


def test_a_day_is_given_for_a_day(
    account: Channel,
    yusuf: User,
    colleague: User,
    swapped: tuple[Change, Place, Place],
) -> None:
    _asked, mine, theirs = swapped

    assert on_duty_on(account, mine.day) == [colleague]
    assert on_duty_on(account, theirs.day) == [yusuf]


def test_nobody_gives_away_what_is_not_theirs(
    yusuf: User, colleague: User, shifts: list[Shift], salim: User, now: datetime
) -> None:
    place = tomorrow(shifts, now)
    with refused("delegations.own_shift_is_swapped"):
        services.ask_swap(place, person=yusuf, reason="س", by=colleague, now=now)
    with refused("delegations.on_duty_may_answer"):
        services.ask_swap(place, person=salim, reason="س", by=yusuf, now=now)
    with refused("delegations.roster_is_kept_by_the_owner"):
        services.substitute(place, person=colleague, reason="س", by=yusuf, now=now)
    past = Place(place.shift, place.day - 7 * DAY)
    with refused("delegations.own_shift_is_swapped"):
        services.ask_swap(past, person=colleague, reason="س", by=yusuf, now=now)
    assert not Change.objects.exists()


def test_a_shift_that_is_over_is_given_to_nobody_else(
    yusuf: User, layla: User, colleague: User, shifts: list[Shift], now: datetime
) -> None:
    place = tomorrow(shifts, now)
    with refused("delegations.changed_shift_is_to_come"):
        services.substitute(
            place, person=colleague, reason="س", by=layla, now=now + 3 * DAY
        )
    wrong = Place(place.shift, place.day + DAY)
    with refused("delegations.changed_shift_is_to_come"):
        services.substitute(wrong, person=colleague, reason="س", by=layla, now=now)


def test_a_declined_swap_leaves_the_shift_where_it_was(
    account: Channel, yusuf: User, colleague: User, shifts: list[Shift], now: datetime
) -> None:
    place = tomorrow(shifts, now)
    asked = services.ask_swap(place, person=colleague, reason="س", by=yusuf, now=now)

    services.decline(asked, by=colleague, now=now)

    assert on_duty_on(account, place.day) == [yusuf]


def test_the_next_one_takes_the_note_over(
    account: Channel,
    yusuf: User,
    layla: User,
    colleague: User,
    salim: User,
    shifts: list[Shift],
    now: datetime,
) -> None:
    with refused("delegations.handed_over_by_who_was_on_duty"):
        services.hand_over(account, note="س", by=salim, now=now)
    note = services.hand_over(account, note="استفسار مفتوح", by=yusuf, now=now)
    with refused("delegations.handover_is_read_by_another"):
        services.take_over(note, by=yusuf, now=now)

    with refused("delegations.handover_is_read_on_duty"):
        services.take_over(note, by=colleague, now=now + HOUR)
    services.cover(
        account,
        person=colleague,
        starts_at=now + HOUR,
        ends_at=now + 3 * HOUR,
        by=layla,
        now=now,
    )

    services.take_over(note, by=colleague, now=now + HOUR)

    assert Handover.objects.get().taken_by == colleague


def test_notes_are_read_on_duty_and_by_who_keeps_the_roster(
    account: Channel,
    yusuf: User,
    layla: User,
    colleague: User,
    salim: User,
    shifts: list[Shift],
) -> None:
    now = timezone.now()
    page = f"/roster/{account.pk}/"
    services.hand_over(account, note="سرّ المناوبة", by=yusuf, now=now)

    for reader, is_told in (
        (yusuf, True),
        (layla, True),
        (colleague, False),
        (salim, False),
    ):
        shown = signed_in(reader).get(page).content.decode()
        assert ("سرّ المناوبة" in shown) is is_told


def test_a_swap_is_taken_back_before_it_begins(
    account: Channel,
    yusuf: User,
    layla: User,
    colleague: User,
    shifts: list[Shift],
    now: datetime,
) -> None:
    place = tomorrow(shifts, now)
    unanswered = services.ask_swap(
        place, person=colleague, reason="س", by=yusuf, now=now
    )
    with refused("delegations.roster_is_kept_by_the_owner"):
        services.take_back(unanswered, by=colleague, now=now)
    services.take_back(unanswered, by=yusuf, now=now)
    with refused("delegations.swap_is_agreed_by_both"):
        services.agree(unanswered, by=colleague, now=now)

    asked = services.ask_swap(place, person=colleague, reason="س", by=yusuf, now=now)
    services.agree(asked, by=colleague, now=now)
    begun = now + 2 * DAY
    with refused("delegations.change_is_taken_back_by_who_asked"):
        services.take_back(asked, by=yusuf, now=begun)
    assert on_duty_on(account, place.day) == [colleague]

    services.take_back(asked, by=layla, now=now)  # she keeps the roster

    assert on_duty_on(account, place.day) == [yusuf]
    with refused("delegations.change_is_taken_back_by_who_asked"):
        services.take_back(asked, by=yusuf, now=now)
    assert Message.objects.filter(address=yusuf.email).exists()


def test_both_days_of_a_swap_are_taken_back_or_none(
    account: Channel,
    yusuf: User,
    layla: User,
    colleague: User,
    swapped: tuple[Change, Place, Place],
    now: datetime,
) -> None:
    asked, mine, theirs = swapped
    later = services.substitute(mine, person=yusuf, reason="س", by=layla, now=now)
    with refused("delegations.change_is_taken_back_by_who_asked"):
        services.take_back(asked, by=yusuf, now=now)  # it was changed once more
    services.take_back(later, by=layla, now=now)

    services.take_back(asked, by=yusuf, now=now)

    assert on_duty_on(account, mine.day) == [yusuf]
    assert on_duty_on(account, theirs.day) == [colleague]  # as the unit had said


def test_covered_hours_are_taken_back_before_they_begin(
    account: Channel,
    yusuf: User,
    layla: User,
    colleague: User,
    shifts: list[Shift],
    now: datetime,
) -> None:
    hours = {"starts_at": now + HOUR, "ends_at": now + 3 * HOUR}
    cover = services.cover(account, person=colleague, by=layla, now=now, **hours)
    assert colleague in selectors.on_duty(account, now + 2 * HOUR)
    with refused("delegations.roster_is_kept_by_the_owner"):
        services.take_back_cover(cover, by=yusuf, now=now)
    with refused("delegations.cover_is_taken_back_before_it_begins"):
        services.take_back_cover(cover, by=layla, now=now + HOUR)

    services.take_back_cover(cover, by=layla, now=now)

    assert selectors.on_duty(account, now + 2 * HOUR) == [yusuf]
    with refused("delegations.cover_is_taken_back_before_it_begins"):
        services.take_back_cover(cover, by=layla, now=now)


def test_its_pages_do_the_acts(
    account: Channel,
    yusuf: User,
    layla: User,
    colleague: User,
    shifts: list[Shift],
) -> None:
    now = timezone.now()
    page = f"/roster/{account.pk}/"
    head, officer = signed_in(layla), signed_in(yusuf)
    wednesday = next(x for x in shifts if x.weekday == 2)
    assert head.get("/roster/").status_code == 200
    assert head.get(page).status_code == 200
    assert head.get(page + "?from=2026-13-99").status_code == 200
    end = f"/roster/shifts/{wednesday.pk}/end/"
    answer = head.post(end, {"last_day": timezone.localdate(now).isoformat()})
    assert answer.status_code == 302
    assert officer.get(f"{page}hand-over/").status_code == 200
    officer.post(f"{page}hand-over/", {"note": "لا شيء مفتوح"})
    assert Handover.objects.count() == 1

    place = tomorrow([x for x in shifts if x != wednesday], now + DAY)
    swap = f"/roster/shifts/{place.shift.pk}/{place.day}/swap/"
    officer.post(swap, {"person": colleague.pk, "reason": "موعد"})
    change = Change.objects.get()
    answer = signed_in(colleague).post(f"/roster/changes/{change.pk}/agree/")
    assert answer.status_code == 302
    change.refresh_from_db()
    assert change.agreed_at
    back = f"/roster/changes/{change.pk}/take-back/"
    assert back in officer.get(f"{page}?from={place.day}").content.decode()
    assert officer.post(back).status_code == 302
    change.refresh_from_db()
    assert change.taken_back_at


@pytest.mark.django_db
def test_a_stranger_finds_no_day_and_no_account(as_salma: Client) -> None:
    assert as_salma.get("/roster/999/").status_code == 404
    assert as_salma.get("/roster/shifts/1/not-a-day/swap/").status_code == 404


def test_a_day_that_was_settled_meanwhile_is_not_agreed_to(
    account: Channel,
    yusuf: User,
    layla: User,
    colleague: User,
    shifts: list[Shift],
    now: datetime,
) -> None:
    place = tomorrow(shifts, now)
    first, second = (
        services.ask_swap(place, person=colleague, reason="سفر", by=yusuf, now=now)
        for _n in range(2)
    )
    services.agree(first, by=colleague, now=now)

    with refused("delegations.own_shift_is_swapped"):
        services.agree(second, by=colleague, now=now)
    assert on_duty_on(account, place.day) == [colleague]
