import logging
import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client, override_settings
from pytest_django.plugin import DjangoDbBlocker

from rasmi.people.models import Power, Unit, User
from rasmi.policy import services as policy
from rasmi.policy.models import Decision, PolicyVersion
from tests import databases
from tests.architecture.walls import nobody_writes_another_rooms_table
from tests.factories import appoint_to, make_body, make_decision, make_user

Decided = Callable[[Decision.Kind], Decision]
Reviewed = Callable[[PolicyVersion], None]
SLOW = ("demo", "journeys", "peers", "survival")
# Tables with triggers.
ONLY_ADDED = (
    "audit_entry",
    "audit_leaf",
    "audit_checkpoint",
    "records_part",
    "records_record",
)


def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    if not os.environ.get("RASMI_TEST_POSTGRES"):
        left = [each for each in items if each.get_closest_marker("postgres")]
        config.hook.pytest_deselected(items=left)
        items[:] = [each for each in items if each not in left]
    for item in items:
        folder = Path(item.path).relative_to(Path(__file__).parent).parts[0]
        if folder in SLOW:
            item.add_marker(pytest.mark.slow)
        if folder != "journeys" and not _asks_the_database(item):
            item.add_marker(pytest.mark.once)


def _asks_the_database(item: pytest.Item) -> bool:
    fixtures = {"db", "transactional_db"} & set(getattr(item, "fixturenames", ()))
    return bool(fixtures) or item.get_closest_marker("django_db") is not None


@pytest.fixture(autouse=True)
def errors_in_the_log_fail_the_test(
    request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture
) -> Iterator[None]:
    yield
    if request.node.get_closest_marker("logs_errors"):
        return
    errors = [
        record.getMessage()
        for record in caplog.get_records("call")
        if record.levelno >= logging.ERROR
    ]
    assert errors == []


@pytest.fixture(autouse=True)
def rooms_write_their_own_tables() -> Iterator[None]:
    with connection.execute_wrapper(nobody_writes_another_rooms_table):
        yield


@pytest.fixture(autouse=True)
def files_of_one_test(tmp_path: Path) -> Iterator[None]:
    with override_settings(
        FILES_ROOT=tmp_path / "files",
        EPOCH_FILE=tmp_path / "epoch.json",
        CHECKPOINT_FILE=tmp_path / "checkpoint",
    ):
        yield


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    with django_db_blocker.unblock():
        databases.of_this_process(connection, os.environ.get("DATABASE_URL", ""))
        _let_it_be_emptied()
    yield
    with django_db_blocker.unblock():
        connection.close()


def _let_it_be_emptied() -> None:
    """Let the database be emptied between tests although some rows are only added."""
    operations: Any = connection.ops
    emptying = operations.execute_sql_flush

    def without_triggers(sql_list: list[str]) -> None:
        if connection.vendor == "postgresql":
            off, on = (
                [f"ALTER TABLE {table} {switch} TRIGGER USER" for table in ONLY_ADDED]
                for switch in ("DISABLE", "ENABLE")
            )
            emptying([*off, *sql_list, *on])
            return
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'"
            )
            found = cursor.fetchall()
        triggers = [(name, sql) for name, table, sql in found if table in ONLY_ADDED]
        drops = [f"DROP TRIGGER {name}" for name, _ in triggers]
        emptying([*drops, *sql_list, *[sql for _, sql in triggers]])

    operations.execute_sql_flush = without_triggers


@pytest.fixture
def now() -> datetime:
    """A Monday morning in Muscat."""
    return datetime(2026, 11, 23, 4, 42, tzinfo=UTC)


@pytest.fixture
def body(db: None, now: datetime) -> Unit:
    return make_body(now)


@pytest.fixture
def maryam(body: Unit, now: datetime) -> User:
    """She heads the unit, and keeps its people and offices."""
    user = make_user("maryam", body, now)
    appoint_to(user, body, "رئيسة التقسيم", [Power.PEOPLE, Power.OPERATE], now)
    return user


@pytest.fixture
def keeper(body: Unit, now: datetime) -> User:
    """Another one who keeps people, for what nobody does for themselves."""
    user = make_user("keeper", body, now)
    appoint_to(user, body, "حافظ السجل", [Power.PEOPLE], now)
    return user


@pytest.fixture
def khalid(body: Unit, now: datetime) -> User:
    """He reviews."""
    user = make_user("khalid", body, now)
    appoint_to(user, body, "مراجع", [Power.APPROVE, Power.AUDIT], now)
    return user


@pytest.fixture
def salma(body: Unit, now: datetime) -> User:
    """She writes, and holds no office."""
    return make_user("salma", body, now)


@pytest.fixture
def salim(body: Unit, now: datetime) -> User:
    """A stranger to whatever a test is about."""
    return make_user("salim", body, now)


@pytest.fixture
def hilal(body: Unit, now: datetime) -> User:
    """He heads the ministry and signs its decisions; he need not sign in."""
    user = make_user("hilal", body, now)
    appoint_to(user, body, "رئيس الوحدة", [Power.HEAD, Power.DECIDE], now)
    return user


@pytest.fixture
def rania(body: Unit, now: datetime) -> User:
    """She keeps the registers, and owns the policy."""
    user = make_user("rania", body, now)
    appoint_to(user, body, "أمينة السجل", [Power.REGISTER, Power.POLICY], now)
    return user


@pytest.fixture
def basim(body: Unit, now: datetime) -> User:
    """He keeps the registers beside her: the second person."""
    user = make_user("basim", body, now)
    appoint_to(user, body, "أمين السجل", [Power.REGISTER], now)
    return user


@pytest.fixture
def issue(body: Unit, now: datetime) -> PolicyVersion:
    """The issue of the policy that is in force."""
    version = policy.begin(now=now)
    assert version
    return version


@pytest.fixture
def reviewed(rania: User, khalid: User, now: datetime) -> Reviewed:
    """Have both parties agree to the texts of an issue as they stand."""

    def agree(version: PolicyVersion) -> None:
        for party, person in (("infosec_section", rania), ("media_dept", khalid)):
            policy.review_as_party(
                version, party, agrees=True, remarks="", by=person, now=now
            )

    return agree


@pytest.fixture
def decided(hilal: User, rania: User, basim: User, now: datetime) -> Decided:
    """Make a decision of a kind that the head signed and two people have read."""

    def make(kind: Decision.Kind) -> Decision:
        return make_decision(
            kind,
            hilal.appointments.get(),
            entered_by=rania,
            checked_by=basim,
            now=now,
        )

    return make


@pytest.fixture
def as_rania(rania: User) -> Client:
    return signed_in(rania)


@pytest.fixture
def as_basim(basim: User) -> Client:
    return signed_in(basim)


@pytest.fixture
def as_maryam(maryam: User) -> Client:
    return signed_in(maryam)


@pytest.fixture
def as_khalid(khalid: User) -> Client:
    return signed_in(khalid)


@pytest.fixture
def as_salma(salma: User) -> Client:
    return signed_in(salma)


def signed_in(user: User) -> Client:
    """A client of somebody who signed in and has a second factor."""
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    TOTP.activate(user, generate_totp_secret())
    client = Client()
    client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
    return client
