"""What a site of WordPress may answer, and what the connector takes it to mean."""

import hashlib
import io
import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest

from rasmi.platforms.connector import (
    Absent,
    Account,
    AuthExpired,
    ConnectorError,
    EditConflict,
    Found,
    Invalid,
    Medium,
    NotFound,
    Op,
    Outcome,
    OutcomeUnknown,
    PermissionDenied,
    RateLimited,
    Seen,
    Transient,
    Unsure,
)
from rasmi.platforms.wordpress.connector import WordPressConnector, slug_of
from rasmi.platforms.wordpress.markup import NOT_PUBLISHED, page
from tests.platforms.test_sandbox_connector import http, read_whole

PASSWORD = "abcd EFGH 1234 ijkl MNOP 5678"
OP = Op("k1", "بدأ التسجيل")
STAGED = {"post": "5"}
ME = {"username": "salma", "name": "سلمى", "capabilities": {"edit_posts": True}}
FORBIDDEN = {"code": "rest_forbidden_status", "message": "Status is forbidden."}


def post(**changes: object) -> dict[str, object]:
    """A post as a site answers it, after it was published."""
    written = page(OP.text, slug="rasmi-k1")
    return {
        "id": 5,
        "status": "publish",
        "slug": "rasmi-k1",
        "link": "https://blog.ministry.example/rasmi-k1/",
        "title": {"raw": written.title},
        "content": {"raw": written.content},
    } | changes


def draft(**changes: object) -> dict[str, object]:
    content = {"raw": page(OP.text, slug="rasmi-k1").content + NOT_PUBLISHED}
    return post(status="draft", content=content) | changes


def error(code: str, status: int, words: str = "No.", **data: object) -> bytes:
    body = {"code": code, "message": words, "data": {"status": status, **data}}
    return http(status, body)


NONE = http(200, [])
READY = http(200, draft())  # what is read just before it is published


@contextmanager
def answering(*answers: bytes) -> Iterator[WordPressConnector]:
    """A site that answers one call after another with these bytes, and no more."""
    asked = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(10)

        def serve() -> None:
            for answer in answers:
                connection, _ = server.accept()
                with connection:
                    read_whole(connection)
                    asked.append(answer)
                    connection.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        site = f"http://127.0.0.1:{server.getsockname()[1]}"
        yield WordPressConnector(Account("ministry", site, PASSWORD, login="salma"))
        thread.join()
    assert len(asked) == len(answers)


REFUSALS = [
    (error("rest_not_logged_in", 401), AuthExpired),
    (error("rest_cannot_create", 401), AuthExpired),
    (error("incorrect_password", 401), AuthExpired),
    (error("rest_cannot_create", 403), PermissionDenied),
    (error("rest_cannot_publish", 403), PermissionDenied),
    (error("rest_cannot_edit", 403), PermissionDenied),
    (error("comment_duplicate", 409), Invalid),
    (error("rest_invalid_param", 400, params={"status": "x"}), Invalid),
    (error("empty_content", 400), Invalid),
    (error("rest_already_trashed", 410), NotFound),
    (error("rest_post_invalid_id", 404), NotFound),
    (error("rest_no_route", 404), NotFound),
    (error("rest_comment_login_required", 401), AuthExpired),
    (error("comment_flood", 400), RateLimited),
    (error("too_many_requests", 429), RateLimited),
    (error("rest_other", 405), ConnectorError),
    (
        error("rest_invalid_param", 400, details={"status": FORBIDDEN}),
        PermissionDenied,
    ),
    (
        error(
            "rest_invalid_param",
            400,
            details={"status": FORBIDDEN | {"data": {"status": 401}}},
        ),
        AuthExpired,
    ),
]


