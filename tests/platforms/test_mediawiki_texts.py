"""What a post and its pictures are called on a wiki, and how their words are set."""

import io

import pytest

from rasmi.platforms.connector import Invalid, Medium, Op
from rasmi.platforms.mediawiki.names import file_name, title_of
from rasmi.platforms.mediawiki.wikitext import page

KEY = "0123456789abcdef"


def picture(alt: str = "", media_type: str = "image/png") -> Medium:
    return Medium("f" * 64, media_type, alt, lambda: io.BytesIO(b""))


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("بدأ التسجيل.\nويستمر شهرًا", "بدأ التسجيل"),
        ("\n\n  أول سطر", "أول سطر"),
        ("#وسم_مهم: [رابط] {قالب} <b>|x|</b>", "وسم مهم رابط قالب b x b"),
        ("انظر https://a.example/x فورًا", "انظر فورًا"),
        ("ﷺ", "صلى الله عليه وسلم"),
        ("أ/ب %41 &amp; ‎يمين", "أ ب 41 amp يمين"),
        ("كلمة " * 30, " ".join(["كلمة"] * 12)),
        ("", ""),
        ("😀😀", ""),
    ],
)
def test_a_title_is_how_the_text_begins_with_a_part_of_the_key(
    text: str, heading: str
) -> None:
    title = title_of("Project:أخبار_الوزارة", Op(KEY, text))

    assert title == f"Project:أخبار الوزارة/{heading} (01234567)".replace("/ (", "/(")


@pytest.mark.parametrize("text", ["كلمة" * 90, "😀 خبر", "𐤀" * 300])
@pytest.mark.parametrize("handle", ["أخبار", "ن" * 100, "n" * 240])
def test_a_title_is_never_too_long(handle: str, text: str) -> None:
    title = title_of(handle, Op(KEY, text))

    assert len(title.encode()) <= 255
    assert title.endswith("(01234567)")


def test_a_prefix_that_leaves_no_room_is_refused() -> None:
    with pytest.raises(Invalid):
        title_of("ن" * 130, Op(KEY, "خبر"))


def test_a_picture_has_one_name_in_one_post() -> None:
    name = file_name(KEY, picture())

    assert name == f"Rasmi-{KEY}-{'f' * 16}.png"
    with pytest.raises(Invalid):
        file_name(KEY, picture(media_type="image/svg+xml"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("أ\nب\n\n\nج", "أ<br />\nب</p>\n\n<p>ج"),
        ("* أ", "&#42; أ"),
        ("أ * ب # ج", "أ * ب # ج"),
        ("''م''", "&#39;'م&#39;'"),
        ("it's a_b ~ 10%", "it's a_b ~ 10%"),
        ("~~~~ __TOC__", "&#126;&#126;&#126;~ &#95;_TOC&#95;_"),
        ("{{م}} [[م]]", "&#123;&#123;م&#125;&#125; &#91;&#91;م&#93;&#93;"),
        ("<b> &amp;", "&#60;b&#62; &#38;amp;"),
        ("RFC 12", "&#82;FC 12"),
        ("mailto:a@b.om", "mailto&#58;a@b.om"),
        ("ﷺ", "&#65018;"),
        ("أ\x7fب\x00", "أب"),
        ("e\u0301", "é"),
    ],
)
def test_what_could_be_markup_is_written_as_a_sign(text: str, expected: str) -> None:
    plain = page(Op(KEY, text)).replace(' dir="auto"', "")

    assert plain == f"<p>{expected}</p>"


@pytest.mark.parametrize(
    ("text", "target", "rest"),
    [
        ("https://a.om/ب?c=1&d=2، ثم", "https://a.om/ب?c=1&amp;d=2", "، ثم"),
        ("https://a.om/x_(y))", "https://a.om/x_(y)", ")"),
        ("https://a.om/__TOC__", "https://a.om/%5F_TOC%5F_", ""),
        ("https://a.om/{{x}}|''", "https://a.om/%7B%7Bx%7D%7D%7C", "&#39;'"),
        ("HTTP://a.om.", "HTTP://a.om", "."),
    ],
)
def test_the_address_of_a_page_is_a_link(text: str, target: str, rest: str) -> None:
    written = page(Op(KEY, text))

    assert written.startswith(f'<p dir="auto">[{target} ')
    assert written.endswith(f"]{rest}</p>")


@pytest.mark.parametrize("text", ["https://", "ftp://a.om", "//a.om", "javascript:x"])
def test_no_other_address_is_one(text: str) -> None:
    assert "[" not in page(Op(KEY, text))


def test_the_words_of_a_picture_stay_within_it() -> None:
    written = page(Op(KEY, "", (picture("زر |right]]\n{{م}}"),)))

    name = file_name(KEY, picture())
    alt = "زر &#124;right&#93;&#93; &#123;&#123;م&#125;&#125;"
    assert written == f"[[File:{name}|thumb|center|upright=2|alt={alt}]]"
