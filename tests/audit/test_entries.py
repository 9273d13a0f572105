from datetime import datetime
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from rasmi.audit import actions, selectors
from rasmi.audit import services as audit
from rasmi.audit.models import Entry
from rasmi.people.models import User
from rasmi.people.services.units import OPENED
from rasmi.rules import Refusal, gate, levers

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry(salma: User, now: datetime) -> Entry:
    return audit.record(OPENED, actor=salma, target=salma, now=now, unit=7)


def test_an_entry_tells_who_did_what_to_what(entry: Entry, salma: User) -> None:
    assert entry.action == "people.unit.open"
    assert (entry.target_type, entry.target_id) == ("people.user", str(salma.pk))
    assert entry.facts == {"unit": 7}


@pytest.mark.parametrize("verb", ["save", "delete"])
def test_the_model_changes_no_entry(entry: Entry, verb: str) -> None:
    with pytest.raises(TypeError):
        getattr(entry, verb)()


def test_a_queryset_changes_no_entry(entry: Entry) -> None:
    with pytest.raises(TypeError):
        Entry.objects.update(action="other")
    with pytest.raises(TypeError):
        Entry.objects.all().delete()


REPLACE = (
    "INSERT OR REPLACE INTO audit_entry"
    " (id, at, action, outcome, target_type, target_id, lever, facts)"
    " SELECT id, at, 'forged', outcome, '', '', '', facts FROM audit_entry"
)
TRUNCATE = "SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE audit_entry CASCADE"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET action = 'x'",
        "DELETE FROM audit_entry",
        {"sqlite": REPLACE, "postgresql": TRUNCATE},
    ],
)
def test_the_database_changes_no_entry(
    entry: Entry, statement: str | dict[str, str]
) -> None:
    if isinstance(statement, dict):
        statement = statement[connection.vendor]
    with (
        pytest.raises(DatabaseError, match="only added"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)

    assert Entry.objects.get().action == "people.unit.open"


@pytest.mark.parametrize(
    "facts", [{"password": "x"}, {"api_token": "x"}, {"reason": "x" * 201}]
)
def test_secrets_and_texts_are_no_facts(
    salma: User, now: datetime, facts: dict[str, Any]
) -> None:
    with pytest.raises(ValueError, match="The fact"):
        audit.record(OPENED, actor=salma, now=now, **facts)

    assert not Entry.objects.exists()


def test_an_entry_goes_with_the_change_it_tells_of(salma: User, now: datetime) -> None:
    def fail() -> None:
        with transaction.atomic():
            audit.record(OPENED, actor=salma, now=now)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()

    assert not Entry.objects.exists()


def test_a_refusal_of_a_sweep_is_kept_and_rises() -> None:
    lever = next(each for each in levers() if each.name == "people.holds_power")

    with pytest.raises(Refusal), audit.refusals_recorded("outbox.send"):
        raise Refusal(lever, "no")

    kept = Entry.objects.refused().get()
    assert (kept.lever, kept.actor, kept.facts["where"]) == (
        "people.holds_power",
        None,
        "outbox.send",
    )


def test_a_line_is_read_out_with_the_name_of_its_target(
    entry: Entry, salma: User
) -> None:
    (line,) = selectors.lines([entry])

    assert str(salma) in line.sentence


def test_reading_many_lines_costs_one_query_a_table(
    salma: User, khalid: User, now: datetime, django_assert_num_queries: object
) -> None:
    for user in (salma, khalid) * 5:
        audit.record(OPENED, actor=user, target=user, now=now)
    page = selectors.entries()

    with django_assert_num_queries(1):  # type: ignore[operator]
        selectors.lines(page)


def test_an_action_is_room_noun_verb_and_new() -> None:
    for name in ("people.open", "people.unit.open"):
        with pytest.raises(ValueError, match="of the form"):
            actions.register(name, "…")


def test_a_lever_is_registered_once() -> None:
    with pytest.raises(ValueError, match="twice"):
        gate("people.holds_power")
