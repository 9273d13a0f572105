"""The connector, against the platform and against servers that answer wrongly."""

import hashlib
import io
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from rasmi.platforms import http as bounds
from rasmi.platforms.connector import (
    Absent,
    Account,
    AuthExpired,
    Connector,
    ConnectorError,
    Found,
    Invalid,
    Medium,
    NotFound,
    Op,
    Outcome,
    OutcomeUnknown,
    PermissionDenied,
    RateLimited,
    Transient,
)
from rasmi.platforms.sandbox.connector import SandboxConnector
from tests.platforms.sandbox_server import TOKEN, running_sandbox
from tests.platforms.test_sandbox_api import PNG

OP = Op("k1", "بدأ التسجيل")
POST = {"id": "0123456789ab", "url": "http://127.0.0.1/@ministry/0", "key": "k1"}


@pytest.fixture
def account(tmp_path: Path) -> Iterator[Account]:
    with running_sandbox(tmp_path) as account:
        yield account


@pytest.fixture
def ministry(account: Account) -> SandboxConnector:
    return SandboxConnector(account)


def picture(content: bytes = PNG) -> Medium:
    digest = hashlib.sha256(content).hexdigest()
    return Medium(digest, "image/png", "زر التقديم", lambda: io.BytesIO(content))


def comment(found: Found, text: str = "متى؟") -> None:
    httpx.post(found.url, data={"name": "سالم", "text": text}, trust_env=False)


@contextmanager
def answering(*parts: bytes, pause: float = 0) -> Iterator[SandboxConnector]:
    """A server that reads one request whole, says these bytes, and closes."""
    done = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            connection, _ = server.accept()
            with connection:
                read_whole(connection)
                for part in parts:
                    connection.sendall(part)
                    if done.wait(pause):
                        return

        thread = threading.Thread(target=serve)
        thread.start()
        port = server.getsockname()[1]
        yield SandboxConnector(Account("ministry", f"http://127.0.0.1:{port}", TOKEN))
        done.set()
        thread.join()


