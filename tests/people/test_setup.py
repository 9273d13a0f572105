from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from rasmi.audit import selectors as audit_log
from rasmi.audit.models import Entry
from rasmi.people import selectors, services
from rasmi.people.models import Installation, SetupLink, Unit, User
from tests.factories import refused

FORM = {
    "body_ar": "وزارة المعرفة",
    "body_en": "Ministry of Knowledge",
    "unit_ar": "قسم أمن المعلومات",
    "unit_en": "Information Security",
    "staff_number": "1001",
    "name_ar": "أصيلة بنت ناصر",
    "name_en": "Aseela",
    "title_ar": "رئيسة القسم",
    "title_en": "Head",
    "email": "aseela@ministry.example",
    "password": "a long sentence of hers",
    "decision_number": "2026/1",
    "decision_date": "2026-01-05",
}
pytestmark = pytest.mark.django_db


def set_up(secret: str, now: datetime) -> User:
    given: dict[str, Any] = FORM | {"decision_date": now.date()}
    return services.set_up(secret, now=now, **given)


def test_the_link_makes_the_owner_of_the_policy(now: datetime) -> None:
    owner = set_up(services.issue_setup_link(now=now), now)

    powers = {"people", "policy", "register", "audit", "operate"}
    assert selectors.powers_of(owner, now) == powers
    assert Entry.objects.filter(action="people.setup.finish").exists()


def test_the_first_form_may_name_the_witness_of_the_log() -> None:
    secret = services.issue_setup_link(now=timezone.now())
    given = FORM | {"witness": "internal.audit@elsewhere.example"}

    Client().post(f"/setup/{secret}/", given)

    witness = audit_log.witness()
    assert witness
    assert witness.address == "internal.audit@elsewhere.example"


def test_the_secret_itself_is_not_kept(now: datetime) -> None:
    secret = services.issue_setup_link(now=now)

    assert secret not in str(list(SetupLink.objects.values()))


def test_a_link_works_once(now: datetime) -> None:
    secret = services.issue_setup_link(now=now)
    set_up(secret, now)

    with refused("people.set_up_once"):
        set_up(secret, now)


def test_a_link_ends_after_an_hour(now: datetime) -> None:
    secret = services.issue_setup_link(now=now)

    with refused("people.set_up_once"):
        set_up(secret, now + timedelta(hours=1))


def test_a_new_link_voids_the_old_one(now: datetime) -> None:
    old = services.issue_setup_link(now=now)
    services.issue_setup_link(now=now)

    with refused("people.set_up_once"):
        set_up(old, now)


def test_there_is_no_link_to_an_installation_that_is_set_up(
    body: Unit, now: datetime
) -> None:
    with refused("people.set_up_once"):
        services.issue_setup_link(now=now)


def test_the_page_sets_up_and_leads_to_the_second_factor(client: Client) -> None:
    secret = services.issue_setup_link(now=timezone.now())

    answer = client.post(f"/setup/{secret}/", FORM)

    assert answer.headers["Location"] == "/account/second-factor/"
    assert client.get("/").headers["Location"] == "/account/second-factor/"


def test_what_was_typed_comes_back_with_the_error(client: Client) -> None:
    secret = services.issue_setup_link(now=timezone.now())

    answer = client.post(f"/setup/{secret}/", FORM | {"password": "qwzxk"})

    assert answer.status_code == 422
    assert FORM["body_ar"] in answer.content.decode()
    assert "qwzxk" not in answer.content.decode()
    assert not Installation.objects.exists()


def test_a_form_cannot_make_a_demonstration(client: Client) -> None:
    secret = services.issue_setup_link(now=timezone.now())

    client.post(f"/setup/{secret}/", FORM | {"is_demonstration": "on"})

    assert not selectors.is_demonstration()


def test_a_wrong_secret_shows_nothing(client: Client) -> None:
    assert client.get("/setup/wrong/").status_code == 404