@pytest.mark.parametrize(("answer", "kind"), REFUSALS)
def test_what_wordpress_refuses_was_not_done(
    answer: bytes, kind: type[ConnectorError]
) -> None:
    with answering(READY, answer) as site, pytest.raises(ConnectorError) as refused:
        site.commit(OP, STAGED)
    with answering(answer) as site, pytest.raises(ConnectorError) as not_staged:
        site.stage(OP)

    assert type(refused.value) is type(not_staged.value) is kind
    assert refused.value.outcome is Outcome.NOT_DONE
    assert refused.value.words == "No."


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"garbage\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{",
        http(200, b"<html>"),
        http(200, b"Warning: in functions.php\n{}"),
        http(200, []),
        http(200, {"id": 5, "status": "publish"}),
        http(200, post(id=6)),
        http(200, post(id="5")),
        http(200, post(status="future")),
        http(200, post(status="inherit")),
        http(301, post(), "Location: https://blog.ministry.example/"),
        http(401, b"<html>a door of its own"),
        http(403, b"<html>a wall says no"),
        http(403, {"code": "waf", "message": "blocked"}),
        http(403, {"code": "x", "message": "No.", "data": {"status": 500}}),
        http(404, b"<html>"),
        http(429, b""),
        error("internal_server_error", 500),
        error("db_update_error", 500),
        error("wp_die", 503),
        http(503, b"<html>maintenance"),
    ],
)
def test_what_is_not_understood_leaves_the_outcome_unknown(answer: bytes) -> None:
    with answering(READY, answer) as site, pytest.raises(OutcomeUnknown) as unknown:
        site.commit(OP, STAGED)

    assert unknown.value.outcome is Outcome.UNKNOWN


@pytest.mark.parametrize("status", ["draft", "pending", "private"])
def test_a_post_that_the_site_holds_back_is_not_published(status: str) -> None:
    with (
        answering(READY, http(200, post(status=status))) as site,
        pytest.raises(PermissionDenied, match=status) as refused,
    ):
        site.commit(OP, STAGED)

    assert refused.value.outcome is Outcome.NOT_DONE


def test_where_nobody_listens_nothing_was_done() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    site = WordPressConnector(Account("x", f"http://127.0.0.1:{port}", PASSWORD))

    with pytest.raises(Transient):
        site.commit(OP, STAGED)


@pytest.mark.parametrize(
    "answer", [b"", b"garbage", http(500, b""), http(503, {}), http(200, {})]
)
def test_what_stays_invisible_may_be_tried_again(answer: bytes) -> None:
    with answering(answer) as site, pytest.raises(Transient):
        site.stage(OP)
    with answering(answer) as site, pytest.raises(Transient):
        site.reconcile(OP, STAGED)
    with answering(answer) as site, pytest.raises(Transient):
        site.probe()


@pytest.mark.parametrize(
    ("answer", "kind", "words"),
    [
        (
            http(301, b"", "Location: https://blog.ministry.example/?a=secret"),
            NotFound,
            "sends on to https://blog.ministry.example/",
        ),
        (http(302, b"", "Location: /wp-login.php"), NotFound, "/wp-login.php"),
        (http(200, b"<html>", "Content-Type: text/html"), NotFound, "a page"),
        (http(404, b"<html>"), NotFound, "HTTP 404"),
        (error("rest_no_route", 404, "No route."), NotFound, "No route."),
        (http(403, b"<html>"), PermissionDenied, "HTTP 403"),
        (
            http(403, {"code": "rest_disabled", "message": "<b>Closed</b>&#8217;"}),
            PermissionDenied,
            "Closed’",
        ),
        (http(429, b""), RateLimited, "HTTP 429"),
        (http(503, b"<html>"), Transient, "HTTP 503"),
    ],
)
def test_looking_says_what_is_wrong_with_a_site(
    answer: bytes, kind: type[ConnectorError], words: str
) -> None:
    with answering(answer) as site, pytest.raises(ConnectorError) as refused:
        site.probe()

    assert type(refused.value) is kind
    assert words in refused.value.words
    assert "secret" not in refused.value.words


def test_a_site_that_takes_no_application_passwords_says_so() -> None:
    refused = error("rest_not_logged_in", 401, "You are not logged in.")

    with (
        answering(refused, http(200, {"authentication": []})) as site,
        pytest.raises(AuthExpired, match="no application passwords"),
    ):
        site.probe()


@pytest.mark.parametrize(
    "told",
    [
        http(200, {"authentication": {"application-passwords": {}}}),
        http(200, {}),
        http(401, b""),
    ],
)
def test_else_it_is_the_password(told: bytes) -> None:
    refused = error("rest_not_logged_in", 401, "You are not logged in.")

    with (
        answering(refused, told) as site,
        pytest.raises(AuthExpired, match="You are not logged in"),
    ):
        site.probe()


