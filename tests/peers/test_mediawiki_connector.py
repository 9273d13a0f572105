"""The connector, on a real MediaWiki."""

import hashlib
import html
import io
import re
from dataclasses import replace
from uuid import uuid4

import httpx
import pytest
from PIL import Image

from rasmi.platforms.connector import (
    Absent,
    Account,
    AccountRestricted,
    AuthExpired,
    ContentRejected,
    EditConflict,
    Found,
    Invalid,
    Medium,
    Op,
    OutcomeUnknown,
    PermissionDenied,
    Seen,
    Transient,
    Unsure,
)
from rasmi.platforms.mediawiki.connector import MediaWikiConnector
from rasmi.platforms.mediawiki.names import file_name, title_of
from rasmi.platforms.mediawiki.wikitext import page, sha1
from tests.peers.mediawiki_people import Person
from tests.peers.start import start
from tests.peers.wire import losing_answers

PREFIX = "Project:أخبار"
PARAGRAPH = re.compile(r'<p dir="auto">(.*?)</p>', re.DOTALL)
MARKUP = """* <script>alert(1)</script> '''غليظ''' ~~~~ {{PAGENAME}} [[صفحة]] [x y]
# __TOC__ __NOTOC__ <nowiki> </p> <!-- خفي --> &amp; &lt; {{{1}}} -{zh:a}-
{| class="x"
|-
| أ || ب
|}

== عنوان ==
----
; كلمة: شرح RFC 123 ISBN 978-3-16-148410-0 mailto:a@b.om ftp://a.om #REDIRECT [[x]]
ﷺ ﻻ 😀 👩‍👩‍👧 it's 5 < 6 & 7 https://a.om/x_(y)?a=1&b=''__TOC__، http://b.om."""


@pytest.fixture(scope="module")
def server() -> dict[str, str]:
    return start("mediawiki")


@pytest.fixture(scope="module")
def badr(server: dict[str, str]) -> Person:
    """Who keeps the wiki."""
    return Person(server, "Admin")


@pytest.fixture(scope="module")
def salim(server: dict[str, str]) -> Person:
    """A stranger who may write."""
    return Person(server, "Vandal")


@pytest.fixture(scope="module")
def account(server: dict[str, str]) -> Account:
    address, password = server["MEDIAWIKI_URL"], server["MEDIAWIKI_EDITOR"]
    return Account(PREFIX, address, password, login="Editor@peers")


@pytest.fixture(scope="module")
def ministry(account: Account) -> MediaWikiConnector:
    return MediaWikiConnector(account)


def a_picture(alt: str = "زر التقديم") -> Medium:
    """One that is on no wiki yet."""
    file = io.BytesIO()
    color = tuple(uuid4().bytes[:3])
    Image.new("RGB", (48, 32), color).save(file, "PNG")
    content = file.getvalue()
    digest = hashlib.sha256(content).hexdigest()
    return Medium(digest, "image/png", alt, lambda: io.BytesIO(content))


def post(text: str = "بدأ التسجيل", *media: Medium) -> Op:
    return Op(uuid4().hex, text, media)


def shown(found: Found) -> str:
    """The page as everybody sees it."""
    answer = httpx.get(found.url, trust_env=False, timeout=30)
    assert answer.status_code == 200
    return answer.text


def paragraphs(found: Found) -> list[str]:
    """The words of its paragraphs, line by line."""
    return [
        html.unescape(re.sub(r"<[^>]+>", "", each)).replace("\xa0", " ")
        for each in PARAGRAPH.findall(shown(found))
    ]


def test_an_account_that_may_speak_lacks_nothing(ministry: MediaWikiConnector) -> None:
    assert ministry.probe() == Seen("Editor", "Editor", missing=())


def test_a_wrong_password_says_so(account: Account) -> None:
    stranger = MediaWikiConnector(replace(account, token="a-wrong-password"))

    with pytest.raises(AuthExpired) as refused:
        stranger.probe()

    assert "كلمة السر" in refused.value.words


def test_rights_that_were_not_granted_are_named(
    account: Account, server: dict[str, str]
) -> None:
    reader = MediaWikiConnector(
        replace(account, login="Editor@reader", token=server["MEDIAWIKI_READER"])
    )

    assert reader.probe().missing == ("edit", "createpage", "upload")
    with pytest.raises(PermissionDenied):
        reader.commit(post(), {})


def test_a_blocked_account_says_nothing(
    account: Account, server: dict[str, str], badr: Person
) -> None:
    vandal = MediaWikiConnector(
        replace(account, login="Vandal@peers", token=server["MEDIAWIKI_VANDAL"])
    )
    badr.act("block", user="Vandal", reason="مخالفة السياسة", expiry="1 hour")
    try:
        with pytest.raises(AccountRestricted) as seen:
            vandal.probe()
        with pytest.raises(AccountRestricted):
            vandal.commit(post(), {})
    finally:
        badr.act("unblock", user="Vandal")

    assert seen.value.words == "مخالفة السياسة"


