from typing import Any

import pytest
from django.test import Client, override_settings

pytestmark = pytest.mark.django_db
STAFF, PUBLIC = "localhost:8000", "localhost:8001"


def status(path: str, host: str) -> int:
    return Client().get(path, headers={"host": host}).status_code


def test_one_process_serves_each_host_its_side() -> None:
    assert status("/", PUBLIC) == 200
    assert status("/", STAFF) == 302


@pytest.mark.parametrize("path", ["/sign-in/", "/people/", "/audit/", "/setup/x/"])
def test_the_public_host_knows_no_staff_page(path: str) -> None:
    assert status(path, PUBLIC) == 404


@pytest.mark.parametrize(
    ("side", "host", "found"),
    [
        ("public", PUBLIC, 404),
        ("public", STAFF, 400),
        ("staff", STAFF, 200),
        ("staff", PUBLIC, 400),
    ],
)
def test_a_process_of_one_side_answers_by_its_own_address(
    side: str, host: str, found: int
) -> None:
    with override_settings(SIDE=side):
        assert status("/sign-in/", host) == found


LIVE = {
    "SIDE": "both",
    "ON_HTTPS": True,
    "ALLOWED_HOSTS": ["rasmi.example", "social.example"],
    "STAFF_ADDRESSES": {"rasmi.example"},
    "PUBLIC_ADDRESSES": {"social.example"},
}


@pytest.mark.parametrize(
    ("host", "found"),
    [
        ("social.example", 404),
        ("social.example:443", 404),
        ("SOCIAL.example", 404),
        ("social.example.", 404),
        ("social.example:8080", 400),
        ("rasmi.example", 200),
        ("rasmi.example:443", 200),
        ("rasmi.example:1", 400),
    ],
)
def test_however_the_public_host_is_written_it_shows_no_staff_page(
    host: str, found: int
) -> None:
    with override_settings(**LIVE):
        assert status("/sign-in/", host) == found


PROVIDED = {
    "OIDC_ISSUER": "https://login.gov.example",
    "OIDC_CLIENT_ID": "rasmi",
    "OIDC_SECRET": "told to us",
}


@pytest.mark.parametrize(
    ("settings", "finding"),
    [
        ({"STAFF_ORIGIN": "http://rasmi.gov.example"}, "rasmi.E001"),
        (
            {
                "STAFF_ORIGIN": "https://rasmi.gov.example",
                "PUBLIC_ORIGIN": "https://rasmi.gov.example",
            },
            "rasmi.E002",
        ),
        ({"SIDE": "staf"}, "rasmi.E003"),
        ({"SMTP_SECURITY": "ssl"}, "rasmi.E004"),
        (PROVIDED | {"OIDC_ISSUER": "http://login.gov.example"}, "rasmi.E005"),
        (PROVIDED | {"OIDC_SECRET": ""}, "rasmi.E006"),
        ({"PASSWORDS_OF": "nobody"}, "rasmi.E007"),
        ({"PASSWORDS_OF": "operators"}, "rasmi.E008"),
        ({}, None),
        (PROVIDED | {"PASSWORDS_OF": "operators"}, None),
    ],
)
def test_a_deployment_that_is_not_safe_does_not_start(
    settings: dict[str, Any], finding: str | None
) -> None:
    from rasmi.config.checks import settings_are_safe

    with override_settings(**settings):
        found = [each.id for each in settings_are_safe()]

    assert found == ([finding] if finding else [])
