"""The connector, on a site of WordPress."""

import re
from dataclasses import replace
from html import unescape
from uuid import uuid4

import httpx
import pytest

from rasmi.platforms.connector import (
    Absent,
    AuthExpired,
    Found,
    Invalid,
    Op,
    Seen,
)
from rasmi.platforms.wordpress.connector import WordPressConnector
from tests.peers.wordpress_people import ANY, Hand, connector, named, picture, png, said

PEOPLE = ("author", "editor")  # whose texts are filtered, and whose are not


@pytest.mark.parametrize(
    ("login", "missing"),
    [
        ("editor", ()),
        ("author", ()),
        ("contributor", ("publish_posts", "upload_files")),
        ("subscriber", ("edit_posts", "publish_posts", "upload_files")),
    ],
)
def test_looking_says_who_signed_in_and_what_is_missing(
    peer: dict[str, str], login: str, missing: tuple[str, ...]
) -> None:
    seen = connector(peer, login).probe()

    assert isinstance(seen, Seen)
    assert (seen.login, seen.missing) == (login, missing)
    assert seen.name.isprintable()
    assert seen.name != login


@pytest.mark.parametrize("login", ["author", "nobody"])
def test_a_wrong_password_says_so(peer: dict[str, str], op: Op, login: str) -> None:
    stranger = connector(peer, login, "wrong wrong wrong")

    for call in (
        stranger.probe,
        lambda: stranger.stage(op),
        lambda: stranger.commit(op, {"post": "1"}),
        lambda: stranger.reconcile(op, {"post": "1"}),
    ):
        with pytest.raises(AuthExpired) as refused:
            call()
        assert refused.value.status in (400, 401)
        assert "wrong" not in refused.value.words


def test_one_post_appears_whatever_is_repeated(
    author: WordPressConnector, admin: Hand, reader: Hand, op: Op
) -> None:
    op = replace(op, media=(picture(), picture(png(9))))

    staged = [author.stage(op), author.stage(op)]
    found = [author.commit(op, each) for each in staged]
    later = [author.stage(op), author.stage(op)]
    again = author.reconcile(op, later[0])

    assert staged[0] == staged[1] == later[0] == later[1]
    assert isinstance(again, Found)
    assert {each.remote_id for each in [*found, again]} == {staged[0]["post"]}
    assert len(named(reader, op)) == len(named(admin, op, ANY)) == 1
    files = admin.call("GET", "media", parent=found[0].remote_id)
    assert len(files) == 2


def test_before_it_is_published_the_public_sees_nothing(
    author: WordPressConnector, reader: Hand, op: Op
) -> None:
    op = replace(op, media=(picture(),))
    staged = author.stage(op)
    number, _, _ = staged[op.media[0].digest].partition(" ")

    assert named(reader, op) == []
    assert reader.client.get(f"/?p={staged['post']}").status_code == 404
    for route in (f"posts/{staged['post']}", f"media/{number}"):
        with pytest.raises(httpx.HTTPStatusError):
            reader.call("GET", route)
    assert author.reconcile(op, staged) == Absent(is_certain=True)
    assert author.reconcile(op, {}) == Absent(is_certain=True)


def test_what_was_never_made_is_certainly_absent(
    author: WordPressConnector, op: Op
) -> None:
    assert author.reconcile(op, {}) == Absent(is_certain=True)


@pytest.mark.parametrize("login", PEOPLE)
def test_a_text_is_read_as_it_was_approved(
    peer: dict[str, str], reader: Hand, op: Op, login: str
) -> None:
    text = (
        "تبدأ الخدمة 😀 👩‍💻 يوم الأحد\nفي كل المحافظات\n\n"
        "<script>alert(1)</script> & [gallery] C:\\temp\n"
        "https://moc.example/a--b?c=1&d=2\n'هي' \"x\" - ثم -- 2x3 ... :) 8-) (tm)\n\n"
        "<!-- wp:html --> &copy; \\n \\\\ `x` 1-2"
    )

    found, _ = said(connector(peer, login), replace(op, text=text))

    page = reader.page(found.url)
    assert found.evidence["altered"] is False
    assert reader.text(found.url).split() == text.split()
    assert "<script>alert" not in page
    assert 'href="https://moc.example/a--b?c=1&amp;d=2" rel="noopener"' in page
    assert '<p dir="rtl"><span lang="ar">' in page


def test_a_picture_is_shown_with_its_words(
    author: WordPressConnector, reader: Hand, op: Op
) -> None:
    content, alt = png(77), 'زر "التقديم" <b> [x]'
    op = replace(op, media=(picture(content, alt),))

    found, _ = said(author, op)

    (tag,) = re.findall(r"<img [^>]*wp-image-[^>]*>", reader.page(found.url))
    (address,) = re.findall(r'src="([^"]*)"', tag)
    (words,) = re.findall(r'alt="([^"]*)"', tag)
    assert reader.client.get(address).content == content
    assert unescape(words) == alt
    assert found.evidence["altered"] is False


def test_a_picture_that_is_shown_twice_is_uploaded_once(
    author: WordPressConnector, admin: Hand, reader: Hand, op: Op
) -> None:
    op = replace(op, media=(picture(alt="أولى"), picture(alt="ثانية")))

    found, _ = said(author, op)

    page = reader.page(found.url)
    assert len(admin.call("GET", "media", parent=found.remote_id)) == 1
    assert re.findall(r'alt="(أولى|ثانية)"', page) == ["أولى", "ثانية"]


def test_what_is_no_picture_goes_back(author: WordPressConnector, op: Op) -> None:
    op = replace(op, media=(picture(b"no picture"),))

    with pytest.raises(Invalid) as refused:
        author.stage(op)

    assert refused.value.words


def test_two_posts_may_say_the_same(
    author: WordPressConnector, admin: Hand, op: Op
) -> None:
    other = replace(op, key=uuid4().hex)

    first, second = said(author, op)[0], said(author, other)[0]
    again = author.reconcile(op, {})

    admin.destroy(second.remote_id)
    assert first.remote_id != second.remote_id
    assert isinstance(again, Found)
    assert again.remote_id == first.remote_id


def test_a_long_text_arrives_whole(
    author: WordPressConnector, reader: Hand, op: Op
) -> None:
    text = "\n\n".join(f"فقرة {number} " + "كلمة " * 110 for number in range(110))
    assert len(text) > 60_000

    found, staged = said(author, replace(op, text=text))
    again = author.reconcile(replace(op, text=text), staged)

    assert isinstance(again, Found)
    assert found.evidence["altered"] is again.evidence["altered"] is False
    assert reader.text(found.url).split() == text.split()
