"""Signing in with the password of the body's directory; what only a real one shows is
in `tests/peers/test_ldap.py`."""

import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client, override_settings

from rasmi.audit.models import Entry
from rasmi.config import doctors
from rasmi.config.checks import settings_are_safe
from rasmi.notify.models import Message
from rasmi.people import directory, services
from rasmi.people.models import Unit, User
from rasmi.people.vouching import Failed, Why
from tests.people.directory import DIRECTED, directed_to

LOCAL, THERE = "a long sentence kept here", "the one of the directory"
Asked = list[tuple[str, str]]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Iterator[Asked]:
    """A directory that knows everybody of the ministry by one password."""
    asked: Asked = []

    def prove(name: str, password: str, by: str = "") -> directory.Proven | None:
        asked.append((name, by))
        if password != THERE:
            return None
        return directory.Proven(f"cn={name}", name.upper())

    monkeypatch.setattr(directory, "prove", prove)
    with directed_to("ldaps://directory.ministry.example"):
        yield asked


def sign_in(client: Client, user: User, password: str) -> Any:
    typed = {"login": user.email, "password": password}
    return client.post("/sign-in/", typed)


def is_in(client: Client) -> bool:
    return client.get("/me/").status_code == 200


def keep_password(user: User, password: str = LOCAL) -> None:
    user.set_password(password)
    user.save()


def test_who_is_in_the_register_comes_in(
    asked: Asked, salma: User, client: Client
) -> None:
    assert sign_in(client, salma, THERE).headers["Location"] == "/"
    assert is_in(client)


def test_the_directory_enters_nobody(asked: Asked, body: Unit, client: Client) -> None:
    typed = {"login": "new@ministry.example", "password": THERE}

    answer = client.post("/sign-in/", typed)

    assert "صاحب هذا الحساب غير مسجَّل" in answer.content.decode()
    assert Entry.objects.get(action="people.session.deny").facts["why"] == "unknown"
    assert User.objects.count() == 0


def test_who_was_released_does_not_come_in(
    asked: Asked, salma: User, client: Client
) -> None:
    User.objects.filter(pk=salma.pk).update(is_active=False)

    sign_in(client, salma, THERE)

    assert not is_in(client)
    assert Entry.objects.get(action="people.session.deny").target_id == str(salma.pk)


@pytest.mark.parametrize(
    ("whose", "enters"), [("operators", False), ("everybody", True)]
)
def test_a_password_that_is_kept_here_counts_where_it_may(
    asked: Asked, salma: User, client: Client, whose: str, enters: bool
) -> None:
    keep_password(salma)

    with override_settings(PASSWORDS_OF=whose):
        sign_in(client, salma, LOCAL)

    assert is_in(client) is enters
    assert bool(asked) is not enters


def test_one_password_in_both_places_opens_by_the_directory(
    asked: Asked, salma: User, client: Client
) -> None:
    keep_password(salma, THERE)

    sign_in(client, salma, THERE)

    assert is_in(client)
    assert Entry.objects.filter(action="people.session.vouch").exists()


