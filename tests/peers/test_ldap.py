"""Signing in with the password of a real directory."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import Any

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from rasmi.audit.models import Entry
from rasmi.config import doctors
from rasmi.people import directory
from rasmi.people.models import User
from rasmi.people.vouching import Failed, Why
from tests.conftest import signed_in
from tests.peers.start import start, stop
from tests.people.directory import directed_to

MISMATCH = "غير متطابقين"
Server = dict[str, str]
ALIKE = "ｓalma.m"  # its first letter is of another width


@pytest.fixture
def server() -> Iterator[Server]:
    server = start("ldap")
    given = {name: server[name] for name in ("LDAP_CA_FILE", "LDAP_BASE")}
    given |= {name: server[name] for name in ("LDAP_BIND_DN", "LDAP_SECRET")}
    with directed_to(server["LDAPS_URI"], LDAP_LOGIN="uid", **given):
        yield server


def sign_in(client: Client, name: str, password: str, **more: str) -> Any:
    typed = {"login": name, "password": password}
    return client.post("/sign-in/", typed, **more)  # type: ignore[arg-type]


def is_in(client: Client) -> bool:
    return client.get("/me/").status_code == 200


def actions() -> list[str]:
    found = Entry.objects.filter(action__startswith="people.session")
    return list(found.order_by("pk").values_list("action", flat=True))


@pytest.mark.parametrize("way", ["LDAPS_URI", "LDAP_URI"])
def test_a_person_of_the_register_comes_in(
    server: Server, salma: User, client: Client, way: str
) -> None:
    with override_settings(LDAP_URI=server[way]):
        answer = sign_in(client, "Salma.m", server["LDAP_USER_PASSWORD"])

    assert answer.headers["Location"] == "/"
    assert is_in(client)
    assert actions() == ["people.session.vouch", "people.session.begin"]
    entry = Entry.objects.get(action="people.session.vouch")
    dn = "cn=سالمة بنت سعيد الحارثية,ou=people,dc=ministry,dc=example"
    assert (entry.actor, entry.facts) == (salma, {"subject": dn, "factor": False})
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    ("login", "match", "name"),
    [
        ("mail", "mail", "salma@ministry.example"),
        ("cn", "employeeNumber", "سالمة بنت سعيد الحارثية"),
    ],
)
def test_other_attributes_may_name_and_find_the_person(
    server: Server, salma: User, client: Client, login: str, match: str, name: str
) -> None:
    with override_settings(LDAP_LOGIN=login, LDAP_MATCH=match):
        sign_in(client, name, server["LDAP_USER_PASSWORD"])

    assert is_in(client)


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("salma.m", "wrong"),
        ("nobody.m", ""),
        ("khalid.m", ""),  # locked there
        ("*", ""),
        ("salma.m)(uid=*", ""),
        ("*)(uid=*", ""),
        ("salma.m\\2a", ""),
        (ALIKE, ""),
    ],
)
def test_nobody_else_comes_in_and_all_are_told_the_same(
    server: Server, salma: User, khalid: User, client: Client, name: str, password: str
) -> None:
    answer = sign_in(client, name, password or server["LDAP_USER_PASSWORD"])

    assert MISMATCH in answer.content.decode()
    assert not is_in(client)
    assert actions() == ["people.session.fail"]


def test_a_filter_of_ours_finds_no_more_than_one_who_is_named(server: Server) -> None:
    line = directory._connected()

    assert len(directory._search(line, "uid", "salma.m")) == 1
    for name in ("*", "salma*", "salma.m)(uid=*", ALIKE):
        assert directory._search(line, "uid", name) == []
    line.unbind_s()


def test_a_name_that_is_not_there_costs_a_bind_too(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = []
    is_password = directory._is_password

    def watched(line: Any, dn: str, password: str) -> bool:
        tried.append(dn)
        return is_password(line, dn, password)

    monkeypatch.setattr(directory, "_is_password", watched)

    assert directory.prove("nobody.m", server["LDAP_USER_PASSWORD"]) is None
    assert [dn.partition(",")[2] for dn in tried] == [server["LDAP_BASE"]]


def test_no_password_is_kept_or_written_to_a_log(
    server: Server, salma: User, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    password = server["LDAP_USER_PASSWORD"]
    caplog.set_level("DEBUG")
    sign_in(client, "stranger.m", password)
    with override_settings(LDAP_SECRET="wrong of ours"):
        sign_in(client, "salma.m", password)
    sign_in(client, "salma.m", password)
    salma.refresh_from_db()

    written = f"{caplog.text} {list(Entry.objects.values())} {dict(client.session)}"
    assert "cn=سالمة" in written
    for secret in (password, server["LDAP_SECRET"], "wrong of ours"):
        assert secret not in written
    assert not salma.check_password(password)


def test_one_name_of_two_entries_is_nobodys(
    server: Server, salma: User, client: Client
) -> None:
    with override_settings(LDAP_LOGIN="mail"):
        answer = sign_in(client, "twin@ministry.example", server["LDAP_USER_PASSWORD"])

    assert MISMATCH in answer.content.decode()


@pytest.mark.parametrize("password", ["", "\0", "\0secret"])
def test_a_bind_without_a_password_proves_nobody(
    server: Server, salma: User, client: Client, password: str
) -> None:
    line = directory._connected()
    dn = directory._search(line, "uid", "salma.m")[0][0]
    assert directory._is_password(line, dn, "")  # the trap is open
    line.unbind_s()

    assert directory.prove("salma.m", password) is None
    sign_in(client, "salma.m", password)
    assert not is_in(client)


@pytest.mark.parametrize(
    ("name", "why", "detail"),
    [
        ("salma.m", "ended", ""),
        ("stranger.m", "unknown", ""),
        ("salim.m", "unverified", "2 values of mail"),
    ],
)
def test_who_is_proven_and_does_not_work_here_is_told_why(
    server: Server, salma: User, client: Client, name: str, why: str, detail: str
) -> None:
    User.objects.filter(pk=salma.pk).update(is_active=False)

    answer = sign_in(client, name, server["LDAP_USER_PASSWORD"])

    assert not is_in(client)
    assert MISMATCH not in answer.content.decode()
    entry = Entry.objects.get(action="people.session.deny")
    assert entry.facts == {"why": why, "detail": detail}
    assert User.objects.count() == 1


def test_only_whom_the_filter_lets_through(
    server: Server, salma: User, maryam: User, client: Client
) -> None:
    with override_settings(LDAP_FILTER="(memberOf=cn=rasmi,dc=ministry,dc=example)"):
        sign_in(client, "maryam.m", server["LDAP_USER_PASSWORD"])
        assert actions() == ["people.session.fail"]
        sign_in(client, "salma.m", server["LDAP_USER_PASSWORD"])

    assert is_in(client)


def test_who_has_a_second_factor_is_asked_for_it(
    server: Server, maryam: User, client: Client
) -> None:
    signed_in(maryam)  # gives her one

    answer = sign_in(client, "maryam.m", server["LDAP_USER_PASSWORD"])

    assert answer.headers["Location"] == reverse("mfa_authenticate")
    assert client.get("/").status_code == 302


def test_who_confirms_it_is_asked_for_the_same_password(
    server: Server, salma: User, client: Client
) -> None:
    salma.set_password("an old one of hers")
    salma.save()
    sign_in(client, "salma.m", server["LDAP_USER_PASSWORD"])
    page = reverse("account_reauthenticate")

    def confirm(password: str) -> int:
        return client.post(page, {"password": password}).status_code

    assert confirm("an old one of hers") == 200
    assert confirm(server["LDAP_USER_PASSWORD"]) == 302


def test_who_guesses_is_held_back(server: Server, salma: User, client: Client) -> None:
    for _ in range(5):
        sign_in(client, "salma.m", "wrong")

    sign_in(client, "Salma.m", server["LDAP_USER_PASSWORD"])

    assert not is_in(client)
    assert actions() == [*["people.session.fail"] * 5, "people.session.limit"]


@pytest.mark.parametrize(
    "wrong",
    [
        lambda server: {"LDAP_CA_FILE": server["LDAP_OTHER_CA_FILE"]},
        lambda server: {
            "LDAP_CA_FILE": server["LDAP_OTHER_CA_FILE"],
            "LDAP_URI": server["LDAP_URI"],
        },
        lambda server: {
            "LDAP_URI": server["LDAPS_URI"].replace("127.0.0.1", "localhost")
        },
        lambda server: {
            "LDAP_URI": server["LDAP_URI"].replace("127.0.0.1", "localhost")
        },
        lambda server: {"LDAP_SECRET": "wrong"},
        lambda server: {"LDAP_BASE": "dc=elsewhere,dc=example"},
        lambda server: {"LDAP_FILTER": "(objectClass=person"},
    ],
    ids=[
        "another authority",
        "another authority, StartTLS",
        "another name",
        "another name, StartTLS",
        "another service password",
        "another base",
        "a filter with a mistake",
    ],
)
def test_a_directory_that_is_not_the_one_signs_nobody_in(
    server: Server, salma: User, client: Client, now: datetime, wrong: Any
) -> None:
    with override_settings(**wrong(server)):
        sign_in(client, "salma.m", server["LDAP_USER_PASSWORD"])
        is_well, words = doctors._directory(now)

    assert not is_in(client)
    assert Entry.objects.get(action="people.session.deny").facts["why"] == "away"
    assert not is_well
    assert server["LDAP_SECRET"] not in words


@contextmanager
def listening(answer: bytes) -> Iterator[tuple[str, list[bytes]]]:
    """A server that says one thing and hears until the other side goes, or the test."""
    heard: list[bytes] = []
    lines: list[socket.socket] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            line, _ = listener.accept()
            lines.append(line)
            with line:
                heard.append(line.recv(4096))
                line.sendall(answer)
                while more := line.recv(4096):
                    heard.append(more)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"127.0.0.1:{listener.getsockname()[1]}", heard
        thread.join(2)
        with suppress(OSError):
            lines[0].shutdown(socket.SHUT_RDWR)
        thread.join()


def test_a_server_without_tls_is_told_no_password(server: Server) -> None:
    no_tls = bytes.fromhex("300c02010178070a010204000400")  # StartTLS: protocolError
    with (
        listening(no_tls) as (address, heard),
        override_settings(LDAP_URI=f"ldap://{address}"),
        pytest.raises(Failed) as failed,
    ):
        directory.prove("salma.m", server["LDAP_USER_PASSWORD"])

    assert (failed.value.why, failed.value.detail) == (Why.AWAY, "PROTOCOL_ERROR")
    told = b"".join(heard)
    assert b"1.3.6.1.4.1.1466.20037" in told  # StartTLS
    assert server["LDAP_SECRET"].encode() not in told
    assert server["LDAP_USER_PASSWORD"].encode() not in told


@pytest.mark.parametrize("scheme", ["ldap", "ldaps"])
def test_a_server_that_says_nothing_is_not_waited_for(
    server: Server, monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    monkeypatch.setattr(directory, "STEP", 1)
    monkeypatch.setattr(directory, "PATIENCE", 2)
    with (
        listening(b"") as (address, _heard),
        override_settings(LDAP_URI=f"{scheme}://{address}"),
    ):
        begun = time.monotonic()
        with pytest.raises(Failed) as failed:
            directory.prove("salma.m", "whatever")

        assert failed.value.why == Why.AWAY
        assert time.monotonic() - begun < 4


def test_while_it_is_away_those_who_run_the_system_come_in(
    server: Server, salma: User, maryam: User, client: Client
) -> None:
    for user in (salma, maryam):
        user.set_password("a long sentence of hers")
        user.save()
    stop("ldap")

    arabic = sign_in(client, "salma.m", server["LDAP_USER_PASSWORD"])
    client.cookies["rasmi-language"] = "en"
    english = sign_in(client, salma.email, "a long sentence of hers")
    assert "خدمة الدخول في الوزارة لا تستجيب" in arabic.content.decode()
    assert "sign-in does not answer" in english.content.decode().replace("&#x27;", "'")
    assert not is_in(client)

    answer = sign_in(client, maryam.email, "a long sentence of hers")
    assert answer.status_code == 302
    assert Entry.objects.filter(action="people.session.begin", actor=maryam).exists()


def test_the_doctor_asks_it(server: Server, salma: User, now: datetime) -> None:
    is_well, words = doctors._directory(now)

    assert is_well, words
