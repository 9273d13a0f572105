"""What a site may say of comments, and what strangers may write into them."""

import json
import re
import time

import pytest

from rasmi.platforms.connector import (
    Absent,
    AuthExpired,
    ConnectorError,
    Deed,
    EditConflict,
    Found,
    Invalid,
    NotFound,
    Op,
    Outcome,
    OutcomeUnknown,
    PermissionDenied,
    RateLimited,
    Shown,
    Target,
    Transient,
    Unsure,
)
from rasmi.platforms.http import NotUnderstood
from rasmi.platforms.wordpress.connector import WordPressConnector
from rasmi.platforms.wordpress.markup import comment as written
from rasmi.platforms.wordpress.texts import plain
from tests.platforms.test_sandbox_connector import http
from tests.platforms.test_wordpress_errors import answering, error

ABOUT = Target("comment-7", "5")
REPLY = Op("k1", "يبدأ الأحد.", deed=Deed.REPLY, target=ABOUT)
HIDE = Op("k2", "سبب", deed=Deed.HIDE, target=ABOUT)
SHOW = Op("k3", "", deed=Deed.SHOW, target=ABOUT)
MARK = "<!-- rasmi-k1 -->"
ITEM: dict[str, object] = {
    "id": "comment-7",
    "post": "5",
    "parent": "",
    "author_name": "سالم",
    "author_id": "guest-1",
    "is_ours": False,
    "date_gmt": "2026-11-28T05:00:00",
    "link": "https://blog.ministry.example/x/#comment-7",
    "status": "approved",
    "form": "rendered",
    "content": "<p>متى؟</p>",
}


def comment(**changes: object) -> dict[str, object]:
    """A comment as a site answers it."""
    return {
        "id": 7,
        "post": 5,
        "parent": 0,
        "author": 0,
        "author_name": "سالم",
        "date_gmt": "2026-11-28T05:00:00",
        "link": "https://blog.ministry.example/x/#comment-7",
        "status": "approved",
        "type": "comment",
        "content": {"rendered": "<p>متى؟</p>"},
    } | changes


def reply(**changes: object) -> dict[str, object]:
    content = {"rendered": f"<p>يبدأ الأحد.{MARK}</p>"}
    return comment(id=8, parent=7, author=3, content=content) | changes


def listed(*rows: object, total: object = None) -> bytes:
    told = len(rows) if total is None else total
    return http(200, list(rows), f"X-WP-Total: {told}")


def said(text: str, form: str = "rendered") -> str:
    return WordPressConnector.read(ITEM | {"form": form, "content": text}).text


THERE = http(200, comment())
GONE = error("rest_comment_invalid_id", 404)
ME = http(200, {"id": 3, "capabilities": {"edit_posts": True}})
MODERATOR = http(200, {"id": 3, "capabilities": {"moderate_comments": True}})
NONE = http(200, [])
OWN = http(200, [{"id": 5}])


def test_a_comment_is_read_whole() -> None:
    heard = WordPressConnector.read(ITEM)

    assert (heard.remote_id, heard.thread, heard.reply_to) == ("comment-7", "5", "")
    assert (heard.author, heard.author_id, heard.is_ours) == ("سالم", "guest-1", False)
    assert (heard.text, heard.shown) == ("متى؟", Shown.VISIBLE)
    assert heard.said_at.isoformat() == "2026-11-28T05:00:00+00:00"
    assert heard.url == ITEM["link"]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>أولى<br />\nثانية</p>\n<p>ثالثة</p>\n", "أولى\nثانية\n\nثالثة"),
        ("<blockquote><p>قيل</p></blockquote><p>أقول</p>", "قيل\n\nأقول"),
        ("<p>a &lt;b&gt; &amp; &#8220;c&#8221; &#x627;</p>", "a <b> & “c” ا"),
        ('<p><a href="https://x.example/?a=1&#038;b">هنا</a></p>', "هنا"),
        ("<p>3 < 4 > 2 <3</p>", "3 < 4 > 2 <3"),
        ("<p>نص<!-- خفي --> آخر<!-- بلا نهاية</p>", "نص آخر"),
        ("<p>نص<!--> ظاهر<!---> وهذا</p>", "نص ظاهر وهذا"),
        ("<ul><li>أ</li><li>ب</li></ul>", "أ\n\nب"),
        ("", ""),
    ],
)
def test_a_comment_reads_as_its_page_shows_it(html: str, text: str) -> None:
    assert said(html) == text


