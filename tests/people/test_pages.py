from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from rasmi.audit.models import Entry
from rasmi.people.models import Power, Unit, User
from tests.conftest import signed_in
from tests.factories import make_office, make_user

KEEPERS_PAGES = (
    "/units/open/",
    "/units/{unit}/rename/",
    "/units/{unit}/move/",
    "/units/{unit}/close/",
    "/units/{unit}/open-office/",
    "/offices/{office}/powers/",
    "/offices/{office}/appoint/",
    "/offices/{office}/deputy/",
    "/appointments/{appointment}/end/",
    "/people/add/",
    "/people/{person}/move/",
    "/people/{person}/release/",
    "/people/{person}/return/",
    "/people/{person}/factors/",
)

DAY = timedelta(days=1)


def address(path: str, maryam: User) -> str:
    appointment = maryam.appointments.get()
    return path.format(
        unit=appointment.office.unit_id,
        office=appointment.office_id,
        appointment=appointment.pk,
        person=maryam.pk,
    )


@pytest.mark.parametrize("path", KEEPERS_PAGES)
def test_a_page_of_who_keeps_people_opens(
    as_maryam: Client, maryam: User, path: str
) -> None:
    assert as_maryam.get(address(path, maryam)).status_code == 200


@pytest.mark.parametrize("path", KEEPERS_PAGES)
def test_it_is_refused_to_others_and_kept(
    as_salma: Client, maryam: User, salma: User, path: str
) -> None:
    for ask in (as_salma.get, as_salma.post):
        assert ask(address(path, maryam)).status_code == 403

    entries = Entry.objects.refused()
    assert {entry.lever for entry in entries} == {"people.holds_power"}
    assert {entry.actor_id for entry in entries} == {salma.pk}


@pytest.mark.parametrize(
    "path", ["/units/{unit}/", "/offices/{office}/", "/people/{person}/"]
)
def test_a_page_of_nothing_is_a_404(as_maryam: Client, path: str) -> None:
    nothing = path.format(unit=9999, office=9999, person=9999)

    assert as_maryam.get(nothing).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/me/",
        "/units/",
        "/people/",
        "/people/?q=%D9%85",
        "/running/",
        "/sign-out/",
        "/account/second-factor/",
        "/account/sessions/",
    ],
)
def test_a_page_opens_in_both_languages(as_maryam: Client, path: str) -> None:
    for language, direction in (("ar", "rtl"), ("en", "ltr")):
        as_maryam.cookies["rasmi-language"] = language
        page = as_maryam.get(path)
        assert page.status_code == 200
        assert f'<html lang="{language}" dir="{direction}"' in page.content.decode()


def test_a_refused_form_keeps_what_was_typed(as_maryam: Client, body: Unit) -> None:
    typed = {"name_ar": "دائرة الإعلام", "name_en": "Media", "parent": body.pk}
    as_maryam.post("/units/open/", typed)

    page = as_maryam.post("/units/open/", typed)

    assert page.status_code == 403
    assert 'value="دائرة الإعلام"' in page.content.decode()
    assert Entry.objects.refused().get().lever == "people.unit_has_its_own_name"


def test_a_wrong_form_says_what_remains(as_maryam: Client) -> None:
    page = as_maryam.post("/units/open/", {"name_ar": "دائرة"})

    assert page.status_code == 422
    assert 'aria-invalid="true"' in page.content.decode()


def test_a_second_click_does_nothing_twice(
    as_maryam: Client, body: Unit, maryam: User, salma: User
) -> None:
    office = make_office(body, "رئيس قسم", [Power.SECRETS])
    typed = {
        "holder": salma.pk,
        "starts_at": "2026-11-23",
        "decision_number": "1",
        "decision_date": "2026-11-01",
    }

    first, second = (
        as_maryam.post(f"/offices/{office.pk}/appoint/", typed) for _ in range(2)
    )

    assert (first.status_code, second.status_code) == (302, 403)
    assert office.appointments.count() == 1


def test_a_decision_of_tomorrow_is_no_decision(
    as_maryam: Client, maryam: User, salma: User
) -> None:
    office = maryam.appointments.get().office

    page = as_maryam.post(
        f"/offices/{office.pk}/appoint/",
        {
            "holder": salma.pk,
            "starts_at": "2026-11-23",
            "decision_number": "1",
            "decision_date": (timezone.localdate() + DAY).isoformat(),
        },
    )

    assert page.status_code == 422
    assert list(page.context["form"].errors) == ["decision_date"]


def cost(client: Client, path: str) -> int:
    client.get(path)  # the first request of a session writes when it was seen
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    return len(queries)


@pytest.mark.parametrize("path", ["/people/", "/units/"])
def test_a_list_costs_the_same_with_twice_the_rows(
    as_maryam: Client, body: Unit, now: datetime, path: str
) -> None:
    for number in range(5):
        make_user(f"first-{number}", body, now)
    before = cost(as_maryam, path)

    for number in range(10):
        make_user(f"second-{number}", body, now)

    assert cost(as_maryam, path) == before


def test_a_script_in_a_name_is_only_a_name(
    as_maryam: Client, body: Unit, now: datetime
) -> None:
    make_user("<script>alert(1)</script>"[:20], body, now)

    page = as_maryam.get("/people/").content.decode()

    assert "<script>alert" not in page


def test_a_get_never_changes_anything(
    as_maryam: Client, maryam: User, salma: User
) -> None:
    as_maryam.get(f"/people/{salma.pk}/release/")

    salma.refresh_from_db()
    assert salma.is_active


def test_a_post_without_the_token_is_refused(maryam: User, salma: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = signed_in(maryam).cookies

    assert strict.post(f"/people/{salma.pk}/release/").status_code == 403
    salma.refresh_from_db()
    assert salma.is_active
