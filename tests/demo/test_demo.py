from datetime import datetime

import pytest
from django.test import Client

from rasmi.audit.models import Entry
from rasmi.demo import services, views
from rasmi.people import selectors
from rasmi.people.models import Unit, User
from tests.factories import refused

pytestmark = pytest.mark.django_db


def test_it_refuses_a_database_with_anything_in_it(body: Unit, now: datetime) -> None:
    with refused("demo.only_in_an_empty_installation"):
        services.fill(now=now)

    assert not selectors.is_demonstration()


def test_it_fills_an_empty_one_through_the_services(now: datetime) -> None:
    services.fill(now=now)

    assert selectors.is_demonstration()
    assert Entry.objects.filter(action="people.user.add").count() >= 10


@pytest.mark.parametrize("role", list(views.ROLES))
def test_each_role_signs_in_by_a_button(
    client: Client, now: datetime, role: str
) -> None:
    services.fill(now=now)

    answer = client.post("/demo/sign-in/", {"role": role}, follow=True)

    assert answer.redirect_chain == [("/", 302)]
    assert answer.status_code == 200


def test_the_mails_are_shown_and_never_sent(client: Client, now: datetime) -> None:
    services.fill(now=now)
    client.post("/demo/sign-in/", {"role": "officer"})

    assert "demo-ministry.example" in client.get("/demo/mails/").content.decode()


def test_a_real_installation_has_no_sign_in_by_role(
    client: Client, maryam: User
) -> None:
    assert client.post("/demo/sign-in/", {"role": "officer"}).status_code == 404
    assert client.get("/sign-in/").content.decode().count('name="role"') == 0


def test_nobody_signs_in_by_role_from_elsewhere(client: Client, now: datetime) -> None:
    services.fill(now=now)

    answer = client.post("/demo/sign-in/", {"role": "officer"}, REMOTE_ADDR="192.0.2.2")

    assert answer.status_code == 404


def test_a_role_that_is_none_signs_nobody_in(client: Client, now: datetime) -> None:
    services.fill(now=now)

    assert client.post("/demo/sign-in/", {"role": "1001"}).status_code == 404
