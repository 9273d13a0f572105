from datetime import datetime

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from rasmi.audit.models import Entry
from rasmi.people.models import Installation, User
from tests.conftest import signed_in

STAFF_PAGES = ("/", "/me/", "/units/", "/people/", "/audit/", "/running/")
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.mark.parametrize("path", STAFF_PAGES)
def test_who_holds_a_power_adds_a_second_factor_first(
    maryam: User, client: Client, path: str
) -> None:
    client.force_login(maryam, BACKEND)

    assert client.get(path).headers["Location"] == "/account/second-factor/"


def test_who_holds_none_may_read_without(salma: User, client: Client) -> None:
    client.force_login(salma, BACKEND)

    assert client.get("/").status_code == 200


def test_with_a_second_factor_everything_opens(maryam: User) -> None:
    client = signed_in(maryam)

    assert client.get("/").status_code == 200


def test_recovery_codes_alone_are_no_second_factor(
    maryam: User, client: Client
) -> None:
    Authenticator.objects.create(
        user=maryam, type=Authenticator.Type.RECOVERY_CODES, data={"seed": "x"}
    )
    client.force_login(maryam, BACKEND)

    assert client.get("/").status_code == 302


def test_a_demonstration_relaxes_it_visibly(maryam: User, client: Client) -> None:
    Installation.objects.update(is_demonstration=True)
    client.force_login(maryam, BACKEND)

    page = client.get("/")

    assert page.status_code == 200
    assert "banner demo" in page.content.decode()


def test_the_password_alone_signs_nobody_in_who_has_a_second_factor(
    maryam: User, client: Client
) -> None:
    maryam.set_password("a long sentence of hers")
    maryam.save()
    signed_in(maryam)

    answer = client.post(
        reverse("account_login"),
        {"login": maryam.email, "password": "a long sentence of hers"},
    )

    assert answer.headers["Location"] == reverse("mfa_authenticate")
    assert client.get("/").status_code == 302


def test_a_failed_sign_in_is_written_down_without_what_was_typed(
    maryam: User, client: Client
) -> None:
    client.post(
        reverse("account_login"), {"login": maryam.email, "password": "my other one"}
    )

    entry = Entry.objects.get(action="people.session.fail")
    assert (entry.actor, entry.target_id) == (None, str(maryam.pk))
    assert "my other one" not in str(entry.facts)


def test_guessing_is_slowed_down(maryam: User, client: Client) -> None:
    wrong = {"login": maryam.email, "password": "guess"}

    pages = [client.post(reverse("account_login"), wrong) for _ in range(12)]

    assert pages[-1].status_code in (200, 429)
    assert Entry.objects.filter(action="people.session.fail").count() < 12


def test_nobody_signs_up(client: Client, maryam: User, now: datetime) -> None:
    assert client.get("/account/sign-up/").status_code == 404
    assert client.get("/accounts/signup/").status_code == 404