def test_a_prefix_under_which_nobody_may_write_says_so(
    account: Account, badr: Person
) -> None:
    closed = MediaWikiConnector(replace(account, handle=f"مغلق {uuid4().hex}"))
    title = title_of(closed._account.handle, Op("0" * 8, ""))
    badr.act("protect", title=title, protections="create=sysop")

    with pytest.raises(PermissionDenied):
        closed.probe()


@pytest.mark.parametrize("handle", ["Special:News", "wikipedia:News", "a[b]"])
def test_a_prefix_that_makes_no_title_is_refused(account: Account, handle: str) -> None:
    connector = MediaWikiConnector(replace(account, handle=handle))

    with pytest.raises(Invalid):
        connector.probe()
    with pytest.raises(Invalid):
        connector.commit(post(), {})


def test_everything_repeated_makes_one_page_and_one_file(
    account: Account, badr: Person
) -> None:
    op = post("بدأ التسجيل", a_picture())

    found = []
    for _ in range(2):
        ministry = MediaWikiConnector(account)
        found.append(ministry.commit(op, ministry.stage(op)))
    again = MediaWikiConnector(account).reconcile(op, {})

    assert isinstance(again, Found)
    assert {(each.remote_id, each.url) for each in (*found, again)} == {
        (found[0].remote_id, found[0].url)
    }
    (version,) = badr.versions(title_of(PREFIX, op))
    assert version == {"user": "Editor", "comment": f"[rasmi:{op.key}]"}
    (file,) = badr.files(op.key)
    assert file["sha1"] == sha1(op.media[0].read())


def test_what_is_staged_is_seen_by_nobody(
    ministry: MediaWikiConnector, badr: Person
) -> None:
    op = post("بدأ التسجيل", a_picture())

    first, again = ministry.stage(op), ministry.stage(op)

    assert first.keys() == again.keys() == {op.media[0].digest}
    assert badr.files(op.key) == []
    assert ministry.reconcile(op, first) == Absent(is_certain=True)


def test_a_picture_that_the_wiki_no_longer_keeps_is_sent_anew(
    ministry: MediaWikiConnector, badr: Person
) -> None:
    op = post("بدأ التسجيل", a_picture())

    ministry.commit(op, {op.media[0].digest: "1abc.defghi.1.png"})

    assert len(badr.files(op.key)) == 1


def test_the_picture_and_its_words_are_shown(ministry: MediaWikiConnector) -> None:
    op = post("بدأ التسجيل", a_picture("زر \"أ\" | [[x]] ''y'' https://a.om <b>"))

    found = ministry.commit(op, ministry.stage(op))

    name = re.escape(file_name(op.key, op.media[0]))
    image = re.search(rf'<img alt="([^"]*)" src="(/images/[^"]*{name})"', shown(found))
    assert image
    assert html.unescape(image[1]) == op.media[0].alt
    address = httpx.URL(found.url).join(image[2])
    assert httpx.get(address, trust_env=False).content == op.media[0].read()


def test_another_picture_under_the_name_is_left_alone(
    ministry: MediaWikiConnector, salim: Person, badr: Person
) -> None:
    op = post("بدأ التسجيل", a_picture())
    another = a_picture().read()
    name = file_name(op.key, op.media[0])
    salim.upload(name, another)

    with pytest.raises(EditConflict):
        ministry.commit(op, {})

    (file,) = badr.files(op.key)
    assert file["sha1"] == sha1(another)
    assert badr.versions(title_of(PREFIX, op)) == []


def test_markup_is_shown_as_it_was_written(ministry: MediaWikiConnector) -> None:
    found = ministry.commit(post(MARKUP), {})

    expected = [
        "\n".join(line.strip() for line in each.split("\n"))
        for each in MARKUP.split("\n\n")
    ]
    assert paragraphs(found) == expected
    whole = shown(found)
    assert "<script>alert" not in whole
    assert 'href="https://a.om/x_(y)?a=1&amp;b=%27%27%5F_TOC%5F_"' in whole
    assert 'href="http://b.om"' in whole
    assert 'href="mailto:' not in whole
    assert 'id="toc"' not in whole


def test_a_long_text_arrives_whole(ministry: MediaWikiConnector) -> None:
    op = post("\n".join(f"{number}. بدأ التسجيل 😀" for number in range(3_100)))
    assert len(op.text) > 60_000

    found = ministry.commit(op, {})
    again = ministry.reconcile(op, {})

    assert paragraphs(found) == [op.text]
    assert isinstance(again, Found)
    assert again.evidence["sha1"] == sha1(page(op).encode())
    assert isinstance(again.evidence["made"], dict)
    assert again.evidence["made"]["sha1"] == again.evidence["sha1"]


