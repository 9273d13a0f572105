from datetime import datetime, timedelta

from rasmi.audit.models import Entry
from rasmi.people import selectors, services
from rasmi.people.models import PastUnit, Unit, User
from tests.factories import make_user, refused

DAY = timedelta(days=1)


def opened(name: str, parent: Unit, by: User, now: datetime) -> Unit:
    return services.open_unit(name_ar=name, name_en=name, parent=parent, by=by, now=now)


def test_a_unit_opens_below_another(maryam: User, body: Unit, now: datetime) -> None:
    unit = opened("دائرة الإعلام", body, maryam, now)

    assert [branch.unit for branch in selectors.unit_tree(now)] == [body, unit]
    assert Entry.objects.get(action="people.unit.open").target_id == str(unit.pk)


def test_two_neighbours_never_have_one_name(
    maryam: User, body: Unit, now: datetime
) -> None:
    opened("دائرة الإعلام", body, maryam, now)

    with refused("people.unit_has_its_own_name"):
        opened("دائرة الإعلام", body, maryam, now)


def test_who_keeps_no_people_opens_no_unit(
    salma: User, body: Unit, now: datetime
) -> None:
    with refused("people.holds_power"):
        opened("دائرة", body, salma, now)

    assert Unit.objects.count() == 1


def test_the_old_name_stays_in_the_history(
    maryam: User, body: Unit, now: datetime
) -> None:
    unit = opened("دائرة الإعلام", body, maryam, now)

    services.rename_unit(
        unit,
        name_ar="دائرة التواصل",
        name_en="Communication",
        reason="القرار 40",
        by=maryam,
        now=now + 30 * DAY,
    )

    past = PastUnit.objects.get(unit=unit)
    assert (past.name_ar, past.starts_at, past.ends_at) == (
        "دائرة الإعلام",
        now,
        now + 30 * DAY,
    )
    unit.refresh_from_db()
    assert (unit.name_ar, unit.since_at) == ("دائرة التواصل", now + 30 * DAY)


def test_a_unit_never_becomes_part_of_itself(
    maryam: User, body: Unit, now: datetime
) -> None:
    above = opened("قطاع", body, maryam, now)
    below = opened("دائرة", above, maryam, now)

    with refused("people.units_form_a_tree"):
        services.move_unit(above, parent=below, reason="خطأ", by=maryam, now=now)


def test_a_unit_moves_with_what_is_below_it(
    maryam: User, body: Unit, now: datetime
) -> None:
    first, second = (opened(name, body, maryam, now) for name in ("أول", "ثان"))
    below = opened("دائرة", first, maryam, now)

    services.move_unit(first, parent=second, reason="هيكلة", by=maryam, now=now + DAY)

    assert selectors.units_below(second) == {second.pk, first.pk, below.pk}


def test_a_unit_with_people_is_not_closed(
    maryam: User, body: Unit, now: datetime
) -> None:
    unit = opened("دائرة", body, maryam, now)
    make_user("salim", unit, now)

    with refused("people.closed_unit_is_empty"):
        services.close_unit(unit, reason="إلغاء", by=maryam, now=now + DAY)


def test_a_closed_unit_stays_in_history_only(
    maryam: User, body: Unit, now: datetime
) -> None:
    unit = opened("دائرة", body, maryam, now)

    services.close_unit(unit, reason="إلغاء", by=maryam, now=now + DAY)

    assert [branch.unit for branch in selectors.unit_tree(now)] == [body]
    assert PastUnit.objects.filter(unit=unit).exists()


def test_nothing_opens_below_a_closed_unit(
    maryam: User, body: Unit, now: datetime
) -> None:
    unit = opened("دائرة", body, maryam, now)
    services.close_unit(unit, reason="إلغاء", by=maryam, now=now)
    unit.refresh_from_db()

    with refused("people.unit_is_open"):
        opened("قسم", unit, maryam, now)
