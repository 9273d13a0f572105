"""What the connector makes of the answers of a wiki, right and wrong ones."""

import hashlib
import io
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qsl

import pytest

from rasmi.platforms import http as bounds
from rasmi.platforms.connector import (
    Account,
    AccountRestricted,
    AuthExpired,
    Connector,
    ConnectorError,
    ContentRejected,
    EditConflict,
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
from rasmi.platforms.mediawiki.connector import MediaWikiConnector
from rasmi.platforms.mediawiki.names import file_name
from rasmi.platforms.registry import CONNECTORS

Asked = dict[str, str]
Body = dict[str, Any] | bytes
Answers = dict[str, Body | list[Body]]

PASSWORD = "0123456789abcdef0123456789abcdef"
OP = Op("0123456789abcdef", "بدأ التسجيل")
TITLE = "أخبار/بدأ التسجيل (01234567)"
MADE = {
    "result": "Success",
    "new": True,
    "pageid": 7,
    "title": TITLE,
    "newrevid": 9,
}
USER: dict[str, object] = {
    "name": "Editor",
    "rights": ["read", "edit", "createpage", "upload"],
}
INFO = {
    "pages": [{"title": TITLE, "missing": True, "canonicalurl": "http://wiki/x"}],
    "userinfo": USER,
}
SIGNING_IN: list[Body] = [
    {"query": {"tokens": {"logintoken": "x"}}},
    {"query": {"tokens": {"csrftoken": "x"}}},
]


def refusal(code: str, text: str = "لا.") -> dict[str, Any]:
    return {"errors": [{"code": code, "text": text, "module": "edit"}]}


def answer_to(asked: Asked, answers: Answers) -> Body:
    """What is given for its action, one after the other; else what a wiki says."""
    given = answers.get(asked["action"])
    if isinstance(given, list):
        return given.pop(0)
    if asked.get("meta") == "tokens":
        return {"query": {"tokens": {f"{asked['type']}token": "abc+\\"}}}
    usual: dict[str, Body] = {
        "login": {"login": {"result": "Success", "lgusername": "Editor"}},
        "query": {"query": INFO},
        "edit": {"edit": MADE},
    }
    return given if given is not None else usual[asked["action"]]


@contextmanager
def wiki(
    status: int = 200, **answers: Body | list[Body]
) -> Iterator[tuple[MediaWikiConnector, list[Asked]]]:
    """A wiki that answers so, and what it was asked."""
    asked: list[Asked] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            asked.append(dict(parse_qsl(self.rfile.read(length).decode())))
            body = answer_to(asked[-1], answers)
            content = body if isinstance(body, bytes) else json.dumps(body).encode()
            self.send_response(status if asked[-1]["action"] == "edit" else 200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Retry-After", "7")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *said: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        address = f"http://127.0.0.1:{server.server_port}"
        account = Account("أخبار", address, PASSWORD, login="Editor@rasmi")
        try:
            yield MediaWikiConnector(account), asked
        finally:
            server.shutdown()
            thread.join()


def actions(asked: list[Asked]) -> list[str]:
    return [each["action"] for each in asked]


def refused_by(speak: Callable[[], object]) -> ConnectorError:
    with pytest.raises(ConnectorError) as refused:
        speak()
    return refused.value


def test_it_is_registered_and_keeps_the_contract() -> None:
    connector: Connector = CONNECTORS["mediawiki"](Account("أخبار", "http://x", "y"))

    assert isinstance(connector, MediaWikiConnector)
    assert connector.settle > timedelta(seconds=30)


def test_a_page_is_made_by_one_edit_that_only_makes_pages() -> None:
    with wiki() as (connector, asked):
        found = connector.commit(OP, {})

    (edit,) = (each for each in asked if each["action"] == "edit")
    assert (found.remote_id, found.url) == ("7", "http://wiki/x")
    assert (edit["title"], edit["createonly"], edit["assert"]) == (TITLE, "1", "user")
    assert edit["summary"] == "[rasmi:0123456789abcdef]"
    assert "bot" not in edit
    assert len(str(found.evidence["request_sha256"])) == 64


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (refusal("editconflict"), EditConflict),
        (refusal("badtoken"), AuthExpired),
        (refusal("assertuserfailed"), AuthExpired),
        ({"error": {"code": "blocked", "info": "لا."}}, AccountRestricted),
        (refusal("blocked"), AccountRestricted),
        (refusal("ratelimited"), RateLimited),
        (refusal("maxlag"), Transient),
        (refusal("readonly"), Transient),
        (refusal("abusefilter-disallowed"), ContentRejected),
        (refusal("abusefilter-warning"), ContentRejected),
        (refusal("spamblacklist"), ContentRejected),
        (refusal("protectedpage"), PermissionDenied),
        (refusal("permissiondenied"), PermissionDenied),
        (refusal("missingtitle"), NotFound),
        (refusal("contenttoobig"), Invalid),
        ({"error": {"code": "fileexists-forbidden", "info": "لا."}}, EditConflict),
    ],
)
def test_what_a_wiki_refuses_was_not_done(
    body: Body, kind: type[ConnectorError]
) -> None:
    with wiki(edit=body) as (connector, _):
        refused = refused_by(lambda: connector.commit(OP, {}))

    assert type(refused) is kind
    assert (refused.outcome, refused.words) == (Outcome.NOT_DONE, "لا.")


