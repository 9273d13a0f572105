"""The pages on which citizens read and comment."""

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from rasmi.platforms.connector import Account, Op
from rasmi.platforms.sandbox import words
from rasmi.platforms.sandbox.connector import SandboxConnector
from tests.platforms.sandbox_server import running_sandbox
from tests.platforms.test_sandbox_api import PNG, caller

CSP = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self';"
    " base-uri 'none'; frame-ancestors 'none'"
)


@pytest.fixture
def account(tmp_path: Path) -> Iterator[Account]:
    with running_sandbox(tmp_path) as account:
        yield account


@pytest.fixture
def ministry(account: Account) -> SandboxConnector:
    connector = SandboxConnector(account)
    connector.present("وزارة الاختبار")
    return connector


@pytest.fixture
def address(ministry: SandboxConnector) -> str:
    """Of the page of a post."""
    return ministry.commit(Op("k1", "بدأ التسجيل"), {}).url


def send(address: str, text: str, name: str = "سالم", **headers: str) -> httpx.Response:
    sent = {each.replace("_", "-"): value for each, value in headers.items()}
    return httpx.post(
        address, data={"name": name, "text": text}, headers=sent, trust_env=False
    )


def read(address: str) -> str:
    answer = httpx.get(address, trust_env=False)
    assert answer.status_code == 200
    return answer.text


def test_a_citizen_comments_and_comes_back_to_the_comment(address: str) -> None:
    answer = send(address, "متى ينتهي؟")

    assert answer.status_code == 303
    assert re.fullmatch(
        r"/@ministry/[0-9a-f]{12}#c-[0-9a-f]{12}", answer.headers["Location"]
    )
    assert "متى ينتهي؟" in read(address)


@pytest.mark.parametrize("page", ["/", "/@ministry", "/@ministry?lang=en", "/nothing"])
def test_every_page_says_that_this_is_no_real_network(
    account: Account, address: str, page: str
) -> None:
    language = "en" if "en" in page[-2:] else "ar"

    answer = httpx.get(account.address + page, trust_env=False)

    assert words.PAGES[language]["banner"] in answer.text
    assert f'<html lang="{language}"' in answer.text
    assert answer.headers["Content-Security-Policy"] == CSP
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_pages_stay_in_the_language_that_is_read(account: Account) -> None:
    english = {"Accept-Language": "en-US,en"}

    answer = httpx.get(account.address, headers=english, trust_env=False)

    assert '<html lang="ar" dir="rtl">' in answer.text


def test_a_hostile_comment_is_only_text(address: str) -> None:
    hostile = "<script>alert(1)</script>\u202e\" onload='x' &amp; \x07"

    send(address, hostile, name="<img src=x onerror=alert(1)>\u202emoc")
    page = read(address)

    assert "<script" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "&amp;amp;" in page
    assert "\x07" not in page
    assert "<bdi>&lt;img src=x onerror=alert(1)&gt;moc</bdi>" in page


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("سالم", "  \u200f ", "empty"),
        ("\u202e", "متى؟", "empty"),
        ("سالم", "ا" * 1001, "too_long"),
        ("س" * 101, "متى؟", "too_long"),
    ],
)
def test_what_cannot_be_said_comes_back_to_the_form(
    address: str, name: str, text: str, sentence: str
) -> None:
    answer = send(address, text, name)

    assert answer.status_code == 422
    assert words.PROBLEMS["ar"][sentence] in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert words.PAGES["ar"]["no_comments"] in answer.text


def test_a_comment_of_five_megabytes_is_refused_in_words(address: str) -> None:
    answer = send(address, "x" * 5 * 1024 * 1024)

    assert answer.status_code == 413
    assert words.PROBLEMS["ar"]["too_large"] in answer.text


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
    ],
)
def test_a_form_of_another_site_is_refused(
    address: str, headers: dict[str, str]
) -> None:
    assert send(address, "متى؟", **headers).status_code == 403
    assert words.PAGES["ar"]["no_comments"] in read(address)


def test_the_form_of_this_site_is_taken(account: Account, address: str) -> None:
    answer = send(address, "متى؟", Origin=account.address, Sec_Fetch_Site="same-origin")

    assert answer.status_code == 303


