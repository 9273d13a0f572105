"""What the public says on a real WordPress: heard, answered, hidden, shown again."""

import re
from collections.abc import Iterator
from html import unescape
from uuid import uuid4

import pytest

from rasmi.platforms.connector import (
    Absent,
    Deed,
    Fetched,
    Found,
    Heard,
    Invalid,
    NotFound,
    Op,
    OutcomeUnknown,
    PermissionDenied,
    Shown,
    Target,
    Unsure,
)
from rasmi.platforms.wordpress.connector import WordPressConnector
from tests.peers.wire import Call, Fault, Wire
from tests.peers.wordpress_people import Hand, comment, connector, said

PEOPLE = ("author", "editor")  # who reads comments as shown, and who as typed
ANSWER = (
    "يبدأ «الأحد» <b> & 'هي' -- [x]\nhttps://moc.example/a?b=1&c=2، شكراً\n\nالإعلام"
)


@pytest.fixture(params=PEOPLE)
def ministry(
    request: pytest.FixtureRequest, peer: dict[str, str]
) -> WordPressConnector:
    return connector(peer, request.param)


@pytest.fixture
def post(ministry: WordPressConnector, op: Op) -> Found:
    return said(ministry, op)[0]


@pytest.fixture
def ours(author: WordPressConnector, op: Op) -> Found:
    """A post of the author, where it makes no difference who speaks."""
    return said(author, op)[0]


def hear(
    ministry: WordPressConnector, post: Found, cursor: str = ""
) -> tuple[list[Heard], Fetched]:
    """What is heard beneath one post, until no more waits."""
    fetched = ministry.fetch(cursor)
    items = [*fetched.items]
    while fetched.has_more:
        fetched = ministry.fetch(fetched.cursor)
        items += fetched.items
    heard = [WordPressConnector.read(each) for each in items]
    return [each for each in heard if each.thread == post.remote_id], fetched


def heard(ministry: WordPressConnector, post: Found) -> list[Heard]:
    return hear(ministry, post)[0]


def about(heard: Heard, deed: Deed, text: str = "") -> Op:
    target = Target(heard.remote_id, heard.thread)
    return Op(uuid4().hex, text, deed=deed, target=target)


def test_a_citizen_is_heard_through_the_sites_own_form(
    ministry: WordPressConnector, reader: Hand, post: Found
) -> None:
    text = "متى <b>يبدأ</b> التقديم؟ & شكراً\nسطر\n\nفقرة <!-- x --> 3 < 4"
    number = comment(reader, post, text, "سالم الحارثي")

    (told,) = heard(ministry, post)

    assert told.text == "متى يبدأ التقديم؟ & شكراً\nسطر\n\nفقرة 3 < 4"
    assert told.remote_id == f"comment-{number}"
    assert (told.author, told.is_ours) == ("سالم الحارثي", False)
    assert (told.shown, told.reply_to) == (Shown.VISIBLE, "")
    assert told.url.startswith(post.url)
    assert heard(ministry, post) == [told]


def test_comments_are_heard_in_the_order_they_were_made(
    ministry: WordPressConnector, reader: Hand, post: Found
) -> None:
    first = comment(reader, post, "متى؟", "سالم")
    comment(reader, post, "وأين؟", "هدى", parent=first)

    told = heard(ministry, post)

    assert [each.text for each in told] == ["متى؟", "وأين؟"]
    assert told[1].reply_to == told[0].remote_id


def test_what_did_not_change_is_given_as_it_was(
    ministry: WordPressConnector, reader: Hand, post: Found
) -> None:
    comment(reader, post, "متى؟")
    fetched = hear(ministry, post)[1]

    again = ministry.fetch(fetched.cursor)

    (item,) = [each for each in fetched.items if each["post"] == post.remote_id]
    assert item in again.items


def test_neither_mail_nor_place_of_a_citizen_is_taken(
    ministry: WordPressConnector, reader: Hand, post: Found
) -> None:
    comment(reader, post, "متى؟")

    fetched = hear(ministry, post)[1]

    (item,) = [each for each in fetched.items if each["post"] == post.remote_id]
    assert set(item) == {
        *("id", "post", "parent", "author_name", "author_id", "is_ours", "date_gmt"),
        *("link", "status", "form", "content"),
    }
    assert "citizen@" not in str(item) + fetched.cursor