def test_what_was_typed_keeps_its_lines() -> None:
    assert said("أ\r\nب\n\n\n\nج  د &lt;", "raw") == "أ\nب\n\nج د <"


@pytest.mark.parametrize(
    ("hostile", "text"),
    [
        ("أ\x00ب\x1b\x9f", "أب"),
        ("أ\ud800ب", "أ?ب"),
        ("أ\u202eب\u2066ج\u2069", "أبج"),
        ("&#0;&#xd800;&#x110000;", "\ufffd\ufffd\ufffd"),
        ("&#" + "9" * 5_000 + ";أ", "\ufffdأ"),
        ("&#x202e;أ", "أ"),
    ],
)
@pytest.mark.parametrize("form", ["raw", "rendered"])
def test_signs_that_do_harm_are_left_out(hostile: str, text: str, form: str) -> None:
    assert said(hostile, form) == text
    name = {"author_name": hostile}
    assert WordPressConnector.read(ITEM | name).author == " ".join(text.split())


@pytest.mark.parametrize(
    "piece",
    [
        "كلمة ",
        "<",
        "<a ",
        "<!--",
        "<!-->",
        "-->",
        "</",
        "&",
        "&#",
        "&#x",
        "&amp",
        "&#1111111111111111111",
        "\n",
        "\r",
        " ",
        "<p>",
        "<br>\n ",
        "<p <",
    ],
)
@pytest.mark.parametrize("form", ["raw", "rendered"])
def test_a_flood_is_read_in_time_that_grows_with_its_length(
    piece: str, form: str
) -> None:
    flood = piece * (1_000_000 // len(piece))
    begun = time.process_time()

    said(flood, form)

    assert time.process_time() - begun < 4


@pytest.mark.parametrize("form", ["raw", "rendered"])
@pytest.mark.parametrize("opening", ["<", "</", "<!"])
def test_a_tag_without_an_end_is_read_in_such_time_too(opening: str, form: str) -> None:
    begun = time.process_time()

    said(opening + "a1" * 30_000, form)

    assert time.process_time() - begun < 1


def test_a_comment_longer_than_any_site_takes_does_no_harm() -> None:
    text = said("<p>كلمة &amp; \x00<!-- x --></p>\n" * 150_000)

    assert len(text) > 1_000_000
    assert "\x00" not in text


@pytest.mark.parametrize(
    "changes",
    [
        {"status": "strange"},
        {"status": 1},
        {"id": ""},
        {"id": 7},
        {"post": None},
        {"date_gmt": "yesterday"},
        {"date_gmt": None},
        {"content": None},
        {"author_name": []},
    ],
)
def test_what_is_no_comment_is_not_understood(changes: dict[str, object]) -> None:
    with pytest.raises(NotUnderstood):
        WordPressConnector.read(ITEM | changes)
    with pytest.raises(NotUnderstood):
        WordPressConnector.read({})


@pytest.mark.parametrize(
    ("status", "shown"),
    [
        ("hold", Shown.HIDDEN),
        ("spam", Shown.HIDDEN),
        ("post-trashed", Shown.HIDDEN),
        ("trash", Shown.DELETED),
        ("gone", Shown.DELETED),
    ],
)
def test_each_state_is_told(status: str, shown: Shown) -> None:
    heard = WordPressConnector.read(ITEM | {"status": status})

    assert heard.shown == shown
    assert bool(heard.text) is (shown == Shown.HIDDEN)


def test_an_item_holds_nothing_of_a_guest_but_the_name() -> None:
    row = comment(
        author_email="salim@home.example",
        author_ip="203.0.113.7",
        author_user_agent="Browser",
        author_url="https://home.example",
        author_avatar_urls={"24": "https://gravatar.example/abc"},
        _links={},
        content={"raw": "متى؟", "rendered": "<p>متى؟</p>"},
    )

    with answering(MODERATOR, listed(row), OWN) as site:
        fetched = site.fetch("")

    (item,) = fetched.items
    told = json.dumps([item, fetched.cursor])
    assert not re.search(r"home|203\.|Browser|gravatar|_links", told)
    assert str(item["author_id"]).startswith("guest-")
    assert (item["content"], item["form"]) == ("متى؟", "raw")


def test_two_comments_of_a_guest_whose_address_is_not_told_are_not_joined() -> None:
    with answering(ME, listed(comment()), OWN) as site:
        (item,) = site.fetch("").items

    assert item["author_id"] == ""


def test_only_what_stands_beneath_own_posts_is_given() -> None:
    rows = [comment(), comment(id=8, post=6)]

    with answering(ME, listed(*rows), OWN) as site:
        fetched = site.fetch("")

    assert [each["id"] for each in fetched.items] == ["comment-7"]


def test_what_was_deleted_for_good_is_told_once() -> None:
    with answering(ME, listed(comment()), OWN) as site:
        begun = site.fetch("")
    with answering(ME, listed(), GONE) as site:
        told = site.fetch(begun.cursor)
    with answering(ME, listed()) as site:
        after = site.fetch(told.cursor)

    (gone,) = map(WordPressConnector.read, told.items)
    assert (gone.remote_id, gone.thread, gone.shown) == (
        "comment-7",
        "5",
        Shown.DELETED,
    )
    assert after.items == ()


@pytest.mark.parametrize(
    "answer",
    [http(404, b"<html>"), http(500, b""), error("rest_no_route", 404)],
)
def test_what_the_site_does_not_say_is_not_taken_for_deleted(answer: bytes) -> None:
    with answering(ME, listed(comment()), OWN) as site:
        begun = site.fetch("")

    with (
        answering(ME, listed(), answer) as site,
        pytest.raises(ConnectorError),
    ):
        site.fetch(begun.cursor)


def test_after_a_long_silence_the_oldest_come_first() -> None:
    new = [comment(id=each) for each in range(8, 158)]  # 150, after one that is known
    window = new[::-1][:100]

    with answering(ME, listed(comment()), OWN) as site:
        place = site.fetch("").cursor
    with answering(
        ME, listed(*window, total=151), listed(comment(), *new[:49], total=151), OWN
    ) as site:
        first = site.fetch(place)
    with answering(
        ME, listed(*window, total=151), listed(*new[48:98], total=151), OWN
    ) as site:
        second = site.fetch(first.cursor)
    with answering(ME, listed(*window, total=151), OWN) as site:
        third = site.fetch(second.cursor)

    given = [each["id"] for each in (*first.items, *second.items, *third.items)]
    assert (first.has_more, second.has_more, third.has_more) == (True, True, False)
    assert list(dict.fromkeys(given)) == [f"comment-{each}" for each in range(7, 158)]


def test_where_much_was_deleted_meanwhile_nothing_is_passed_over() -> None:
    old = [comment(id=each) for each in range(1, 41)]
    new = [comment(id=each) for each in range(41, 191)]  # and the old are deleted
    window = new[::-1][:100]

    with answering(ME, listed(*old), OWN) as site:
        place = site.fetch("").cursor
    pages = [new[start : start + 50] for start in (39, 19, 9, 4, 2, 1, 0)]
    answers = [listed(*each, total=150) for each in pages]
    with answering(ME, listed(*window, total=150), *answers, OWN) as site:
        fetched = site.fetch(place)

    assert [each["id"] for each in fetched.items] == [
        f"comment-{each}" for each in range(41, 91)
    ]


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        http(200, b"<html>"),
        http(200, {}),
        http(200, [comment()]),
        http(200, [{}], "X-WP-Total: 1"),
        http(200, [[]], "X-WP-Total: 1"),
        http(200, [comment()], "X-WP-Total: many"),
        http(503, b""),
    ],
)
def test_a_list_that_is_not_understood_may_be_asked_for_again(answer: bytes) -> None:
    with answering(ME, answer) as site, pytest.raises(ConnectorError) as refused:
        site.fetch("")

    assert refused.value.outcome is Outcome.NOT_DONE


