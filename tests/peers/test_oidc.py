"""Signing in at a real OpenID provider."""

from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

import httpx
import pytest
from django.test import Client, override_settings

from rasmi.audit.models import Entry
from rasmi.config import doctors
from rasmi.people.models import User
from tests.peers.start import start, stop
from tests.people.provider import provided_by

BEGIN, ANSWER = "/sign-in/provider/", "/sign-in/provider/answer/"


@pytest.fixture
def server() -> Iterator[dict[str, str]]:
    server = start("oidc")
    with provided_by(server["OIDC_ISSUER"], OIDC_SECRET=server["OIDC_CLIENT_SECRET"]):
        yield server


def through(server: dict[str, str], client: Client, name: str) -> str:
    """Sign in there as a person does; return where the browser is sent back to."""
    place = client.post(BEGIN).headers["Location"]
    with httpx.Client(trust_env=False, timeout=20) as browser:
        for _ in range(8):
            if urlsplit(place).path == ANSWER:
                break
            answer = browser.get(place)
            if answer.status_code == 200:
                typed = {"login": name, "password": server["OIDC_USER_PASSWORD"]}
                answer = browser.post(place, data=typed)
            place = urljoin(place, answer.headers["Location"])
    return place.removeprefix("http://localhost:8000")


def why() -> tuple[str, str]:
    entry = Entry.objects.get(action="people.session.deny")
    return entry.facts["why"], entry.facts["detail"]


def test_a_person_of_the_register_comes_in(
    server: dict[str, str], salma: User, client: Client
) -> None:
    answer = client.get(through(server, client, "salma"))

    assert answer.headers["Location"] == "/"
    assert client.get("/me/").status_code == 200
    assert Entry.objects.get(action="people.session.vouch").target_id == str(salma.pk)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("stranger", "unknown"),
        ("salim", "unverified"),
        ("khalid", "ended"),
        ("", "broken_off"),
    ],
)
def test_nobody_else_comes_in(
    server: dict[str, str],
    salim: User,
    khalid: User,
    client: Client,
    name: str,
    reason: str,
) -> None:
    User.objects.filter(pk=khalid.pk).update(is_active=False)

    assert client.get(through(server, client, name)).status_code == 403

    assert why()[0] == reason
    assert client.get("/me/").status_code == 302
    assert User.objects.count() == 2


def test_an_answer_counts_once(
    server: dict[str, str], salma: User, client: Client
) -> None:
    place = through(server, client, "salma")
    client.get(place)
    client.post("/sign-out/")

    assert client.get(place).status_code == 403
    assert why() == ("state", "another state")


def test_a_code_counts_once_for_the_provider_too(
    server: dict[str, str], salma: User, client: Client
) -> None:
    place = through(server, client, "salma")
    kept = dict(client.session["provider_sign_in"])
    client.get(place)
    other = Client()
    other.get("/sign-in/")
    session = other.session
    session["provider_sign_in"] = kept
    session.save()
    other.cookies["rasmi"] = session.session_key or ""

    assert other.get(place).status_code == 403
    assert why() == ("unproven", "400 invalid_grant at /token")


def test_a_code_does_not_fit_another_sign_in(
    server: dict[str, str], salma: User, client: Client
) -> None:
    """Somebody else's code, brought into one's own browser: PKCE refuses it."""
    stolen = through(server, Client(), "salma").split("code=")[1].split("&")[0]
    client.post(BEGIN)
    state = client.session["provider_sign_in"]["state"]

    assert client.get(ANSWER, {"code": stolen, "state": state}).status_code == 403
    assert why() == ("unproven", "400 invalid_grant at /token")


def test_what_was_said_in_another_sign_in_is_not_taken(
    server: dict[str, str], salma: User, client: Client
) -> None:
    place = through(server, client, "salma")
    session = client.session
    session["provider_sign_in"] = session["provider_sign_in"] | {"nonce": "another"}
    session.save()

    assert client.get(place).status_code == 403
    assert why() == ("unproven", "another nonce")


@pytest.mark.parametrize(
    ("setting", "value"), [("OIDC_CLIENT_ID", "mail"), ("OIDC_SECRET", "wrong" * 8)]
)
def test_a_wrong_client_is_refused(
    server: dict[str, str], salma: User, client: Client, setting: str, value: str
) -> None:
    place = through(server, client, "salma")

    with override_settings(**{setting: value}):
        assert client.get(place).status_code == 403

    assert why()[0] == "unproven"
    assert client.get("/me/").status_code == 302


@pytest.mark.logs_errors
def test_a_provider_that_is_down_signs_nobody_in(
    server: dict[str, str], salma: User, client: Client
) -> None:
    place = through(server, client, "salma")
    stop("oidc")

    assert client.get(place).status_code == 503
    assert why()[0] == "away"
    assert client.post(BEGIN).status_code == 503


def test_the_doctor_asks_it(
    server: dict[str, str], salma: User, client: Client
) -> None:
    is_well, words = doctors._provider(salma.joined_at)

    assert is_well, words
    assert "1 keys" in words