def read_whole(connection: socket.socket) -> None:
    request = connection.makefile("rb")
    length = 0
    for line in iter(request.readline, b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    request.read(length)


def http(status: int, body: object, *headers: str) -> bytes:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    head = [f"HTTP/1.1 {status} x", f"Content-Length: {len(content)}", *headers]
    return "\r\n".join([*head, "Connection: close", "", ""]).encode() + content


def error(message: str = "No.") -> dict[str, object]:
    return {"error": {"kind": "any", "message": message, "field": ""}}


def test_it_keeps_the_contract(ministry: SandboxConnector) -> None:
    connector: Connector = ministry

    assert connector.settle > timedelta()


def test_what_was_posted_is_found_by_its_key(ministry: SandboxConnector) -> None:
    op = Op("k1", "بدأ التسجيل", (picture(),))

    found = ministry.commit(op, ministry.stage(op))
    again = ministry.reconcile(op, {})

    assert isinstance(again, Found)
    assert (again.remote_id, again.url) == (found.remote_id, found.url)
    assert found.evidence["status"] == 201
    assert isinstance(found.evidence["body"], dict)
    assert found.evidence["body"]["media"][0]["alt"] == "زر التقديم"
    assert len(str(found.evidence["request_sha256"])) == 64


def test_what_was_not_posted_is_certainly_absent(ministry: SandboxConnector) -> None:
    assert ministry.reconcile(OP, {}) == Absent(is_certain=True)


def test_a_second_commit_makes_nothing_new(ministry: SandboxConnector) -> None:
    first, again = ministry.commit(OP, {}), ministry.commit(OP, {})

    assert first.remote_id == again.remote_id
    assert (first.evidence["status"], again.evidence["status"]) == (201, 200)


def test_a_deleted_post_is_found_as_what_was_said(ministry: SandboxConnector) -> None:
    found = ministry.commit(OP, {})
    ministry.delete(found.remote_id)

    again = ministry.reconcile(OP, {})

    assert isinstance(again, Found)
    assert isinstance(again.evidence["body"], dict)
    assert again.evidence["body"]["deleted_at"]


def test_staging_twice_gives_the_same_names(ministry: SandboxConnector) -> None:
    op = Op("k1", "x", (picture(), picture(PNG + b"2")))

    assert ministry.stage(op) == ministry.stage(op)
    assert len(ministry.stage(op)) == 2


def test_other_bytes_than_were_approved_are_not_uploaded(
    ministry: SandboxConnector,
) -> None:
    changed = Medium("0" * 64, "image/png", "", lambda: io.BytesIO(PNG))

    with pytest.raises(Invalid):
        ministry.stage(Op("k1", "x", (changed,)))


def test_refusals_carry_the_words_of_the_platform(ministry: SandboxConnector) -> None:
    ministry.commit(OP, {})

    with pytest.raises(Invalid) as used:
        ministry.commit(Op("k1", "خبر آخر"), {})
    with pytest.raises(Invalid) as long:
        ministry.commit(Op("k2", "ا" * 1001), {})

    assert (used.value.status, long.value.status) == (409, 422)
    assert long.value.words == "النص أطول من المسموح به."


def test_a_wrong_token_asks_for_a_new_one(account: Account) -> None:
    stranger = SandboxConnector(Account("ministry", account.address, "another"))

    with pytest.raises(AuthExpired):
        stranger.commit(OP, {})


@pytest.mark.parametrize("token", ["", "secret\nX-Other: 1"])
def test_a_token_that_cannot_be_sent_is_not_shown(account: Account, token: str) -> None:
    broken = SandboxConnector(Account("ministry", account.address, token))

    with pytest.raises(AuthExpired) as refused:
        broken.commit(OP, {})

    assert "secret" not in refused.value.words


def test_another_account_may_not_touch_it(
    account: Account, ministry: SandboxConnector
) -> None:
    found = ministry.commit(OP, {})
    other = SandboxConnector(Account("center", account.address, TOKEN))

    with pytest.raises(PermissionDenied):
        other.delete(found.remote_id)


def test_an_edit_is_seen(ministry: SandboxConnector) -> None:
    found = ministry.commit(OP, {})

    edited = ministry.edit(found.remote_id, "تصحيح")

    assert edited.remote_id == found.remote_id
    assert isinstance(edited.evidence["body"], dict)
    assert edited.evidence["body"]["text"] == "تصحيح"
    with pytest.raises(NotFound):
        ministry.edit("0" * 12, "تصحيح")


def test_comments_come_with_all_their_changes(ministry: SandboxConnector) -> None:
    post = ministry.commit(OP, {})
    comment(post, "متى ينتهي؟")
    (asked,), cursor = ministry.comments()

    hidden = ministry.hide(asked.remote_id)
    (changed,), cursor = ministry.comments(cursor)
    ministry.unhide(asked.remote_id)
    ministry.delete_comment(asked.remote_id)
    (gone,), cursor = ministry.comments(cursor)

    assert (asked.text, asked.name, asked.is_official) == ("متى ينتهي؟", "سالم", False)
    assert hidden.remote_id == asked.remote_id
    assert (changed.state, gone.state, gone.text) == ("hidden", "deleted", "")
    assert asked.version < changed.version < gone.version
    assert ministry.comments(cursor) == ([], cursor)


def test_an_answer_is_given_once_and_found_by_its_key(
    ministry: SandboxConnector,
) -> None:
    post = ministry.commit(OP, {})
    comment(post)
    (asked,), cursor = ministry.comments()

    first = ministry.reply("r1", post.remote_id, "غدًا", asked.remote_id)
    again = ministry.reply("r1", post.remote_id, "غدًا", asked.remote_id)
    found = ministry.find_reply("r1")
    (answer,), _ = ministry.comments(cursor)

    assert isinstance(found, Found)
    assert first.remote_id == again.remote_id == found.remote_id == answer.remote_id
    assert answer.is_official
    assert ministry.find_reply("r2") == Absent(is_certain=True)


def test_where_nobody_listens_nothing_was_done() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    nobody = SandboxConnector(Account("ministry", f"http://127.0.0.1:{port}", TOKEN))

    with pytest.raises(Transient) as refused:
        nobody.commit(OP, {})

    assert refused.value.outcome is Outcome.NOT_DONE


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"garbage\r\n\r\n",
        b"HTTP/1.1 201 Created\r\nContent-Length: 500\r\n\r\n{",
        http(500, error()),
        http(503, b""),
        http(200, b"<html>"),
        http(201, b"[" * 100_000),
        http(201, []),
        http(201, {"id": "0123456789ab"}),
        http(201, {"id": 5, "url": "x", "key": "k1"}),
        http(201, POST | {"key": "another"}),
        http(301, POST, "Location: http://127.0.0.1:1/"),
        http(403, b"<html>a proxy says no"),
        http(422, {"error": "no"}),
        http(429, b""),
    ],
)
def test_what_is_not_understood_leaves_the_outcome_unknown(answer: bytes) -> None:
    with answering(answer) as connector, pytest.raises(OutcomeUnknown) as unknown:
        connector.commit(OP, {})

    assert unknown.value.outcome is Outcome.UNKNOWN