@pytest.mark.parametrize("cursor", ["][", "{}", "7", '{"known": 1}', "[" * 100_000])
def test_a_cursor_that_is_none_begins_anew(cursor: str) -> None:
    with answering(ME, listed(comment()), OWN) as site:
        assert len(site.fetch(cursor).items) == 1


# As real sites and the documentation have them, on the one call that is seen.
REFUSALS = [
    (error("rest_not_logged_in", 401), AuthExpired),
    (error("rest_comment_login_required", 401), AuthExpired),
    (error("rest_cannot_edit", 403), PermissionDenied),
    (error("rest_comment_closed", 403), PermissionDenied),
    (error("rest_invalid_param", 400, params={"post": "x"}), Invalid),
    (error("comment_content_column_length", 400), Invalid),
    (error("comment_flood", 400), RateLimited),
]


@pytest.mark.parametrize("op", [REPLY, HIDE])
@pytest.mark.parametrize(("answer", "kind"), REFUSALS)
def test_what_wordpress_refuses_was_not_done(
    op: Op, answer: bytes, kind: type[ConnectorError]
) -> None:
    with answering(THERE, answer) as site, pytest.raises(ConnectorError) as refused:
        site.commit(op, {})

    assert type(refused.value) is kind
    assert refused.value.outcome is Outcome.NOT_DONE
    assert refused.value.words == "No."