@pytest.mark.parametrize(
    "body",
    [
        refusal("alreadyrolled"),
        refusal("alreadyblocked"),
        refusal("internal_api_error_DBQueryError"),
        {"edit": {"result": "Success", "pageid": 2, "nochange": True}},
        {"edit": {"result": "Success", "new": True}},
        {"edit": {"result": "Perhaps"}},
        {"edit": []},
        {},
        b"[]",
        b"",
        b"<html>502</html>",
        b'{"edit": {"result": "Succ',
    ],
)
def test_of_any_other_answer_nobody_knows(body: Body) -> None:
    with wiki(edit=body) as (connector, _):
        refused = refused_by(lambda: connector.commit(OP, {}))

    assert type(refused) is OutcomeUnknown


def test_a_server_error_leaves_it_unknown_even_with_a_good_body() -> None:
    with wiki(status=500, edit={"edit": MADE}) as (connector, _):
        refused = refused_by(lambda: connector.commit(OP, {}))

    assert (type(refused), refused.status) == (OutcomeUnknown, 500)


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        ({"captcha": {"type": "image", "id": "1"}}, "captcha"),
        ({"code": "filter", "info": "كلمة ممنوعة"}, "كلمة ممنوعة"),
        ({}, "did not save"),
    ],
)
def test_an_edit_that_failed_is_not_taken_for_published(
    edit: dict[str, Any], words: str
) -> None:
    with wiki(edit={"edit": {"result": "Failure", **edit}}) as (connector, _):
        refused = refused_by(lambda: connector.commit(OP, {}))

    assert type(refused) is ContentRejected
    assert words in refused.words


def test_how_long_to_wait_is_what_the_wiki_says() -> None:
    with wiki(edit=refusal("ratelimited")) as (connector, _):
        refused = refused_by(lambda: connector.commit(OP, {}))

    assert isinstance(refused, RateLimited)
    assert refused.retry_in == timedelta(seconds=7)


@pytest.mark.parametrize("code", ["badtoken", "assertuserfailed"])
def test_where_the_session_is_over_one_signs_in_again_once(code: str) -> None:
    with wiki(edit=[refusal(code), {"edit": MADE}]) as (connector, asked):
        found = connector.commit(OP, {})

    assert found.remote_id == "7"
    assert (actions(asked).count("login"), actions(asked).count("edit")) == (2, 2)


def test_where_it_is_over_again_one_stops() -> None:
    with wiki(edit=refusal("badtoken")) as (connector, asked):
        refused = refused_by(lambda: connector.commit(OP, {}))

    assert type(refused) is AuthExpired
    assert actions(asked).count("edit") == 2


@pytest.mark.parametrize(
    ("reason", "kind"),
    [
        ({"code": "wrongpassword", "text": f"{PASSWORD}?"}, AuthExpired),
        ({"code": "login-throttled", "text": "لا."}, RateLimited),
        ({"code": "login-userblocked", "text": "لا."}, AccountRestricted),
        (None, Transient),
    ],
)
def test_who_is_not_let_in_is_told_why_and_never_the_password(
    reason: object, kind: type[ConnectorError]
) -> None:
    told = {"login": {"result": "Failed", "reason": reason}}
    with wiki(login=told) as (connector, _):
        refused = refused_by(connector.probe)

    assert type(refused) is kind
    assert refused.words
    assert PASSWORD not in refused.words


def test_the_password_is_hidden_in_every_refusal() -> None:
    said = refusal("spamblacklist", f"a {PASSWORD} b")
    with wiki(edit=said) as (connector, _):
        refused = refused_by(lambda: connector.commit(OP, {}))

    assert refused.words == "a … b"