def test_the_page_of_another_is_not_ours(
    ministry: MediaWikiConnector, salim: Person, badr: Person
) -> None:
    op = post("بدأ التسجيل", a_picture())
    title = title_of(PREFIX, op)
    salim.act("edit", title=title, text="غيره", summary=f"[rasmi:{op.key}]")

    with pytest.raises(EditConflict) as refused:
        ministry.commit(op, {})

    assert "Vandal" in refused.value.words
    assert badr.files(op.key) == []
    assert isinstance(ministry.reconcile(op, {}), Unsure)
    assert [each["user"] for each in badr.versions(title)] == ["Vandal"]


def test_a_page_that_others_edited_since_is_ours(
    ministry: MediaWikiConnector, salim: Person
) -> None:
    op = post()
    found = ministry.commit(op, {})
    salim.act("edit", pageid=found.remote_id, text="غيره")

    again = ministry.reconcile(op, {})

    assert isinstance(again, Found)
    assert again.remote_id == found.remote_id


def test_a_page_that_was_deleted_since_was_said(
    ministry: MediaWikiConnector, badr: Person
) -> None:
    op = post()
    found = ministry.commit(op, {})
    badr.act("delete", pageid=found.remote_id, reason="تجربة")

    again = ministry.reconcile(op, {})

    assert isinstance(again, Found)
    assert (again.remote_id, again.url) == (found.remote_id, found.url)
    assert isinstance(again.evidence["log"], list)
    assert [each["type"] for each in again.evidence["log"]] == ["create", "delete"]


def test_a_page_that_was_moved_since_is_found_where_it_is(
    ministry: MediaWikiConnector, badr: Person
) -> None:
    op = post()
    found = ministry.commit(op, {})
    badr.act("move", fromid=found.remote_id, to=f"Project:أرشيف/{op.key}")

    again = ministry.reconcile(op, {})

    assert isinstance(again, Found)
    assert again.remote_id == found.remote_id
    assert again.url.endswith(op.key)
    assert paragraphs(again) == [op.text]


def test_what_was_deleted_before_us_leaves_it_open(
    ministry: MediaWikiConnector, salim: Person, badr: Person
) -> None:
    op = post()
    made = salim.act("edit", title=title_of(PREFIX, op), text="غيره")
    badr.act("delete", pageid=str(made["pageid"]))

    assert isinstance(ministry.reconcile(op, {}), Unsure)


def test_what_a_filter_does_not_let_pass_comes_back_with_its_words(
    ministry: MediaWikiConnector, server: dict[str, str], badr: Person
) -> None:
    op = post(f"خبر فيه {server['MEDIAWIKI_FILTERED']}", a_picture("زر التقديم"))

    with pytest.raises(ContentRejected) as refused:
        ministry.commit(op, {})

    (file,) = badr.files(op.key)
    page = f"File:{file['name']}"
    shown = badr.ask("query", titles=page, prop="revisions", rvprop="content|comment")
    assert "تم منعه" in refused.value.words
    assert page in refused.value.words
    assert "زر" not in str(shown["query"])
    assert ministry.reconcile(op, {}) == Absent(is_certain=True)


@pytest.mark.parametrize("loss", ["cookies", "token"])
def test_a_session_that_is_over_is_opened_again(
    ministry: MediaWikiConnector, badr: Person, loss: str
) -> None:
    op = post("بدأ التسجيل", a_picture())
    staged = ministry.stage(op)

    if loss == "cookies":
        ministry._session._line._client.cookies.clear()
    else:
        ministry._session._token = "0+\\"
    ministry.commit(op, staged)

    assert len(badr.versions(title_of(PREFIX, op))) == len(badr.files(op.key)) == 1


def test_an_edit_whose_answer_is_lost_is_found(
    account: Account, ministry: MediaWikiConnector, badr: Person
) -> None:
    op = post()
    with losing_answers(account.address, b"action=edit") as wire:
        behind = MediaWikiConnector(replace(account, address=wire.address))
        with pytest.raises(OutcomeUnknown):
            behind.commit(op, {})

    assert isinstance(ministry.reconcile(op, {}), Found)
    assert len(badr.versions(title_of(PREFIX, op))) == 1


def test_a_picture_whose_answer_is_lost_is_there_the_next_time(
    account: Account, ministry: MediaWikiConnector, badr: Person
) -> None:
    op = post("بدأ التسجيل", a_picture())
    staged = ministry.stage(op)
    with losing_answers(account.address, b"action=upload") as wire:
        behind = MediaWikiConnector(replace(account, address=wire.address))
        with pytest.raises(Transient):
            behind.commit(op, staged)
    assert badr.versions(title_of(PREFIX, op)) == []

    ministry.commit(op, staged)

    assert len(badr.versions(title_of(PREFIX, op))) == len(badr.files(op.key)) == 1
