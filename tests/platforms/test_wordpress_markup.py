"""A text as a post: what is its title, and that its markup says nothing of itself."""

import re
from html import unescape

import pytest

from rasmi.platforms.wordpress.markup import LONGEST_TITLE, Picture, page

PICTURE = Picture(7, "https://blog.ministry.example/a.png", "زر التقديم")


def shown(content: str) -> str:
    """The text that a reader sees."""
    text = content.replace("<br>", "\n")
    return unescape(re.sub(r"<[^>]*>", "", text)).strip()


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("بدأ التسجيل.", "بدأ التسجيل"),
        ("متى يبدأ التسجيل؟ يبدأ غدًا.", "متى يبدأ التسجيل؟"),
        ("Dr. Salim opened the center. He thanked all.", "Dr. Salim opened the center"),
        ("السطر الأول\nالسطر الثاني", "السطر الأول"),
        ("بدأ التسجيل\n\nيستمر أسبوعًا.", "بدأ التسجيل"),
        ("بدأ   \n\n", "بدأ"),
        ("< & [gallery]", "&lt; &amp; &#091;gallery&#093;"),
        ("", ""),
    ],
)
def test_the_title_is_what_comes_first(text: str, title: str) -> None:
    assert page(text).title == title


def test_a_heading_is_not_said_twice() -> None:
    written = page("بدأ التسجيل\n\nيستمر أسبوعًا.")

    assert shown(written.content) == "يستمر أسبوعًا."


@pytest.mark.parametrize(
    "text",
    ["خبر", "خبر أول\nوثانٍ\n\nوثالث", "https://moc.example/1\n\nنص", "كلمة " * 30],
)
def test_what_is_no_heading_stays_in_the_text(text: str) -> None:
    content = page(text).content

    assert shown(content).split() == text.split()


def test_a_long_title_ends_with_a_whole_word() -> None:
    title = page("وزارة " * 40).title

    assert len(title) <= LONGEST_TITLE
    assert set(title.removesuffix("…").split()) == {"وزارة"}


@pytest.mark.parametrize("sign", ["👩‍💻", "بُ", "❤️"])
def test_no_sign_is_cut_in_two(sign: str) -> None:
    title = page("x" + sign * 100).title.removesuffix("…").removeprefix("x")

    assert title == sign * (len(title) // len(sign))


def test_a_picture_alone_takes_its_title_from_its_words() -> None:
    written = page("", [PICTURE], name="زر التقديم")

    assert written.title == "زر التقديم"
    assert written.content.count("<img ") == 1
    assert "<p" not in written.content


def test_gaps_part_paragraphs_and_lines_stay() -> None:
    content = page("مقدمة طويلة\r\nسطر\r\n \t\r\n\r\nأخرى\u2028سطر").content

    assert content.count("<p ") == 2
    assert content.count("<br>") == 2


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("بدأ التسجيل في iPhone", "rtl"),
        ("X تعلن الوزارة عن خدمة", "rtl"),
        ("https://portal.example/long/way هنا", "rtl"),
        ("Registration: بدأ now", "ltr"),
        ("2026", "rtl"),
    ],
)
def test_a_paragraph_runs_as_most_of_its_letters(text: str, direction: str) -> None:
    content = page(text).content

    assert f'"direction":"{direction}"' in content
    assert f'<p dir="{direction}">' in content


def test_each_paragraph_has_its_own_language() -> None:
    content = page("بدأ التسجيل\nاليوم\n\nRegistration is open.\n\n2026").content

    assert re.findall(r'lang="(\w+)"', content) == ["ar", "en", "en"]


def test_a_text_holds_no_markup() -> None:
    text = '<script>alert("1")</script>\n<!-- wp:html --> [gallery ids="1"] &copy; \\n'

    content = page(text).content

    assert shown(content) == text.strip()
    assert "[" not in content
    assert content.count("<!-- ") == 2
    assert "<script" not in content


def test_words_of_a_picture_cannot_leave_their_place() -> None:
    alt = '"><script> [x]\nثان'

    content = page("خبر", [Picture(7, PICTURE.address, alt)]).content

    (found,) = re.findall(r'alt="([^"]*)"', content)
    assert unescape(found) == '"><script> [x] ثان'
    assert "[" not in found


def test_the_first_picture_stands_above_the_text() -> None:
    content = page("خبر", [PICTURE, PICTURE]).content

    assert re.findall("<(img|p) ", content) == ["img", "p", "img"]


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("https://moc.example", "https://moc.example"),
        ("زوروا https://moc.example/a?x=1&y=2.", "https://moc.example/a?x=1&y=2"),
        ("https://moc.example/a،ثم", "https://moc.example/a"),
        ("(https://moc.example/a)", "https://moc.example/a"),
        ("https://moc.example/a_(b)", "https://moc.example/a_(b)"),
        ("«https://moc.example/خدمة»", "https://moc.example/خدمة"),
    ],
)
def test_links_can_be_followed(text: str, link: str) -> None:
    content = page(text).content

    (found,) = re.findall(r'<a href="([^"]*)" rel="noopener"', content)
    assert unescape(found) == link
    assert shown(content) == text


@pytest.mark.parametrize(
    "text", ["http://moc.example", "javascript:alert(1)", "moc.example"]
)
def test_only_what_is_sealed_is_a_link(text: str) -> None:
    assert "<a " not in page(text).content


def test_signs_that_nobody_sees_are_left_out() -> None:
    written = page("بدأ\x00\x08 التسجيل\x7f")

    assert shown(written.content) == written.title == "بدأ التسجيل"