@pytest.mark.parametrize("body", [b"<html>hello</html>", b"[]", {}, {"query": []}])
def test_what_is_no_wiki_is_called_so(body: Body) -> None:
    with wiki(query=body) as (connector, _):
        refused = refused_by(connector.probe)

    assert type(refused) is Transient
    assert "answer" in refused.words


def test_where_nobody_listens_nothing_was_done() -> None:
    connector = MediaWikiConnector(Account("أخبار", "http://127.0.0.1:1", PASSWORD))

    assert type(refused_by(lambda: connector.commit(OP, {}))) is Transient


def test_a_wiki_that_is_too_slow_begins_no_page(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(bounds, "ROOM", bounds.ACT)
    with wiki() as (connector, asked):
        refused = refused_by(lambda: connector.commit(OP, {}))

    assert type(refused) is Transient
    assert "edit" not in actions(asked)


def test_a_blocked_account_hears_the_reason() -> None:
    block = {"blockid": 1, "blockpartial": False, "blockreason": "مخالفة"}
    user: dict[str, object] = {**USER, **block}
    told = {"query": {**INFO, "userinfo": user}}
    with wiki(query=[*SIGNING_IN, told]) as (connector, _):
        refused = refused_by(connector.probe)

    assert (type(refused), refused.words) == (AccountRestricted, "مخالفة")


def test_a_prefix_of_another_wiki_is_refused() -> None:
    told = {"query": {**INFO, "pages": [], "interwiki": [{"iw": "en"}]}}
    with wiki(query=[*SIGNING_IN, told]) as (connector, _):
        assert type(refused_by(connector.probe)) is Invalid


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ({"user": "Editor", "comment": "[rasmi:0123456789abcdef]"}, "7"),
        ({"user": "Editor", "comment": "[rasmi:other]"}, EditConflict),
        ({"user": "salim", "comment": "[rasmi:0123456789abcdef]"}, EditConflict),
        ({"userhidden": True}, EditConflict),
    ],
)
def test_a_page_that_exists_is_ours_by_its_mark_and_its_maker(
    by: dict[str, object], expected: object
) -> None:
    page = {"pageid": 7, "title": TITLE, "revisions": [{"revid": 9, **by}]}
    there = {"query": {"pages": [page], "logevents": []}}
    answers: Any = {"query": [*SIGNING_IN, {"query": INFO}, there]}
    with wiki(edit=refusal("articleexists"), **answers) as (connector, _):
        try:
            found: object = connector.commit(OP, {}).remote_id
        except ConnectorError as error:
            found = type(error)

    assert found == expected


@pytest.mark.parametrize("said", [b"<html>", refusal("maxlag")])
def test_where_what_exists_cannot_be_read_nobody_knows(said: Body) -> None:
    answers: Any = {"query": [*SIGNING_IN, {"query": INFO}, said]}
    with wiki(edit=refusal("articleexists"), **answers) as (connector, _):
        refused = refused_by(lambda: connector.commit(OP, {}))

    assert type(refused) is OutcomeUnknown


def uploading() -> Op:
    digest = hashlib.sha256(b"x").hexdigest()
    medium = Medium(digest, "image/png", "زر", lambda: io.BytesIO(b"x"))
    return Op(OP.key, OP.text, (medium,))


def test_where_another_page_has_the_title_no_picture_is_published() -> None:
    page = {"pageid": 7, "title": TITLE, "revisions": [{"revid": 9, "user": "salim"}]}
    there = {"query": {"pages": [page], "logevents": []}}
    with wiki(query=[*SIGNING_IN, there, there]) as (connector, asked):
        refused = refused_by(lambda: connector.commit(uploading(), {}))

    assert type(refused) is EditConflict
    assert not {"upload", "edit"} & set(actions(asked))


def test_a_refused_page_names_the_pictures_that_are_public() -> None:
    op = uploading()
    done = {"upload": {"result": "Success"}}
    told = refusal("spamblacklist", "كلمة " * 200)
    with wiki(upload=done, edit=told) as (connector, asked):
        refused = refused_by(
            lambda: connector.commit(op, {op.media[0].digest: "1.png"})
        )

    (upload,) = (each for each in asked if each["action"] == "upload")
    assert type(refused) is ContentRejected
    assert f"File:{file_name(op.key, op.media[0])}" in refused.words
    assert "زر" not in upload["text"]
