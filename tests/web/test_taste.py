import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_arabic_comes_first_whatever_the_browser_says(client: Client) -> None:
    page = client.get("/sign-in/", headers={"accept-language": "en-US,en;q=0.9"})

    assert '<html lang="ar" dir="rtl"' in page.content.decode()


def test_english_is_chosen_once_and_stays(client: Client) -> None:
    client.post("/taste/", {"language": "en", "next": "/sign-in/"})

    assert '<html lang="en" dir="ltr"' in client.get("/sign-in/").content.decode()


def test_a_theme_is_chosen(client: Client) -> None:
    client.post("/taste/", {"theme": "dark"})

    assert 'data-theme="dark"' in client.get("/sign-in/").content.decode()


def test_what_is_no_choice_is_not_kept(client: Client) -> None:
    client.post("/taste/", {"language": "fr", "theme": '"><script>'})
    client.cookies["rasmi-digits"] = "roman"

    assert '<html lang="ar" dir="rtl">' in client.get("/sign-in/").content.decode()


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "/\\x"])
def test_it_leads_nowhere_else(client: Client, target: str) -> None:
    answer = client.post("/taste/", {"language": "en", "next": target})

    assert answer.headers["Location"] == "/"
