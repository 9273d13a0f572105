from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management.color import no_style
from django.db import connection, transaction
from django.test import override_settings
from pytest_django.plugin import DjangoDbBlocker

from rasmi.demo import services

Fill = tuple[datetime, Path]


@pytest.fixture(scope="module")
def fill(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Fill]:
    """Filled once; what a test changes in it is rolled back to here."""
    now = datetime(2026, 11, 23, 4, 42, tzinfo=UTC)
    files = tmp_path_factory.mktemp("demonstration")
    with django_db_blocker.unblock(), transaction.atomic():
        _count_from_one()
        with override_settings(FILES_ROOT=files):
            services.fill(now=now)
        yield now, files
        transaction.set_rollback(True)


@pytest.fixture
def filled(fill: Fill, db: None) -> Iterator[datetime]:
    """The demonstration ministry; the moment at which it was filled."""
    now, files = fill
    with override_settings(FILES_ROOT=files):
        yield now


def _count_from_one() -> None:
    """As in a new database: PostgreSQL takes back the rows of a test, not the keys."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            found = connection.introspection.sequence_list()
            statements = connection.ops.sequence_reset_by_name_sql(no_style(), found)
            for each in statements:
                cursor.execute(each)