def test_looking_names_the_rights_that_are_missing() -> None:
    with answering(http(200, ME)) as site:
        seen = site.probe()

    assert seen == Seen("salma", "سلمى", ("publish_posts", "upload_files"))


def test_words_of_a_site_never_show_the_password() -> None:
    words = f"«{PASSWORD}» is wrong"

    for answer in (error("x", 401, words), http(401, {"message": words})):
        with answering(answer) as site, pytest.raises(AuthExpired) as refused:
            site.stage(OP)
        assert "1234" not in refused.value.words
    with (
        answering(READY, error("x", 400, words)) as site,
        pytest.raises(Invalid) as not_said,
    ):
        site.commit(OP, STAGED)
    assert "1234" not in not_said.value.words


def test_a_site_that_is_asked_too_often_says_when_to_come_again() -> None:
    body = {"code": "x", "message": "Slow.", "data": {"status": 429}}

    with (
        answering(READY, http(429, body, "Retry-After: 7")) as site,
        pytest.raises(RateLimited) as limited,
    ):
        site.commit(OP, STAGED)

    assert limited.value.retry_in == timedelta(seconds=7)


@pytest.mark.parametrize(
    "answer",
    [
        error("rest_upload_unknown_error", 500, "Not allowed."),
        error("rest_upload_sideload_error", 500, "Not allowed."),
        error("rest_upload_file_too_big", 400, "Not allowed."),
    ],
)
def test_a_picture_that_is_not_taken_goes_back(answer: bytes) -> None:
    digest = hashlib.sha256(b"x").hexdigest()
    picture = Medium(digest, "image/png", "زر", lambda: io.BytesIO(b"x"))
    made = http(201, draft())

    with (
        answering(NONE, NONE, made, NONE, answer) as site,
        pytest.raises(Invalid, match="Not allowed"),
    ):
        site.stage(Op("k1", "خبر", (picture,)))


def test_other_bytes_than_were_approved_are_not_uploaded() -> None:
    changed = Medium("0" * 64, "image/png", "", lambda: io.BytesIO(b"x"))

    with (
        answering(NONE, NONE, http(201, draft()), NONE) as site,
        pytest.raises(Invalid, match="other bytes"),
    ):
        site.stage(Op("k1", "خبر", (changed,)))


def test_what_the_site_made_of_it_is_written_down() -> None:
    told = {"raw": "بدأ التسجيل — إعلان"}

    with answering(READY, http(200, post(content=told))) as site:
        altered = site.commit(OP, STAGED)
    with answering(READY, http(200, post())) as site:
        kept = site.commit(OP, STAGED)

    assert (altered.remote_id, altered.url) == ("5", post()["link"])
    assert (altered.evidence["altered"], altered.evidence["differs"]) == (
        True,
        ["content"],
    )
    assert (kept.evidence["altered"], kept.evidence["differs"]) == (False, [])
    assert len(str(kept.evidence["request_sha256"])) == 64


GONE = error("rest_post_invalid_id", 404)
CLOSED = error("rest_forbidden_context", 403)


ELSEWHERE = {"slug": "another", "content": {"raw": "x"}}
FOREIGN = http(200, post(**ELSEWHERE))
RENAMED = http(200, [post(slug="another")])
PUBLIC = http(
    200, [{"id": 5, "link": "http://x", "content": {"rendered": "<!-- rasmi-k1 -->"}}]
)


