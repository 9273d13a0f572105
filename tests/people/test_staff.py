from datetime import datetime, timedelta
from typing import Any

from django.test import Client

from rasmi.audit.models import Entry
from rasmi.notify.models import Message
from rasmi.people import selectors, services
from rasmi.people.models import Power, Unit, User
from tests.factories import appoint_to, refused

DAY = timedelta(days=1)


def entered(by: User, unit: Unit, now: datetime, **changes: Any) -> User:
    person: dict[str, Any] = {
        "staff_number": "4711",
        "name_ar": "هدى بنت علي",
        "name_en": "Huda",
        "email": "huda@ministry.example",
        "title_ar": "محررة",
        "title_en": "Editor",
    }
    return services.add_person(**person | changes, unit=unit, by=by, now=now)


def test_who_is_entered_gets_a_link_in_both_languages(
    maryam: User, body: Unit, now: datetime
) -> None:
    user = entered(maryam, body, now)

    mail = Message.objects.get(address=user.email)
    assert "هدى" in mail.text
    assert "Huda" in mail.text
    assert "/account/password/" in mail.text


def test_the_link_lets_the_person_choose_a_password(
    maryam: User, body: Unit, now: datetime, client: Client
) -> None:
    user = entered(maryam, body, now)
    text = Message.objects.get(address=user.email).text
    path = next(line for line in text.splitlines() if "/account/" in line)
    path = path.split("8000", 1)[1]

    page = client.get(path, follow=True)
    chosen = {f"password{number}": "a long sentence of hers" for number in (1, 2)}
    client.post(page.request["PATH_INFO"], chosen)

    user.refresh_from_db()
    assert user.check_password("a long sentence of hers")


def test_a_staff_number_is_entered_once(
    maryam: User, body: Unit, now: datetime
) -> None:
    entered(maryam, body, now)

    with refused("people.person_is_entered_once"):
        entered(maryam, body, now, email="other@ministry.example")


def test_an_address_is_entered_once_whatever_its_case(
    maryam: User, body: Unit, now: datetime
) -> None:
    entered(maryam, body, now)

    with refused("people.person_is_entered_once"):
        entered(maryam, body, now, staff_number="1", email="HUDA@ministry.example")


def test_who_moves_to_another_unit_leaves_the_offices_of_the_old_one(
    maryam: User, khalid: User, body: Unit, now: datetime
) -> None:
    unit = services.open_unit(
        name_ar="دائرة", name_en="D", parent=body, by=maryam, now=now
    )

    services.move_person(
        khalid, unit=unit, title_ar="باحث", title_en="R", by=maryam, now=now + DAY
    )

    assert selectors.powers_of(khalid, now + DAY) == frozenset()
    place = selectors.placement_of(khalid)
    assert place is not None
    assert place.unit == unit


def test_who_moves_keeps_the_offices_of_the_new_unit(
    maryam: User, khalid: User, body: Unit, now: datetime
) -> None:
    unit = services.open_unit(
        name_ar="دائرة", name_en="D", parent=body, by=maryam, now=now
    )
    appoint_to(khalid, unit, "مدير", [Power.DECIDE], now)

    services.move_person(
        khalid, unit=unit, title_ar="مدير", title_en="M", by=maryam, now=now + DAY
    )

    assert selectors.powers_of(khalid, now + DAY) == {"decide"}


def test_an_address_is_kept_as_the_sign_in_asks_for_it(
    maryam: User, body: Unit, now: datetime
) -> None:
    user = entered(maryam, body, now, email="Huda@Ministry.EXAMPLE")

    assert user.email == "huda@ministry.example"


def test_no_second_factor_of_before_comes_back(
    maryam: User, khalid: User, as_khalid: Client, body: Unit, now: datetime
) -> None:
    services.release_person(khalid, by=maryam, now=now)

    assert not selectors.has_second_factor(khalid)


def test_a_lost_device_is_answered_by_somebody_else(
    maryam: User, keeper: User, as_maryam: Client, now: datetime
) -> None:
    with refused("people.not_for_oneself"):
        services.reset_factors(maryam, by=maryam, now=now)

    services.reset_factors(maryam, by=keeper, now=now)

    assert not selectors.has_second_factor(maryam)
    assert as_maryam.get("/").headers["Location"] == "/account/second-factor/"
    assert Message.objects.filter(address=maryam.email).count() == 1
    assert Entry.objects.get(action="people.factor.reset").facts == {"removed": 1}


def test_a_new_title_in_the_same_unit_ends_no_office(
    maryam: User, khalid: User, body: Unit, now: datetime
) -> None:
    services.move_person(
        khalid, unit=body, title_ar="مراجع أول", title_en="S", by=maryam, now=now + DAY
    )

    assert "approve" in selectors.powers_of(khalid, now + DAY)


def test_nobody_moves_or_releases_oneself(
    maryam: User, body: Unit, now: datetime
) -> None:
    with refused("people.not_for_oneself"):
        services.release_person(maryam, by=maryam, now=now)
    with refused("people.not_for_oneself"):
        services.move_person(
            maryam, unit=body, title_ar="وزيرة", title_en="M", by=maryam, now=now
        )


def test_a_leaver_is_out_on_the_next_click(
    maryam: User, khalid: User, as_khalid: Client, now: datetime
) -> None:
    assert as_khalid.get("/").status_code == 200
    ended = khalid.appointments.get().pk

    services.release_person(khalid, by=maryam, now=now + DAY)

    assert as_khalid.get("/").status_code == 302
    assert selectors.powers_of(khalid, now + DAY) == frozenset()
    facts = Entry.objects.get(action="people.user.release").facts
    assert facts == {"ended_appointments": [ended]}


def test_an_appointment_that_was_to_begin_later_never_begins(
    maryam: User, salma: User, body: Unit, now: datetime
) -> None:
    appoint_to(salma, body, "لاحقاً", [Power.DECIDE], now + 10 * DAY)

    services.release_person(salma, by=maryam, now=now + DAY)

    assert selectors.powers_of(salma, now + 11 * DAY) == frozenset()


def test_nothing_is_changed_on_who_has_left(
    maryam: User, salma: User, body: Unit, now: datetime
) -> None:
    services.release_person(salma, by=maryam, now=now)
    salma.refresh_from_db()

    with refused("people.person_is_still_here"):
        services.release_person(salma, by=maryam, now=now)


def test_who_returns_has_a_place_and_no_office_of_before(
    maryam: User, khalid: User, body: Unit, now: datetime
) -> None:
    khalid.set_password("a password of before")
    services.release_person(khalid, by=maryam, now=now)
    khalid.refresh_from_db()

    services.take_back(
        khalid, unit=body, title_ar="باحث", title_en="R", by=maryam, now=now + DAY
    )

    khalid.refresh_from_db()
    assert selectors.placement_of(khalid) is not None
    assert selectors.powers_of(khalid, now + DAY) == frozenset()
    assert not khalid.has_usable_password()


def test_who_never_left_needs_no_return(
    maryam: User, salma: User, body: Unit, now: datetime
) -> None:
    with refused("people.person_has_left"):
        services.take_back(
            salma, unit=body, title_ar="باحثة", title_en="R", by=maryam, now=now
        )
