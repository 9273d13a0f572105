"""A call that a hostile platform cannot hold, and an answer that cannot harm."""

import base64
import gzip
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from urllib.parse import quote

import httpx
import pytest

from rasmi.platforms import http as bounds
from rasmi.platforms.connector import Op, OutcomeUnknown, Transient
from rasmi.platforms.deadline import Budget, TooSlow, begin_nothing_when, within
from rasmi.platforms.http import Line
from rasmi.platforms.mediawiki import wikitext
from rasmi.platforms.wordpress import markup
from tests.platforms.test_sandbox_connector import http, read_whole

SECRET = "abcd EFGH/1234"
LIMIT = 0.4  # seconds for a call in these tests
SOON = 3.0  # seconds, on a busy machine


@contextmanager
def platform(serve: Callable[[socket.socket], object]) -> Iterator[str]:
    """One that does this with each call; yields its address."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def accept() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                with connection:
                    try:
                        serve(connection)
                    except OSError:
                        continue

        threading.Thread(target=accept, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
        server.shutdown(socket.SHUT_RDWR)


def say(connection: socket.socket, answer: bytes) -> None:
    read_whole(connection)
    connection.sendall(answer)


def answered(answer: bytes) -> object:
    with platform(lambda connection: say(connection, answer)) as address:
        line = Line(address, secret=SECRET, login="salma")
        return line.call("GET", "/", lost=Transient).body


def trickled_head(connection: socket.socket) -> None:
    read_whole(connection)
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    for number in range(200):
        connection.sendall(f"X-{number}: x\r\n".encode())
        time.sleep(0.05)


def trickled_body(connection: socket.socket) -> None:
    read_whole(connection)
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n")
    for _ in range(200):
        connection.sendall(b" ")
        time.sleep(0.05)


def slow_reading(connection: socket.socket) -> None:
    for _ in range(200):
        if not connection.recv(1024):
            return
        time.sleep(0.05)


@pytest.mark.parametrize("serve", [trickled_head, trickled_body, slow_reading])
def test_no_platform_holds_a_call_longer_than_it_may_take(
    serve: Callable[[socket.socket], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounds, "TOTAL", LIMIT)
    with platform(serve) as address:
        line = Line(address, secret=SECRET)
        begun = time.monotonic()

        with pytest.raises(OutcomeUnknown, match="slow"):
            line.call("POST", "/", lost=OutcomeUnknown, content=b"x" * 20_000_000)

    assert time.monotonic() - begun < SOON


def test_a_call_that_is_given_up_is_broken_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "TOTAL", LIMIT)
    is_over = threading.Event()

    def wait(connection: socket.socket) -> None:
        read_whole(connection)
        connection.settimeout(SOON)
        if connection.recv(1) == b"":
            is_over.set()

    with platform(wait) as address, pytest.raises(Transient):
        Line(address, secret=SECRET).call("GET", "/", lost=Transient)

    assert is_over.wait(SOON)


def test_a_name_that_nobody_resolves_holds_nobody_and_nothing_is_sent_later(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(bounds, "TOTAL", LIMIT)
    calls, go_on = [], threading.Event()
    resolve = socket.getaddrinfo

    def slow(*asked: object, **more: object) -> object:
        go_on.wait(SOON)
        return resolve(*asked, **more)  # type: ignore[arg-type]  # as it was asked

    def note(connection: socket.socket) -> None:
        calls.append(connection.recv(1))

    with platform(note) as address:
        monkeypatch.setattr(socket, "getaddrinfo", slow)
        with pytest.raises(Transient, match="slow"):
            Line(address, secret=SECRET).call("POST", "/", lost=OutcomeUnknown)
        go_on.set()
        limit = time.monotonic() + SOON
        while not calls and time.monotonic() < limit:
            time.sleep(0.02)

    assert calls == [b""]  # it came through, and had nothing to say


def test_whoever_waits_hears_what_became_of_a_call() -> None:
    assert within(SOON, lambda watch: 5) == 5
    with pytest.raises(ZeroDivisionError):
        within(SOON, lambda watch: 1 // 0)
    with pytest.raises(TooSlow) as slow:
        within(0.05, lambda watch: time.sleep(0.5))
    assert not slow.value.was_sent


def test_an_act_has_so_much_time_for_all_of_its_calls() -> None:
    budget = Budget()
    with platform(lambda connection: say(connection, http(200, {}))) as address:
        line = Line(address, secret=SECRET, budget=budget)
        budget.begin(bounds.ROOM)
        line.call("GET", "/", lost=Transient)
        with pytest.raises(Transient, match="not begun"):
            line.call("POST", "/", lost=OutcomeUnknown)
        budget.begin(0)
        with pytest.raises(Transient, match="not begun"):
            line.call("GET", "/", lost=Transient)


def test_an_act_ends_before_its_row_is_given_to_another() -> None:
    assert 0 < bounds.ROOM < bounds.ACT <= 60
    assert bounds.TOTAL <= bounds.ACT < bounds.STAGING < 100


@pytest.fixture
def ending() -> Iterator[None]:
    begin_nothing_when(lambda: True)
    yield
    begin_nothing_when(bool)


def test_who_is_asked_to_end_says_what_is_armed_and_reads_no_more(ending: None) -> None:
    heard: list[bytes] = []

    def serve(connection: socket.socket) -> None:
        heard.append(connection.recv(1000).partition(b"\r\n")[0])
        connection.sendall(http(200, {}))

    with platform(serve) as address:
        line = Line(address, secret=SECRET)
        with pytest.raises(Transient, match="being stopped"):
            line.call("GET", "read", lost=Transient)
        assert line.call("POST", "say", lost=OutcomeUnknown).is_good

    assert heard == [b"POST /say HTTP/1.1"]


def test_a_packed_answer_is_not_unpacked() -> None:
    packed = gzip.compress(b" " * 50_000_000)
    asked = []

    def serve(connection: socket.socket) -> None:
        asked.append(connection.recv(10_000).lower())
        connection.sendall(http(200, packed, "Content-Encoding: gzip"))

    with platform(serve) as address, pytest.raises(OutcomeUnknown, match="packed"):
        Line(address, secret=SECRET).call("GET", "/", lost=OutcomeUnknown)

    assert b"accept-encoding: identity" in asked[0]


@pytest.mark.parametrize(
    "body",
    [
        b'{"a": NaN}',
        b'{"a": [Infinity]}',
        b'{"a": 1e999}',
        b'{"a": ' + b"[" * 600 + b"]" * 600 + b"}",
        b"[" * 100_000,
        b"1" * 5_000,
        b"\xff",
    ],
)
def test_what_no_database_keeps_is_no_answer(body: bytes) -> None:
    assert answered(http(200, body)) is None


def test_what_is_answered_can_be_kept() -> None:
    body = answered(http(200, b'{"a\\u0000": ["\\ud800", {"b": 1.5}, null]}'))

    assert body == {"a": ["?", {"b": 1.5}, None]}
    assert json.dumps(body).encode()


@pytest.mark.parametrize(
    "place", ["http://[", "http://[::1", "//", "\x01", "http:///x"]
)
def test_an_address_that_is_none_breaks_nothing(place: str) -> None:
    answer = http(302, {}, f"Location: {place}")
    with platform(lambda connection: say(connection, answer)) as address:
        line = Line(address, secret=SECRET)
        with suppress(Transient):
            assert line.call("GET", "/", lost=Transient).status == 302


@pytest.mark.parametrize(
    "form",
    [
        SECRET,
        "abcdEFGH/1234",
        quote(SECRET, safe=""),
        "abcd+EFGH%2F1234",
        base64.b64encode(f"salma:{SECRET}".encode()).decode(),
    ],
)
def test_the_secret_comes_back_in_no_form(form: str) -> None:
    told = {"message": f"a {form} b", "rows": [{form: [f"http://x/{form}"]}]}

    assert form not in str(answered(http(200, told)))
    assert form not in Line("http://x", secret=SECRET, login="salma").hidden(form)


@pytest.mark.parametrize(
    "text",
    [
        "https://moc.example/" + ")" * 100_000,
        "https://moc.example/" + "(" * 50_000 + ")" * 50_000,
        "https://moc.example/" + "." * 100_000,
        "https://a " * 10_000,
        "1\n\n" * 33_000,
        "\n" * 100_000 + "x",
        "\n" + " " * 100_000 + "x",
        "<" * 100_000,
        "[" * 100_000,
        "'" * 100_000,
        "ب" * 100_000,
        "بدأ. " * 20_000,
    ],
    ids=str.__len__,
)
def test_a_long_text_is_written_at_once(text: str) -> None:
    begun = time.process_time()

    wikitext.page(Op("k1", text))
    markup.page(text)

    assert time.process_time() - begun < 2


def test_httpx_tells_how_far_a_call_is() -> None:
    """What gives a call up rests on these names."""
    events: list[str] = []
    with (
        platform(lambda connection: say(connection, http(200, {}))) as address,
        httpx.Client(trust_env=False) as client,
    ):
        trace = {"trace": lambda event, facts: events.append(event)}
        client.get(address, extensions=trace)

    assert "connection.connect_tcp.complete" in events
    assert "http11.send_request_headers.started" in events
