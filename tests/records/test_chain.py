from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from rasmi.files.models import Evidence
from rasmi.people.models import User
from rasmi.records import selectors, services
from rasmi.records.models import Part, Record
from rasmi.rules import Verdict
from tests.factories import verdict

pytestmark = pytest.mark.django_db

WRITTEN, APPROVED, SENT = Part.Stage.WRITTEN, Part.Stage.APPROVED, Part.Stage.SENT


@pytest.fixture
def record(salma: User, now: datetime) -> Record:
    return services.open_record(salma, now=now)


@pytest.fixture
def parts(record: Record, salma: User, now: datetime) -> list[Part]:
    """Three stages of one record, and one of another in between."""
    other = services.open_record(record, now=now)
    first = services.keep(record, WRITTEN, by=salma, now=now, content={"text": "نص"})
    services.keep(other, WRITTEN, now=now)
    rest = [services.keep(record, each, now=now) for each in (APPROVED, SENT)]
    return [first, *rest]


def test_each_part_names_the_one_before_it_in_its_record(parts: list[Part]) -> None:
    digests = [each.digest for each in parts]

    assert [each.previous for each in parts] == ["", *digests[:-1]]
    assert len(set(digests)) == 3


def test_what_was_kept_is_read_back_intact(
    record: Record, salma: User, now: datetime
) -> None:
    file = Evidence.objects.create(
        digest="0" * 64, size=1, media_type="image/png", kept_at=now
    )
    content = {"text": "مرحباً «بكم»\n", "n": 3, "score": 0.5, "pictures": [None, True]}
    muscat = now.astimezone(timezone(timedelta(hours=4)))
    kept = services.keep(
        record, SENT, by=salma, about="م" * 200, now=muscat, content=content, file=file
    )

    part = Part.objects.get()
    assert part.digest == kept.digest
    assert part.content == content
    assert selectors.is_intact(part)
    assert selectors.digest_of(part) == kept.digest


@pytest.mark.parametrize(
    "changed",
    [
        {"record_id": 4711},
        {"stage": APPROVED},
        {"about": "حساب آخر"},
        {"by_id": None},
        {"at": datetime(2026, 11, 23, 4, 43, tzinfo=UTC)},
        {"content": {"text": "نصٌّ"}},
        {"file": Evidence(digest="1" * 64)},
        {"previous": "2" * 64},
    ],
)
def test_the_digest_covers_all_of_a_part(
    parts: list[Part], changed: dict[str, Any]
) -> None:
    part = parts[0]
    for name, value in changed.items():
        setattr(part, name, value)

    assert not selectors.is_intact(part)


def test_the_row_of_the_record_is_held_while_a_part_is_added(
    record: Record, now: datetime
) -> None:
    with CaptureQueriesContext(connection) as queries:
        services.keep(record, WRITTEN, now=now)

    said = [each["sql"] for each in queries]
    held = next(n for n, sql in enumerate(said) if 'FROM "records_record"' in sql)
    last = next(n for n, sql in enumerate(said) if 'FROM "records_part"' in sql)
    assert held < last
    if connection.features.has_select_for_update:
        assert said[held].endswith("FOR UPDATE")


REPLACE = {
    "records_part": "INSERT OR REPLACE INTO records_part"
    " SELECT * FROM records_part LIMIT 1",
    "records_record": "INSERT OR REPLACE INTO records_record"
    " (subject_type, subject_id, opened_at)"
    " SELECT subject_type, subject_id, opened_at FROM records_record",
}
STATEMENTS = (
    *("UPDATE records_part SET about = 'x'", "DELETE FROM records_part"),
    *("UPDATE records_record SET subject_id = '9'", "DELETE FROM records_record"),
)


@pytest.mark.parametrize("statement", [*STATEMENTS, "records_part", "records_record"])
def test_the_database_only_adds(parts: list[Part], statement: str) -> None:
    if statement in REPLACE and connection.vendor == "sqlite":
        statement = REPLACE[statement]
    elif statement in REPLACE:
        statement = f"SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE {statement} CASCADE"

    with (
        pytest.raises(DatabaseError, match="only added"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)

    assert Part.objects.count() == 4


def behind_the_triggers(statement: str, pk: int) -> None:
    """Change rows as somebody could who owns the database."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE records_part DISABLE TRIGGER USER")
        else:
            for verb in ("update", "delete"):
                cursor.execute(f"DROP TRIGGER records_part_no_{verb}")
        cursor.execute(statement, [pk])


def test_what_is_as_it_was_kept_is_met(parts: list[Part], now: datetime) -> None:
    assert verdict("records.parts_are_intact", now) == (Verdict.MET, 4, 0)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE records_part SET about = 'x' WHERE id = %s",
        "UPDATE records_part SET by_id = NULL WHERE id = %s",
        "UPDATE records_part SET at = '2999-01-01 00:00:00+00:00' WHERE id = %s",
    ],
)
def test_a_change_behind_the_triggers_is_found(
    parts: list[Part], now: datetime, change: str
) -> None:
    behind_the_triggers(change, parts[0].pk)

    assert verdict("records.parts_are_intact", now) == (Verdict.NOT_MET, 4, 1)


@pytest.mark.parametrize("place", [0, 1])
def test_a_part_that_was_taken_away_is_missed(
    parts: list[Part], now: datetime, place: int
) -> None:
    behind_the_triggers("DELETE FROM records_part WHERE id = %s", parts[place].pk)

    assert verdict("records.parts_are_intact", now) == (Verdict.NOT_MET, 3, 1)


def test_a_part_that_was_put_in_between_is_found(
    parts: list[Part], now: datetime
) -> None:
    _first, middle, last = parts
    behind_the_triggers("UPDATE records_part SET id = 4711 WHERE id = %s", last.pk)
    forged = Part(pk=last.pk, record=middle.record, stage=SENT, at=now)
    forged.previous = middle.digest
    forged.digest = selectors.digest_of(forged)
    Part.objects.bulk_create([forged])

    assert verdict("records.parts_are_intact", now) == (Verdict.NOT_MET, 5, 1)
