import pytest
from django.test import Client

from rasmi.people.models import Unit

pytestmark = [pytest.mark.django_db, pytest.mark.urls("rasmi.config.urls_public")]
HOST = {"host": "localhost:8001"}


@pytest.mark.parametrize(
    ("path", "language", "name"),
    [("/", "ar", "وزارة الاختبار"), ("/en/", "en", "Ministry of Tests")],
)
def test_each_language_has_an_address(
    body: Unit, client: Client, path: str, language: str, name: str
) -> None:
    page = client.get(path, headers=HOST).content.decode()

    assert f'<html lang="{language}"' in page
    assert name in page


def test_the_address_decides_and_no_cookie(body: Unit, client: Client) -> None:
    client.cookies["rasmi-language"] = "en"

    assert '<html lang="ar"' in client.get("/", headers=HOST).content.decode()


def test_no_session_is_begun_for_a_reader(body: Unit, client: Client) -> None:
    assert client.get("/", headers=HOST).cookies == {}


def test_a_page_that_is_not_there_says_so(body: Unit, client: Client) -> None:
    page = client.get("/nothing/", headers=HOST)

    assert page.status_code == 404
    assert "sign-in" not in page.content.decode()
