"""Signing in with the body's own account, against an issuer that may lie."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from rasmi.audit.models import Entry
from rasmi.config import doctors
from rasmi.people.models import User
from tests.conftest import signed_in
from tests.people.issuer import OTHER_KEY, Issuer, serving
from tests.people.provider import provided_by

BEGIN, ANSWER = "/sign-in/provider/", "/sign-in/provider/answer/"


@pytest.fixture
def issuer() -> Iterator[Issuer]:
    with serving() as issuer, provided_by(issuer.url):
        yield issuer


def begin(client: Client, issuer: Issuer, **typed: str) -> dict[str, str]:
    """Go to the issuer; return what it is asked."""
    place = client.post(BEGIN, typed).headers["Location"]
    asked = {name: told[0] for name, told in parse_qs(urlsplit(place).query).items()}
    assert place.startswith(f"{issuer.url}/authorize?")
    issuer.nonce = asked["nonce"]
    return asked


def come_back(client: Client, asked: dict[str, str], **told: str) -> Any:
    return client.get(ANSWER, {"code": "c", "state": asked["state"], **told})


def is_in(client: Client) -> bool:
    return client.get("/me/").status_code == 200


def why(answer: Any) -> tuple[str, str]:
    """Why nobody was signed in, as the log tells it."""
    assert answer.status_code in (403, 503)
    assert "/sign-in/" in answer.content.decode()
    entry = Entry.objects.get(action="people.session.deny")
    return entry.facts["why"], entry.facts["detail"]


def test_who_is_in_the_register_comes_in(
    issuer: Issuer, salma: User, client: Client
) -> None:
    asked = begin(client, issuer)

    answer = come_back(client, asked, iss=issuer.url)

    assert answer.headers["Location"] == "/"
    assert is_in(client)
    assert asked["redirect_uri"] == f"http://localhost:8000{ANSWER}"
    assert asked["code_challenge_method"] == "S256"
    assert len(issuer.heard["code_verifier"][0]) > 42
    entries = Entry.objects.filter(actor=salma).order_by("pk")
    assert [each.action for each in entries] == [
        "people.session.vouch",
        "people.session.begin",
    ]
    assert entries[0].facts == {"subject": "7f3c", "factor": False}
    assert User.objects.count() == 1


LIES: dict[str, tuple[dict[str, Any], str, str]] = {
    "for another party": ({"aud": "mail"}, "unproven", "InvalidAudienceError"),
    "for several": ({"aud": ["rasmi", "x"]}, "unproven", "made for another party"),
    "of another": ({"iss": "https://x.example"}, "unproven", "InvalidIssuerError"),
    "of another sign-in": ({"nonce": "old"}, "unproven", "another nonce"),
    "without a nonce": ({"nonce": None}, "unproven", "MissingRequiredClaimError"),
    "too old": (
        {"exp": datetime(2020, 1, 1, tzinfo=UTC)},
        "unproven",
        "ExpiredSignatureError",
    ),
    "not verified": (
        {"email_verified": False},
        "unverified",
        "the e-mail is not verified",
    ),
    "hardly verified": (
        {"email_verified": "true"},
        "unverified",
        "the e-mail is not verified",
    ),
    "of nobody here": ({"email": "thief@ministry.example"}, "unknown", ""),
}


@pytest.mark.parametrize("name", LIES)
def test_what_is_not_proven_signs_nobody_in(
    issuer: Issuer, salma: User, client: Client, name: str
) -> None:
    said, reason, detail = LIES[name]
    asked = begin(client, issuer)
    issuer.says = said

    assert why(come_back(client, asked)) == (reason, detail)
    assert not is_in(client)
    assert User.objects.count() == 1


def test_a_key_that_it_does_not_show_proves_nothing(
    issuer: Issuer, salma: User, client: Client
) -> None:
    asked = begin(client, issuer)
    issuer.key = OTHER_KEY

    assert why(come_back(client, asked)) == ("unproven", "InvalidSignatureError")
    assert not is_in(client)


@pytest.mark.parametrize(("algorithm", "key"), [("none", None), ("HS256", "s" * 32)])
def test_a_signature_without_a_private_key_proves_nothing(
    issuer: Issuer, salma: User, client: Client, algorithm: str, key: str | None
) -> None:
    asked = begin(client, issuer)
    issuer.algorithm, issuer.key = algorithm, key

    assert why(come_back(client, asked))[0] == "unproven"
    assert not is_in(client)


def test_an_answer_counts_once_and_in_its_own_browser(
    issuer: Issuer, salma: User, client: Client
) -> None:
    asked = begin(client, issuer)
    assert why(come_back(Client(), asked)) == ("state", "another state")
    come_back(client, asked)
    client.post(reverse("account_logout"))

    assert come_back(client, asked).status_code == 403
    assert not is_in(client)


def test_an_answer_that_takes_too_long_counts_no_more(
    issuer: Issuer, salma: User, client: Client
) -> None:
    asked = begin(client, issuer)

    with time_machine.travel(timezone.now() + timedelta(minutes=11), tick=False):
        assert why(come_back(client, asked)) == ("state", "too late")


def test_another_issuer_in_the_answer_is_noticed(
    issuer: Issuer, salma: User, client: Client
) -> None:
    asked = begin(client, issuer)

    answer = come_back(client, asked, iss="https://x.example")

    assert why(answer) == ("unproven", "another issuer")
    assert issuer.heard == {}


def test_whoever_breaks_it_off_is_told(
    issuer: Issuer, salma: User, client: Client
) -> None:
    state = begin(client, issuer)["state"]

    answer = client.get(ANSWER, {"error": "access_denied", "state": state})

    assert why(answer) == ("broken_off", "no code")


def test_who_left_does_not_come_in(issuer: Issuer, salma: User, client: Client) -> None:
    User.objects.filter(pk=salma.pk).update(is_active=False)

    assert why(come_back(client, begin(client, issuer))) == ("ended", "")
    assert Entry.objects.get(action="people.session.deny").target_id == str(salma.pk)
    assert not is_in(client)


@pytest.mark.logs_errors
@pytest.mark.parametrize("status", [500, 302])
def test_a_provider_that_fails_is_told_of(
    issuer: Issuer, salma: User, client: Client, status: int
) -> None:
    issuer.status = status

    answer = client.post(BEGIN)

    assert answer.status_code == 503
    assert why(answer)[0] == "away"


@pytest.mark.parametrize(
    "name", ["authorization_endpoint", "token_endpoint", "jwks_uri"]
)
def test_no_other_host_is_asked(
    issuer: Issuer, salma: User, client: Client, name: str
) -> None:
    issuer.metadata = {name: "http://169.254.169.254/latest"}

    assert why(client.post(BEGIN))[0] == "unproven"


def test_who_needs_a_second_factor_is_asked_for_one_here(
    issuer: Issuer, maryam: User, client: Client
) -> None:
    issuer.says = {"email": maryam.email, "amr": ["pwd", "mfa"]}

    come_back(client, begin(client, issuer))
    assert client.get("/").headers["Location"] == "/account/second-factor/"

    signed_in(maryam)  # gives her one
    client = Client()
    answer = come_back(client, begin(client, issuer))
    assert answer.headers["Location"] == reverse("mfa_authenticate")
    assert client.get("/").status_code == 302


@pytest.mark.parametrize(
    ("amr", "opens"), [(["mfa"], True), (["pwd"], False), ("mfa", False)]
)
def test_a_factor_of_the_provider_counts_where_we_trust_its_word(
    issuer: Issuer, maryam: User, client: Client, amr: Any, opens: bool
) -> None:
    issuer.says = {"email": maryam.email, "amr": amr}

    with override_settings(OIDC_TRUSTED_AMR=["mfa"]):
        come_back(client, begin(client, issuer))

    assert (client.get("/").status_code == 200) is opens


def test_a_trusted_factor_does_not_open_what_asks_once_more(
    issuer: Issuer, rania: User, client: Client
) -> None:
    """Else nothing would be asked of who has neither a password nor a factor here."""
    rania.set_unusable_password()
    rania.save()
    issuer.says = {"email": rania.email, "amr": ["mfa"]}
    with override_settings(OIDC_TRUSTED_AMR=["mfa"]):
        come_back(client, begin(client, issuer))
    assert client.get("/").status_code == 200

    answer = client.get(reverse("security:witness"))

    assert answer.headers["Location"] == "/account/second-factor/"


@pytest.mark.parametrize(
    ("place", "leads"),
    [
        ("/units/", "/units/"),
        ("https://x.example/", "/"),
        ("//x.example/", "/"),
        ("account_logout", "/"),
        ("http://localhost:8001/", "/"),
    ],
)
def test_it_leads_to_our_own_pages_only(
    issuer: Issuer, salma: User, client: Client, place: str, leads: str
) -> None:
    answer = come_back(client, begin(client, issuer, next=place))

    assert answer.headers["Location"] == leads


def test_who_comes_too_often_waits_and_does_not_fill_the_log(
    issuer: Issuer, salma: User, client: Client
) -> None:
    with override_settings(ACCOUNT_RATE_LIMITS={"provider": "2/m/ip"}):
        answers = [client.get(ANSWER).status_code for _ in range(4)]
        begun = client.post(BEGIN).status_code

    assert (answers, begun) == ([403, 403, 429, 429], 429)
    assert Entry.objects.filter(action="people.session.deny").count() == 2


def test_the_staff_number_may_be_what_is_matched(
    issuer: Issuer, salma: User, client: Client
) -> None:
    issuer.says = {"email": None, "staff": salma.staff_number}

    with override_settings(OIDC_CLAIM="staff"):
        come_back(client, begin(client, issuer))

    assert is_in(client)


def test_the_sign_in_page_offers_it_first_and_may_lead_there(
    issuer: Issuer, salma: User, client: Client
) -> None:
    answer = client.get("/sign-in/")

    page = answer.content.decode()
    origin = issuer.url.removesuffix("/realms/ministry")
    policy = answer.headers["Content-Security-Policy"]
    assert page.index(f'action="{BEGIN}"') < page.index('id="passkey_login"')
    assert f"form-action 'self' {origin}" in policy
    assert (
        origin
        not in client.get("/account/password/").headers["Content-Security-Policy"]
    )


def test_without_an_issuer_nothing_of_it_exists(salma: User, client: Client) -> None:
    answer = client.get("/sign-in/")

    assert client.post(BEGIN).status_code == 404
    assert client.get(ANSWER).status_code == 404
    assert "provider" not in answer.content.decode()
    assert "form-action 'self';" in answer.headers["Content-Security-Policy"] + ";"


@pytest.mark.parametrize(("name", "enters"), [("salma", False), ("maryam", True)])
def test_passwords_may_be_left_to_those_who_run_the_system(
    issuer: Issuer, salma: User, maryam: User, client: Client, name: str, enters: bool
) -> None:
    user = {"salma": salma, "maryam": maryam}[name]
    user.set_password("a long sentence of hers")
    user.save()
    typed = {"login": user.email, "password": "a long sentence of hers"}

    with override_settings(PASSWORDS_OF="operators"):
        answer = client.post("/sign-in/", typed)

    assert (answer.status_code == 302) is enters
    assert Entry.objects.filter(action="people.session.begin").exists() is enters
    assert Entry.objects.filter(action="people.password.deny").exists() is not enters


def test_the_doctor_says_whether_it_answers(issuer: Issuer, salma: User) -> None:
    def finding() -> doctors.Finding:
        found = doctors.look(timezone.now())
        return next(each for each in found if each.part == "provider")

    assert finding().is_well
    issuer.status = 500
    assert not finding().is_well
    assert "500" in finding().words