def test_two_comments_of_one_guest_are_known_as_such_by_a_moderator(
    peer: dict[str, str], op: Op, reader: Hand
) -> None:
    editor = connector(peer, "editor")
    post = said(editor, op)[0]
    for text, name in (("أولى", "سالم"), ("ثانية", "سالم"), ("ثالثة", "هدى")):
        comment(reader, post, text, name)

    first, second, other = heard(editor, post)

    assert first.author_id == second.author_id != other.author_id
    assert re.fullmatch("guest-[0-9a-f]{16}", first.author_id)


def test_what_is_said_beneath_a_post_of_others_is_not_heard(
    peer: dict[str, str], ours: Found, reader: Hand
) -> None:
    comment(reader, ours, "متى؟")

    assert heard(connector(peer, "editor"), ours) == []


def test_what_the_site_holds_back_is_heard_and_its_way_is_followed(
    ministry: WordPressConnector, admin: Hand, reader: Hand, post: Found
) -> None:
    number = comment(reader, post, "سؤال")
    admin.call("POST", f"comments/{number}", json={"status": "hold"})
    told, fetched = hear(ministry, post)
    assert [(each.shown, each.text) for each in told] == [(Shown.HIDDEN, "سؤال")]

    for change, shown, text in (
        ({"status": "approved"}, Shown.VISIBLE, "سؤال"),
        ({"content": "سؤال آخر"}, Shown.VISIBLE, "سؤال آخر"),
        ({"status": "spam"}, Shown.HIDDEN, "سؤال آخر"),
        ({"status": "approved"}, Shown.VISIBLE, "سؤال آخر"),
        ({"status": "trash"}, Shown.DELETED, ""),
    ):
        admin.call("POST", f"comments/{number}", json=change)
        told, fetched = hear(ministry, post, fetched.cursor)
        assert [(each.shown, each.text) for each in told] == [(shown, text)]

    said_at = told[0].said_at
    admin.call("DELETE", f"comments/{number}", force="true")
    (gone,), fetched = hear(ministry, post, fetched.cursor)
    assert (gone.shown, gone.text, gone.said_at) == (Shown.DELETED, "", said_at)
    assert hear(ministry, post, fetched.cursor)[0] == []


@pytest.mark.parametrize("status", ["spam", "trash"])
def test_what_was_put_away_before_it_was_heard_comes_when_it_is_taken_out(
    ministry: WordPressConnector, admin: Hand, reader: Hand, post: Found, status: str
) -> None:
    number = comment(reader, post, "اشتروا الآن")
    admin.call("POST", f"comments/{number}", json={"status": status})
    told, fetched = hear(ministry, post)
    assert told == []
    told, fetched = hear(ministry, post, fetched.cursor)
    assert told == []

    admin.call("POST", f"comments/{number}", json={"status": "approved"})

    told, _ = hear(ministry, post, fetched.cursor)
    assert [each.shown for each in told] == [Shown.VISIBLE]


def test_comments_of_a_post_in_the_trash_are_hidden(
    ministry: WordPressConnector, admin: Hand, reader: Hand, post: Found
) -> None:
    comment(reader, post, "متى؟")
    (told,), fetched = hear(ministry, post)
    admin.trash(post.remote_id)

    (hidden,), _ = hear(ministry, post, fetched.cursor)

    assert hidden.shown == Shown.HIDDEN
    with pytest.raises(NotFound):
        ministry.commit(about(told, Deed.SHOW), {})


def test_what_was_said_long_before_is_left_alone(
    ministry: WordPressConnector, admin: Hand, reader: Hand, post: Found
) -> None:
    number = comment(reader, post, "قديم")
    admin.call("POST", f"comments/{number}", json={"date": "2020-01-01T00:00:00"})

    assert heard(ministry, post) == []


def test_more_than_one_look_holds_comes_in_by_and_by(
    author: WordPressConnector, reader: Hand, ours: Found
) -> None:
    begun = author.fetch("").cursor
    numbers = [comment(reader, ours, f"سؤال {each}", "سالم") for each in range(130)]

    told, fetched = hear(author, ours, begun)

    assert list(dict.fromkeys(each.remote_id for each in told)) == [
        f"comment-{each}" for each in numbers
    ]
    again, _ = hear(author, ours, fetched.cursor)
    assert again[-90:] == told[-90:]