def test_another_name_for_this_machine_is_refused(address: str) -> None:
    answer = httpx.get(address, headers={"Host": "evil.example"}, trust_env=False)

    assert answer.status_code == 421
    assert "بدأ التسجيل" not in answer.text


def test_a_hidden_comment_is_shown_as_hidden(
    ministry: SandboxConnector, address: str
) -> None:
    send(address, "كلام مسيء")
    (comment,), _ = ministry.comments()

    ministry.hide(comment.remote_id)
    hidden = read(address)
    ministry.unhide(comment.remote_id)

    assert words.PAGES["ar"]["hidden"] in hidden
    assert "كلام مسيء" not in hidden
    assert "كلام مسيء" in read(address)


def test_a_deleted_comment_vanishes_and_its_answer_stays(
    ministry: SandboxConnector, address: str
) -> None:
    send(address, "كلام مسيء")
    (comment,), _ = ministry.comments()
    ministry.reply("r1", comment.post_id, "نرحب بكل رأي", comment.remote_id)

    ministry.delete_comment(comment.remote_id)
    page = read(address)

    assert "كلام مسيء" not in page
    assert words.PAGES["ar"]["hidden"] not in page
    assert "نرحب بكل رأي" in page


def test_only_the_account_is_shown_as_official(
    ministry: SandboxConnector, address: str
) -> None:
    send(address, "أنا الوزارة", name="وزارة الاختبار")
    official = words.PAGES["ar"]["official"]
    assert official not in read(address)

    (comment,), _ = ministry.comments()
    ministry.reply("r1", comment.post_id, "بل نحن", comment.remote_id)

    assert read(address).count(official) == 1


def test_a_deleted_post_is_not_found_any_more(
    account: Account, ministry: SandboxConnector, address: str
) -> None:
    ministry.delete(address.rsplit("/", 1)[1])

    assert httpx.get(address, trust_env=False).status_code == 404
    assert send(address, "متى؟").status_code == 404
    assert words.PAGES["ar"]["no_posts"] in read(f"{account.address}/@ministry")


def test_pictures_are_shown_with_their_alternative_text(
    account: Account, address: str
) -> None:
    with caller(account.address) as api:
        picture = api.post("media", content=PNG).json()["id"]
        media = [{"id": picture, "alt": 'زر "قدّم"'}]
        content = {"handle": "ministry", "key": "k2", "text": "صورة", "media": media}
        api.post("posts", json=content)

    page = read(f"{account.address}/@ministry")
    answer = httpx.get(f"{account.address}/media/{picture}", trust_env=False)

    assert 'alt="زر &quot;قدّم&quot;"' in page
    assert answer.content == PNG
    assert answer.headers["Content-Type"] == "image/png"


def test_older_posts_are_a_page_further(account: Account, address: str) -> None:
    connector = SandboxConnector(account)
    for number in range(50):
        connector.commit(Op(f"later-{number}", "خبر لاحق"), {})

    page = read(f"{account.address}/@ministry")
    found = re.search(r'href="(/@ministry\?after=\d+)"', page)

    assert "بدأ التسجيل" not in page
    assert found
    assert "بدأ التسجيل" in read(account.address + found[1])


def test_the_style_is_served_by_the_platform_itself(account: Account) -> None:
    style = httpx.get(f"{account.address}/style.css", trust_env=False)

    assert style.headers["Content-Type"].startswith("text/css")
    assert "url(" not in style.text


def test_both_languages_have_every_sentence() -> None:
    assert words.PAGES["ar"].keys() == words.PAGES["en"].keys()
    assert words.PROBLEMS["ar"].keys() == words.PROBLEMS["en"].keys()


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "لا تعليقات"),
        (1, "تعليق واحد"),
        (2, "تعليقان"),
        (3, "3 تعليقات"),
        (10, "10 تعليقات"),
        (11, "11 تعليقًا"),
        (100, "100 تعليق"),
        (102, "102 تعليق"),
        (103, "103 تعليقات"),
    ],
)
def test_comments_are_counted_as_arabic_counts(number: int, said: str) -> None:
    assert words.counted("comments", number, "ar") == said