@pytest.mark.parametrize("op", [REPLY, HIDE])
@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"garbage\r\n\r\n",
        http(200, b"<html>"),
        http(200, {}),
        http(200, {"id": 7, "status": "hold"}),
        http(200, comment(id=9, status="hold", parent=2)),
        http(403, b"<html>a wall says no"),
        http(429, b""),
        error("rest_comment_failed_edit", 500),
    ],
)
def test_what_is_not_understood_leaves_the_outcome_unknown(
    op: Op, answer: bytes
) -> None:
    with answering(THERE, answer) as site, pytest.raises(OutcomeUnknown):
        site.commit(op, {})


@pytest.mark.parametrize("answer", [b"", http(500, b""), http(200, {})])
@pytest.mark.parametrize("op", [REPLY, HIDE, SHOW])
def test_where_the_comment_cannot_be_read_nothing_is_done(
    op: Op, answer: bytes
) -> None:
    with answering(answer) as site, pytest.raises(Transient):
        site.commit(op, {})


def test_a_status_that_the_site_did_not_take_is_told() -> None:
    kept = http(200, comment(status="approved"))

    with (
        answering(THERE, kept) as site,
        pytest.raises(PermissionDenied, match="approved") as refused,
    ):
        site.commit(HIDE, {})

    assert refused.value.outcome is Outcome.NOT_DONE


@pytest.mark.parametrize("status", ["hold", "spam", "trash"])
def test_a_reply_that_the_site_holds_back_is_not_said(status: str) -> None:
    with (
        answering(THERE, http(201, reply(status=status))) as site,
        pytest.raises(PermissionDenied, match=status),
    ):
        site.commit(REPLY, {})


def test_the_same_words_again_are_ours_only_with_our_mark() -> None:
    duplicate = error("comment_duplicate", 409, "Duplicate comment detected")

    with answering(THERE, duplicate, ME, http(200, [reply()])) as site:
        found = site.commit(REPLY, {})
    with answering(THERE, duplicate, ME, NONE) as site, pytest.raises(Invalid) as no:
        site.commit(REPLY, {})
    held = http(200, [reply(status="hold")])
    with (
        answering(THERE, duplicate, ME, held) as site,
        pytest.raises(PermissionDenied, match="hold"),
    ):
        site.commit(REPLY, {})

    assert found.remote_id == "comment-8"
    assert no.value.words == "Duplicate comment detected"


@pytest.mark.parametrize("status", ["hold", "spam", "a-state-of-a-plugin"])
def test_what_is_hidden_is_not_answered(status: str) -> None:
    with (
        answering(http(200, comment(status=status))) as site,
        pytest.raises(Invalid, match=status) as refused,
    ):
        site.commit(REPLY, {})

    assert refused.value.outcome is Outcome.NOT_DONE