def test_who_runs_the_system_comes_in_while_it_is_away(
    asked: Asked,
    salma: User,
    maryam: User,
    client: Client,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    keep_password(maryam)
    keep_password(salma)

    def away(*args: str) -> None:
        raise Failed(Why.AWAY, "SERVER_DOWN")

    monkeypatch.setattr(directory, "prove", away)

    answer = sign_in(client, salma, LOCAL)
    assert "خدمة الدخول في الوزارة لا تستجيب" in answer.content.decode()
    assert not is_in(client)
    facts = Entry.objects.get(action="people.session.deny").facts
    assert facts == {"why": "away", "detail": "SERVER_DOWN"}

    assert sign_in(client, maryam, LOCAL).status_code == 302
    assert Entry.objects.filter(action="people.session.begin", actor=maryam).exists()


def test_a_wrong_password_and_an_unknown_name_are_told_alike(
    asked: Asked, salma: User, salim: User
) -> None:
    salim.email = "nobody@ministry.example"

    pages = [
        sign_in(Client(), user, "wrong").context["form"] for user in (salma, salim)
    ]

    assert pages[0].errors == pages[1].errors != {}


def test_the_staff_number_may_find_the_person(
    asked: Asked, salma: User, client: Client
) -> None:
    User.objects.filter(pk=salma.pk).update(staff_number="S.H")

    with override_settings(LDAP_LOGIN="sAMAccountName", LDAP_MATCH="employeeID"):
        client.post("/sign-in/", {"login": " s.h ", "password": THERE})

    assert is_in(client)
    assert asked == [("s.h", "")]


def test_the_page_says_whose_password_it_asks_for(
    asked: Asked, salma: User, client: Client
) -> None:
    page = client.get("/sign-in/").content.decode()

    assert "كلمة مرور حسابك في الوزارة" in page
    assert 'type="email"' in page
    with override_settings(LDAP_LOGIN="sAMAccountName"):
        page = client.get("/sign-in/").content.decode()
    assert "اسم المستخدم في الوزارة" in page
    assert 'type="email"' not in page


def test_a_new_person_is_not_sent_a_link_to_a_password(
    asked: Asked, maryam: User, body: Unit, now: datetime
) -> None:
    services.add_person(
        staff_number="7001",
        name_ar="نورة",
        name_en="Noura",
        email="noura@ministry.example",
        unit=body,
        title_ar="أخصائية",
        title_en="Specialist",
        by=maryam,
        now=now,
    )

    letter = Message.objects.get(kind="people.invite")
    assert "بحسابك في الوزارة" in letter.text
    assert "/sign-in/" in letter.text
    assert "/account/password/" not in letter.text


@pytest.mark.parametrize("password", ["", "\0", "\0more"])
def test_a_password_that_binds_as_nobody_is_never_tried(password: str) -> None:
    assert directory.prove("salma", password) is None


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("salma1", "salma1"),
        ("*)(uid=*", r"\2a\29\28uid\3d\2a"),
        ("a\\2a\0", r"a\5c2a\00"),
        ("سالم", r"\d8\b3\d8\a7\d9\84\d9\85"),
        ("²", r"\c2\b2"),
    ],
)
def test_what_is_typed_says_nothing_in_a_filter(value: str, written: str) -> None:
    assert directory.escaped(value) == written


@pytest.mark.parametrize(
    ("given", "finding"),
    [
        ({"LDAP_URI": "http://directory.ministry.example"}, "rasmi.E009"),
        ({"LDAP_URI": "ldaps://one.example ldap://two.example"}, "rasmi.E009"),
        ({"LDAP_URI": "ldaps:///"}, "rasmi.E009"),
        ({"LDAP_URI": "ldapi://socket"}, "rasmi.E009"),
        ({"LDAP_SECRET": ""}, "rasmi.E010"),
        ({"LDAP_BIND_DN": ""}, "rasmi.E010"),
        ({"LDAP_CA_FILE": "/no/such/file"}, "rasmi.E011"),
        ({"LDAP_URI": "ldap://one.example ldap://two.example"}, None),
        ({}, None),
    ],
)
def test_a_directory_that_cannot_be_asked_safely_is_not_started_with(
    given: dict[str, Any], finding: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(directory, "is_possible", lambda: True)
    with override_settings(**(DIRECTED | given)):
        found = [each.id for each in settings_are_safe()]

    assert found == ([finding] if finding else [])


def test_what_is_missing_is_named_with_the_line_that_brings_it(
    salma: User, now: datetime, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(directory, "ldap", None)
    with directed_to("ldaps://directory.ministry.example"):
        (found,) = settings_are_safe()
        is_well, words = doctors._directory(now)
        sign_in(client, salma, THERE)

    assert found.id == "rasmi.E012"
    assert not is_well
    assert "make setup-ldap" in str(found.hint)
    assert "make setup-ldap" in words
    assert Entry.objects.get(action="people.session.deny").facts["why"] == "away"


def test_who_comes_while_too_many_wait_for_it_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(directory, "ldap", SimpleNamespace(LDAPError=OSError))
    monkeypatch.setattr(directory, "_lines", threading.BoundedSemaphore(1))
    monkeypatch.setattr(directory, "STEP", 0.1)
    monkeypatch.setattr(directory, "_prove", lambda *asked: None)
    assert directory.prove("salma", "a") is None
    directory._lines.acquire()

    with pytest.raises(Failed, match="too many wait for it"):
        directory.prove("salma", "a")


def test_without_one_none_is_asked(
    salma: User, now: datetime, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    never: Callable[..., None] = lambda *args: pytest.fail("it was asked")  # noqa: E731
    monkeypatch.setattr(directory, "prove", never)
    keep_password(salma)

    sign_in(client, salma, LOCAL)

    assert is_in(client)
    assert doctors._directory(now)[0]