def test_very_long_comments_do_not_make_us_deaf(
    peer: dict[str, str], op: Op, reader: Hand
) -> None:
    editor = connector(peer, "editor")
    post = said(editor, op)[0]
    for each in range(8):
        comment(reader, post, f"{each} " + "كلمة " * 7_000)

    told = heard(editor, post)

    # What was read at the edge of a second may be read again.
    assert list(dict.fromkeys(each.text[0] for each in told)) == list("01234567")
    assert {len(each.text) for each in told} == {35_001}


def test_our_reply_is_seen_by_the_public_and_known_as_ours(
    ministry: WordPressConnector, reader: Hand, post: Found
) -> None:
    comment(reader, post, "متى؟")
    (asked,) = heard(ministry, post)
    op = about(asked, Deed.REPLY, ANSWER)
    assert ministry.reconcile(op, {}) == Absent(is_certain=True)

    found = ministry.commit(op, ministry.stage(op))

    page = reader.page(post.url)
    assert "يبدأ «الأحد» &lt;b&gt; &amp;" in page
    assert '<a href="https://moc.example/a?b=1&c=2"' in unescape(page)
    again = ministry.reconcile(op, {})
    assert isinstance(again, Found)
    assert (again.remote_id, again.url) == (found.remote_id, found.url)
    assert found.evidence["altered"] is again.evidence["altered"] is False
    assert "@" not in str(found.evidence)
    reply = heard(ministry, post)[1]
    assert (reply.remote_id, reply.is_ours) == (found.remote_id, True)
    assert reply.reply_to == asked.remote_id
    assert reply.text == ANSWER


def test_the_same_words_answer_one_citizen_twice(
    ministry: WordPressConnector, reader: Hand, post: Found
) -> None:
    comment(reader, post, "متى؟")
    (asked,) = heard(ministry, post)
    first, second = (about(asked, Deed.REPLY, "الأحد.") for _ in range(2))

    found = [ministry.commit(each, {}) for each in (first, second)]

    again = ministry.reconcile(first, {})
    assert isinstance(again, Found)
    assert again.remote_id == found[0].remote_id != found[1].remote_id


def test_one_reply_sent_again_stays_one(
    author: WordPressConnector, reader: Hand, ours: Found
) -> None:
    comment(reader, ours, "متى؟")
    (asked,) = heard(author, ours)
    op = about(asked, Deed.REPLY, "يبدأ الأحد.")

    found = [author.commit(op, {}) for _ in range(2)]

    assert found[0].remote_id == found[1].remote_id
    assert reader.page(ours.url).count("يبدأ الأحد.") == 1


def test_who_copies_our_mark_does_not_pass_for_us(
    author: WordPressConnector, reader: Hand, ours: Found
) -> None:
    comment(reader, ours, "متى؟")
    (asked,) = heard(author, ours)
    op = about(asked, Deed.REPLY, "يبدأ الأحد.")
    comment(reader, ours, f"لا يبدأ <!-- rasmi-{op.key} -->", "هدى")

    assert author.reconcile(op, {}) == Absent(is_certain=True)
    found = author.commit(op, {})

    again = author.reconcile(op, {})
    assert isinstance(again, Found)
    assert again.remote_id == found.remote_id


@pytest.mark.parametrize("status", ["hold", "trash", "spam"])
def test_a_reply_that_somebody_there_put_away_is_for_a_person(
    author: WordPressConnector, admin: Hand, reader: Hand, ours: Found, status: str
) -> None:
    comment(reader, ours, "متى؟")
    (asked,) = heard(author, ours)
    op = about(asked, Deed.REPLY, "يبدأ الأحد.")
    number = author.commit(op, {}).remote_id.removeprefix("comment-")
    admin.call("POST", f"comments/{number}", json={"status": status})

    found = author.reconcile(op, {})

    assert isinstance(found, Unsure)
    assert status in found.why


def test_what_is_hidden_is_shown_to_nobody_until_it_is_shown_again(
    ministry: WordPressConnector, reader: Hand, post: Found
) -> None:
    words = f"كلام مسيء {uuid4().hex}"
    comment(reader, post, words)
    (told,), fetched = hear(ministry, post)
    hide, show = about(told, Deed.HIDE, "سبب"), about(told, Deed.SHOW)
    assert (ministry.stage(hide), ministry.stage(show)) == ({}, {})
    assert ministry.reconcile(hide, {}) == Absent(is_certain=True)

    for _ in range(2):
        found = ministry.commit(hide, {})
        assert (found.remote_id, found.url) == (told.remote_id, told.url)
    assert words not in reader.page(post.url)
    assert isinstance(ministry.reconcile(hide, {}), Found)
    assert ministry.reconcile(show, {}) == Absent(is_certain=True)
    (hidden,), _ = hear(ministry, post, fetched.cursor)
    assert hidden.shown == Shown.HIDDEN

    for _ in range(2):
        ministry.commit(show, {})
    assert words in reader.page(post.url)
    assert isinstance(ministry.reconcile(show, {}), Found)
    assert ministry.reconcile(hide, {}) == Absent(is_certain=True)