@pytest.mark.parametrize("op", [REPLY, HIDE, SHOW])
@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (GONE, NotFound),
        (http(200, comment(status="trash")), NotFound),
        (http(200, comment(status="post-trashed")), NotFound),
        (http(200, comment(post=6)), EditConflict),
    ],
)
def test_nothing_is_done_to_what_is_no_longer_there(
    op: Op, answer: bytes, kind: type[ConnectorError]
) -> None:
    with answering(answer) as site, pytest.raises(kind):
        site.commit(op, {})


@pytest.mark.parametrize(
    ("op", "status"), [(HIDE, "hold"), (HIDE, "spam"), (SHOW, "approved")]
)
def test_what_is_so_already_is_not_done_again(op: Op, status: str) -> None:
    with answering(http(200, comment(status=status))) as site:
        found = site.commit(op, {})

    assert found.remote_id == "comment-7"


@pytest.mark.parametrize(
    ("op", "answer", "kind"),
    [
        (HIDE, http(200, comment(status="hold")), Found),
        (HIDE, http(200, comment(status="spam")), Found),
        (HIDE, THERE, Absent),
        (HIDE, http(200, comment(status="trash")), Absent),
        (HIDE, GONE, Absent),
        (SHOW, THERE, Found),
        (SHOW, http(200, comment(status="hold")), Absent),
        (SHOW, http(200, comment(status="post-trashed")), Absent),
        (HIDE, http(200, comment(status="hold", post=6)), Unsure),
        (SHOW, http(200, comment(post=6)), Unsure),
    ],
)
def test_looking_for_what_was_hidden_or_shown(
    op: Op, answer: bytes, kind: type
) -> None:
    with answering(answer) as site:
        found = site.reconcile(op, {})

    assert type(found) is kind
    assert found != Absent(is_certain=False)


@pytest.mark.parametrize(
    ("rows", "kind"),
    [
        ([], Absent),
        ([reply()], Found),
        ([reply(author=0)], Absent),
        ([reply(author=4)], Absent),
        ([reply(), reply(id=9)], Unsure),
        ([reply(), reply(id=9, status="trash")], Found),
        ([reply(status="hold")], Unsure),
        ([reply(content={"rendered": "<p>rasmi-k1</p>"})], Unsure),
    ],
)
def test_looking_for_a_reply_says_no_more_than_the_site_shows(
    rows: list[object], kind: type
) -> None:
    with answering(ME, http(200, rows)) as site:
        found = site.reconcile(REPLY, {})

    assert type(found) is kind
    assert found != Absent(is_certain=False)


@pytest.mark.parametrize(
    "target",
    [
        None,
        Target("", "5"),
        Target("comment-", "5"),
        Target("comment-٧", "5"),
        Target("comment-7/../../users/1", "5"),
        Target("comment-" + "9" * 30, "5"),
    ],
)
def test_what_names_no_comment_goes_back(target: Target | None) -> None:
    op = Op("k1", "نص", deed=Deed.HIDE, target=target)

    with answering() as site, pytest.raises(Invalid):
        site.commit(op, {})


def test_what_is_said_of_a_reply_is_written_down() -> None:
    changed = reply(content={"rendered": f"<p>آخر{MARK}</p>"})

    with answering(THERE, http(201, reply())) as site:
        kept = site.commit(REPLY, {})
    with answering(THERE, http(201, changed)) as site:
        altered = site.commit(REPLY, {})

    assert (kept.evidence["altered"], kept.evidence["differs"]) == (False, [])
    assert (altered.evidence["altered"], altered.evidence["differs"]) == (
        True,
        ["content"],
    )
    assert len(str(kept.evidence["request_sha256"])) == 64


def test_a_reply_is_text_and_no_markup() -> None:
    text = "<b> & [gallery] 'x' -- <!-- y -->\nhttps://moc.example/a،\n\nفقرة"

    html = written(text, slug="rasmi-k1")

    assert html.endswith("فقرة<!-- rasmi-k1 -->")
    assert re.findall("<[^>]*>", html.removesuffix(MARK)) == [
        '<a href="https://moc.example/a" rel="noopener" dir="ltr">',
        "</a>",
    ]
    assert "[" not in html
    assert plain(html, is_raw=True) == text
