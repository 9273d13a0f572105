"""An installation in use is none of the demonstration's business."""

from datetime import datetime

import pytest
from django.test import Client

from rasmi.demo import services
from rasmi.people import selectors
from rasmi.people.models import Unit, User
from tests.factories import refused

pytestmark = pytest.mark.django_db


def test_it_refuses_a_database_with_anything_in_it(body: Unit, now: datetime) -> None:
    with refused("demo.only_in_an_empty_installation"):
        services.fill(now=now)

    assert not selectors.is_demonstration()


def test_a_real_installation_has_no_sign_in_by_role(
    client: Client, maryam: User
) -> None:
    assert client.post("/demo/sign-in/", {"role": "officer"}).status_code == 404
    assert client.get("/sign-in/").content.decode().count('name="role"') == 0
