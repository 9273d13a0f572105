from collections.abc import Callable

import pytest
from django.test import Client

from rasmi.channels.models import Channel
from tests.portal.conftest import Ask, Make, State

pytestmark = [pytest.mark.django_db, pytest.mark.urls("rasmi.config.urls_public")]
HOST = {"host": "localhost:8001"}


def test_an_account_of_ours_is_confirmed_in_both_languages(
    make: Make, ask: Ask
) -> None:
    channel = make()

    assert "نعم، هذا حسابنا" in ask("/check/", q="@demo_ministry")
    english = ask("/en/check/", q="https://x.com/demo_ministry/status/1")
    assert "Yes, this account is ours" in english
    assert f"/en/accounts/{channel.pk}/" in english


def test_the_other_language_answers_the_same_question(make: Make, ask: Ask) -> None:
    make()

    assert 'href="/en/check/?q=%40demo_ministry%22"' in ask(
        "/check/", q='@demo_ministry"'
    )
    assert 'href="/check/?q=demo_ministry"' in ask("/en/check/", q="demo_ministry")


def test_an_account_in_use_is_confirmed_with_what_is_outstanding(
    make: Make, ask: Ask
) -> None:
    make(state=State.IN_USE)

    page = ask("/check/", q="demo_ministry")

    assert "نعم، هذا حسابنا" in page
    assert "لم يصدر قرار فتحه بعد" in page


@pytest.mark.parametrize("state", [State.PROPOSED, State.WITHDRAWN])
def test_what_is_only_proposed_is_not_ours(make: Make, ask: Ask, state: str) -> None:
    make(state=state)

    page = ask("/check/", q="demo_ministry")

    assert "ليس من حساباتنا" in page
    assert "الوزارة على x" not in page


def test_a_closed_account_was_ours_until_a_day(
    make: Make, close: Callable[[Channel], None], ask: Ask
) -> None:
    close(make())

    page = ask("/check/", q="demo_ministry")

    assert "كان حسابنا، ولم يعد لنا" in page
    assert "23\u00a0نوفمبر\u00a02026" in page
    assert "نعم" not in page


def test_a_lookalike_is_marked_and_told_in_words(make: Make, ask: Ask) -> None:
    make()

    page = ask("/check/", q="@dem0_ministry")

    assert "احذروا: هذا ليس حسابنا" in page
    assert "dem<mark>0</mark>_ministry" in page
    assert "dem<mark>o</mark>_ministry" in page
    assert "الرقم" in page


def test_the_russian_letter_is_named(make: Make, ask: Ask) -> None:
    make()

    assert "the Russian letter" in ask("/en/check/", q="dеmo_ministry")


def test_our_name_elsewhere_is_not_ours(make: Make, ask: Ask) -> None:
    make()

    page = ask("/check/", q="https://www.tiktok.com/@demo_ministry")

    assert "هذا ليس حسابنا" in page
    assert "ليس في هذا العنوان" in page


def test_a_name_is_no_proof(make: Make, ask: Ask) -> None:
    make()

    page = ask("/check/", q="الوزارة على x")

    assert "يستطيع أي أحد أن يتسمّى به" in page
    assert "نعم" not in page


def test_nothing_and_too_much_are_answered_kindly(make: Make, ask: Ask) -> None:
    make()

    assert "هل هذا الحساب رسمي؟" in ask("/check/")
    assert "أطول من اسم حساب" in ask("/check/", q="a" * 60_000)


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("<script>alert(1)</script>", "script&gt;alert(1)&lt;/script"),
        ('"><img src=x onerror=alert(1)>', "&quot;&gt;&lt;img"),
        ("javascript://x.com/%0aalert(1)", "يخفي وجهته"),
        ("\u202egro.live", "ليس من حساباتنا"),
        ("{{ request }}", "{{ request }}"),
        ("%s%s%(x)s", "ليس من حساباتنا"),
        ("\x00\ud83d", "ليس من حساباتنا"),
    ],
)
def test_what_is_asked_is_only_text(
    make: Make, ask: Ask, asked: str, shown: str
) -> None:
    make()

    page = ask("/check/", q=asked.encode("utf-8", "replace").decode())

    assert shown in page
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_what_is_asked_is_kept_nowhere(make: Make, client: Client) -> None:
    make()

    page = client.get("/check/", {"q": "demo_ministry"}, headers=HOST)

    assert "no-store" in page.headers["Cache-Control"]
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert '<meta name="robots" content="noindex">' in page.content.decode()
    assert page.cookies == {}
    assert client.post("/check/", {"q": "x"}, headers=HOST).status_code == 405
