from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from typing import Any

import pytest
from django.db import connection

from rasmi.audit import services as audit
from rasmi.audit.models import Entry
from rasmi.people.models import User
from rasmi.people.services.units import OPENED

Act = Callable[[], Entry]
OnCommit = Callable[..., AbstractContextManager[list[Callable[[], None]]]]


@pytest.fixture
def act(salma: User, now: datetime) -> Act:
    """Let somebody do something that is told of."""

    def act() -> Entry:
        return audit.record(OPENED, actor=salma, target=salma, now=now, unit=7)

    return act


@contextmanager
def without_triggers(table: str) -> Iterator[Any]:
    """A cursor as it serves whoever owns the database, and no rule stops."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
            yield cursor
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER ALL")
            return
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
            " AND tbl_name = %s",
            [table],
        )
        found = cursor.fetchall()
        for name, _ in found:
            cursor.execute(f"DROP TRIGGER {name}")
        yield cursor
        for _, sql in found:
            cursor.execute(sql)