@pytest.mark.parametrize(
    ("named", "answers", "kind"),
    [
        ([draft()], [NONE, NONE], Absent),
        ([draft(), draft(id=6)], [NONE, NONE], Absent),
        ([draft(status="trash")], [NONE, NONE], Absent),
        ([post()], [], Found),
        ([draft(id=6), post()], [], Found),
        ([], [RENAMED], Found),
        ([draft(id=6)], [RENAMED], Found),
        ([], [NONE, http(200, post(slug="another"))], Found),
        ([], [NONE, http(200, post(content={"raw": "x"}))], Found),
        ([post(id=6)], [GONE], Found),
        ([post(id=6)], [FOREIGN], Found),
        ([], [NONE, GONE, PUBLIC], Found),
        ([], [NONE, CLOSED, PUBLIC], Found),
        ([post(status="trash")], [NONE], Found),
        ([post(status="trash", content={"raw": "x"})], [NONE], Unsure),
        ([post(status="draft")], [NONE], Unsure),
        ([post(status="pending")], [NONE], Unsure),
        ([post(status="future")], [NONE], Unsure),
        ([post(), post(id=6)], [], Unsure),
        ([], [NONE, GONE, NONE], Unsure),
        ([], [NONE, CLOSED, NONE], Unsure),
        ([], [NONE, FOREIGN, NONE], Unsure),
        ([draft(id=6)], [NONE, GONE, NONE], Unsure),
    ],
)
def test_looking_for_it_says_no_more_than_the_site_shows(
    named: list[object], answers: list[bytes], kind: type
) -> None:
    """:param answers: to what is asked after its name"""
    with answering(http(200, named), *answers) as site:
        found = site.reconcile(OP, STAGED)

    assert type(found) is kind
    assert found != Absent(is_certain=False)


@pytest.mark.parametrize(
    ("answers", "kind"),
    [
        ([NONE, NONE, NONE], Absent),
        ([NONE, RENAMED], Found),
        ([NONE, http(200, [post(**ELSEWHERE)]), NONE], Absent),
        ([NONE, NONE, PUBLIC], Found),
    ],
)
def test_where_nothing_is_remembered_it_is_known_by_its_mark(
    answers: list[bytes], kind: type
) -> None:
    with answering(*answers) as site:
        assert type(site.reconcile(OP, {})) is kind


def test_pictures_without_a_post_are_for_a_person() -> None:
    there = http(200, [{"id": 7, "source_url": "http://x/a.png"}])
    picture = Medium("0" * 64, "image/png", "زر", lambda: io.BytesIO(b"x"))

    with answering(NONE, NONE, NONE, there) as site:
        found = site.reconcile(Op("k1", "خبر", (picture,)), {})

    assert isinstance(found, Unsure)


def test_a_draft_under_another_name_is_taken_up_again() -> None:
    renamed = http(200, [draft(slug="another")])

    with answering(NONE, renamed) as site:
        assert site.stage(OP) == STAGED


def test_a_number_that_names_a_post_of_others_is_not_written_to() -> None:
    with answering(FOREIGN) as site, pytest.raises(EditConflict) as refused:
        site.commit(OP, STAGED)

    assert refused.value.outcome is Outcome.NOT_DONE


def test_a_name_with_a_colon_is_refused_before_any_call() -> None:
    account = Account("x", "http://127.0.0.1:1", PASSWORD, login="salma:x")
    site = WordPressConnector(account)

    for call in (
        site.probe,
        lambda: site.stage(OP),
        lambda: site.commit(OP, STAGED),
        lambda: site.reconcile(OP, STAGED),
    ):
        with pytest.raises(AuthExpired, match="colon"):
            call()


def test_a_long_message_of_a_site_is_cut_before_it_is_read() -> None:
    begun = time.monotonic()

    with (
        answering(error("x", 400, "<" * 1_000_000)) as site,
        pytest.raises(Invalid) as refused,
    ):
        site.stage(OP)

    assert refused.value.words
    assert time.monotonic() - begun < 5


@pytest.mark.parametrize(
    "answer",
    [
        http(301, b"", "Location: http://["),
        http(302, b"", "Location: http://[::1"),
        error(
            "rest_invalid_param",
            400,
            details={"status": FORBIDDEN | {"data": {"status": []}}},
        ),
    ],
)
def test_an_answer_made_to_break_us_is_refused_like_any_other(answer: bytes) -> None:
    with answering(answer) as site, pytest.raises(ConnectorError):
        site.probe()


@pytest.mark.parametrize(
    ("key", "slug"),
    [("0a1b", r"rasmi-0a1b"), ("مفتاح Ü/?&", r"rasmi-[0-9a-f]{32}")],
)
def test_a_name_is_one_that_the_site_keeps(key: str, slug: str) -> None:
    assert re.fullmatch(slug, slug_of(Op(key, "خبر")))