def test_answers_vanish_with_what_is_hidden_and_come_back_with_it(
    author: WordPressConnector, reader: Hand, ours: Found
) -> None:
    words = f"يبدأ الأحد {uuid4().hex}"
    comment(reader, ours, "متى تبدأ الخدمة؟")
    (told,) = heard(author, ours)
    author.commit(about(told, Deed.REPLY, words), {})
    assert words in reader.page(ours.url)

    author.commit(about(told, Deed.HIDE), {})
    with pytest.raises(Invalid, match="hold"):
        author.commit(about(told, Deed.REPLY, "جواب آخر"), {})
    while_hidden = reader.page(ours.url)
    author.commit(about(told, Deed.SHOW), {})

    assert words not in while_hidden
    assert words in reader.page(ours.url)
    assert len(heard(author, ours)) == 2


@pytest.mark.parametrize("deed", [Deed.REPLY, Deed.HIDE, Deed.SHOW])
@pytest.mark.parametrize("force", ["false", "true"])
def test_nothing_is_done_to_what_is_deleted(
    author: WordPressConnector,
    admin: Hand,
    reader: Hand,
    ours: Found,
    deed: Deed,
    force: str,
) -> None:
    number = comment(reader, ours, "متى؟")
    (told,) = heard(author, ours)
    admin.call("DELETE", f"comments/{number}", force=force)
    op = about(told, deed, "يبدأ الأحد.")

    with pytest.raises(NotFound):
        author.commit(op, {})

    assert author.reconcile(op, {}) == Absent(is_certain=True)
    assert "يبدأ الأحد." not in reader.page(ours.url)


def test_who_may_not_moderate_is_refused(
    peer: dict[str, str], author: WordPressConnector, reader: Hand, ours: Found
) -> None:
    comment(reader, ours, "متى؟")
    (told,) = heard(author, ours)
    subscriber, contributor = (
        connector(peer, each) for each in ("subscriber", "contributor")
    )

    for person in (subscriber, contributor):
        with pytest.raises(PermissionDenied):
            person.commit(about(told, Deed.HIDE), {})
    with pytest.raises(PermissionDenied):
        subscriber.fetch("")
    assert "متى؟" in reader.page(ours.url)


@pytest.fixture
def wire(peer: dict[str, str]) -> Iterator[Wire]:
    def is_visible(call: Call) -> bool:
        return call.method == "POST" and "wp/v2/comments" in call.path

    with Wire(peer["WORDPRESS_URL"], is_visible).running() as wire:
        yield wire


@pytest.mark.parametrize("deed", [Deed.REPLY, Deed.HIDE])
@pytest.mark.parametrize(
    "fault",
    [
        Fault.CALL_LOST,
        Fault.ANSWER_LOST,
        Fault.ANSWER_CUT,
        Fault.ANSWER_TORN,
        Fault.BROKEN,
    ],
)
def test_what_was_lost_on_the_way_is_found_or_done_once(
    peer: dict[str, str],
    wire: Wire,
    reader: Hand,
    author: WordPressConnector,
    ours: Found,
    fault: Fault,
    deed: Deed,
) -> None:
    comment(reader, ours, "متى؟")
    (asked,) = heard(author, ours)
    behind = connector(peer | {"WORDPRESS_URL": wire.address}, "author")
    op = about(asked, deed, ANSWER)
    wire.fault = fault

    with pytest.raises(OutcomeUnknown):
        behind.commit(op, {})
    wire.fault = Fault.NONE
    found = behind.reconcile(op, {})
    if fault == Fault.CALL_LOST:
        assert found == Absent(is_certain=True)
        behind.commit(op, {})
        found = behind.reconcile(op, {})

    assert isinstance(found, Found)
    page = reader.page(ours.url)
    assert page.count("يبدأ «الأحد»") == (deed == Deed.REPLY)
    assert ("متى؟" in page) is (deed == Deed.REPLY)
