from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError, connection, transaction

from rasmi.files import kinds
from rasmi.files import services as files
from rasmi.people.models import User
from rasmi.records import selectors, services
from rasmi.records.models import Part, Record
from rasmi.rules import Verdict
from tests.factories import verdict

Stage = Part.Stage
LEVER = "records.parts_are_intact"
SECOND = timedelta(seconds=1)


@pytest.fixture
def record(salma: User, now: datetime) -> Record:
    """Any thing has a record; here it is a person."""
    return services.open_record(salma, now=now)


@pytest.fixture
def part(record: Record, salma: User, now: datetime) -> Part:
    content = {"text": "نصّ أوّل", "number": 1}
    return services.keep(record, Stage.WRITTEN, now=now, by=salma, content=content)


def test_a_thing_has_one_record(
    record: Record, salma: User, salim: User, now: datetime
) -> None:
    assert services.open_record(salma, now=now + SECOND) == record
    assert services.open_record(salim, now=now) != record
    assert selectors.record_of(salma) == record
    assert record.opened_at == now
    record.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        record.save(force_insert=True)


def test_what_was_never_kept_has_no_record(salma: User) -> None:
    assert selectors.record_of(salma) is None
    assert list(selectors.parts(None)) == []


def test_a_part_keeps_every_word_under_its_digest(part: Part, salma: User) -> None:
    kept = Part.objects.get()

    assert kept.content == {"text": "نصّ أوّل", "number": 1}
    assert (kept.by, kept.stage) == (salma, Stage.WRITTEN)
    assert len(kept.digest) == 64
    assert selectors.is_intact(kept)


def test_the_digest_is_of_the_content_and_not_of_how_it_is_written() -> None:
    one = selectors.digest({"b": [1, "نص"], "a": None})

    assert one == selectors.digest({"a": None, "b": [1, "نص"]})
    assert one != selectors.digest({"a": None, "b": ["نص", 1]})
    assert one != selectors.digest({"a": "", "b": [1, "نص"]})
    assert selectors.canonical({"a": "ن"}) == '{"a":"ن"}'.encode()


def test_the_parts_tell_the_story_in_its_order(
    record: Record, salim: User, now: datetime
) -> None:
    told = [Stage.WRITTEN, Stage.SUBMITTED, Stage.RETURNED, Stage.WRITTEN]
    for stage in told:  # all at one time: the order is that of the keeping
        services.keep(record, stage, now=now)
    services.keep(services.open_record(salim, now=now), Stage.WRITTEN, now=now)

    assert [each.stage for each in selectors.parts(record)] == told


def test_a_file_is_kept_with_its_part(record: Record, now: datetime) -> None:
    upload = SimpleUploadedFile("paper.pdf", b"%PDF-1.7\n")
    paper = files.keep(upload, kinds_allowed=kinds.SCANS, now=now)

    kept = services.keep(record, Stage.SENT, now=now, file=paper, about="x" * 200)

    assert kept.file == paper
    assert len(kept.about) == 120


@pytest.mark.parametrize("verb", ["save", "delete"])
def test_the_model_changes_no_part(part: Part, verb: str) -> None:
    with pytest.raises(TypeError, match="never"):
        getattr(part, verb)()


def test_a_queryset_changes_no_part(part: Part) -> None:
    with pytest.raises(TypeError, match="never changed"):
        Part.objects.update(stage=Stage.SENT)
    with pytest.raises(TypeError, match="never deleted"):
        Part.objects.all().delete()


REPLACE = (
    "INSERT OR REPLACE INTO records_part"
    " (id, record_id, stage, about, at, content, previous, digest)"
    " SELECT id, record_id, 'sent', about, at, content, previous, digest"
    " FROM records_part"
)
UPSERT = (
    "INSERT INTO records_part"
    " (id, record_id, stage, about, at, content, previous, digest)"
    " SELECT id, record_id, 'sent', about, at, content, previous, digest"
    " FROM records_part WHERE true ON CONFLICT (id) DO UPDATE SET stage = 'sent'"
)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE records_part SET stage = 'sent'",
        "UPDATE records_part SET content = '{}', digest = ''",
        "DELETE FROM records_part",
        "UPDATE records_record SET subject_id = '0'",
        {"sqlite": REPLACE, "postgresql": UPSERT},
        UPSERT,
    ],
)
def test_the_database_changes_no_part(
    part: Part, statement: str | dict[str, str]
) -> None:
    if isinstance(statement, dict):
        statement = statement[connection.vendor]

    with (
        pytest.raises(DatabaseError, match="only added"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)

    assert Part.objects.get().stage == Stage.WRITTEN


@contextmanager
def without_triggers() -> Iterator[Any]:
    """As somebody could who owns the database."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE records_part DISABLE TRIGGER USER")
        else:
            for verb in ("update", "delete"):
                cursor.execute(f"DROP TRIGGER records_part_no_{verb}")
        yield cursor
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE records_part ENABLE TRIGGER USER")


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ("""UPDATE records_part SET content = '{"text": "other"}'""", 1),
        ("UPDATE records_part SET digest = 'f'", 2),  # the next one follows another
    ],
)
def test_a_part_that_was_changed_behind_the_back_is_found(
    part: Part, record: Record, change: str, wrong: int, now: datetime
) -> None:
    services.keep(record, Stage.SUBMITTED, now=now + SECOND)
    services.keep(record, Stage.APPROVED, now=now + SECOND)
    assert verdict(LEVER, now + SECOND) == (Verdict.MET, 3, 0)

    with without_triggers() as cursor:
        cursor.execute(f"{change} WHERE stage = 'written'")

    found = verdict("records.parts_are_intact", now + SECOND)
    assert found == (Verdict.NOT_MET, 3, wrong)


def test_a_part_is_looked_at_whatever_its_time(part: Part, now: datetime) -> None:
    assert verdict(LEVER, now - SECOND) == (Verdict.MET, 1, 0)