@pytest.mark.parametrize("answer", [b"", b"garbage", http(500, b""), http(200, {})])
def test_a_lost_upload_or_reading_may_be_made_again(answer: bytes) -> None:
    with answering(answer) as connector, pytest.raises(Transient):
        connector.stage(Op("k1", "x", (picture(),)))
    with answering(answer) as connector, pytest.raises(Transient):
        connector.reconcile(OP, {})
    with answering(answer) as connector, pytest.raises(Transient):
        connector.comments()


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, Invalid),
        (401, AuthExpired),
        (403, PermissionDenied),
        (404, NotFound),
        (405, ConnectorError),
        (409, Invalid),
        (413, Invalid),
        (422, Invalid),
    ],
)
def test_each_refusal_has_its_meaning(status: int, kind: type[ConnectorError]) -> None:
    with (
        answering(http(status, error("لا"))) as connector,
        pytest.raises(ConnectorError) as refused,
    ):
        connector.commit(OP, {})

    assert type(refused.value) is kind
    assert (refused.value.words, refused.value.status) == ("لا", status)
    assert refused.value.outcome is Outcome.NOT_DONE


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("7", 7), ("Wed, 21 Oct 2026 07:28:00 GMT", 60), ("-1", 60), ("9" * 9, 86400)],
)
def test_too_many_calls_say_when_to_come_again(header: str, seconds: int) -> None:
    answer = http(429, error(), f"Retry-After: {header}")

    with answering(answer) as connector, pytest.raises(RateLimited) as limited:
        connector.commit(OP, {})

    assert limited.value.retry_in == timedelta(seconds=seconds)


def test_words_of_the_platform_never_show_the_token() -> None:
    answer = http(401, error(f"{TOKEN} is no longer valid"))

    with answering(answer) as connector, pytest.raises(AuthExpired) as refused:
        connector.commit(OP, {})

    assert TOKEN not in refused.value.words


def test_two_of_one_key_are_for_a_person() -> None:
    with answering(http(200, {"posts": [POST, POST]})) as connector:
        found = connector.reconcile(OP, {})

    assert not isinstance(found, Found | Absent)


def test_an_answer_that_drips_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "TOTAL", 0.2)
    head = b"HTTP/1.1 201 Created\r\nContent-Length: 500\r\n\r\n"
    drops = [b" "] * 400

    with (
        answering(head, *drops, pause=0.05) as connector,
        pytest.raises(OutcomeUnknown, match="slow"),
    ):
        connector.commit(OP, {})


def test_an_answer_that_never_ends_is_given_up() -> None:
    head = b"HTTP/1.1 201 Created\r\nContent-Length: 2000000\r\n\r\n"

    with (
        answering(head + b" " * 1_500_000) as connector,
        pytest.raises(OutcomeUnknown, match="long"),
    ):
        connector.commit(OP, {})
