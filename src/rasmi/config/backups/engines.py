"""What both databases have in common when they are copied and put back."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID

from django.db import connection

# Never in a backup: what lets somebody in, and what is only remembered for a while.
LEFT_OUT = (
    "django_session",
    "usersessions_usersession",
    "people_setuplink",
    "config_cache",
)


@dataclass(frozen=True)
class Facts:
    """What the copy of a database tells of itself."""

    migrations: list[str]
    installation: str
    epoch: int
    entries: int
    kept: list[str]  # digests of the files that its rows point to


Ask = Callable[[str], list[tuple[Any, ...]]]
Finish = Callable[[], None]


class Engine(Protocol):
    def is_there(self) -> bool:
        """Whether there is a database with anything in it."""

    def copy(self, to: Path) -> Facts:
        """Copy the database as it is at one moment, while it is written to."""

    def put_back(self, copy: Path, *, aside: Path, finish: Finish) -> None:
        """
        Let a copy take the place of the database, which is kept in a folder.

        :param finish: to be called when the copy can be reached and before, or with the
            mark void while, it is in its place
        """


def engine() -> Engine:
    """The one of the database that is configured."""
    from rasmi.config.backups.postgresql import PostgreSQL
    from rasmi.config.backups.sqlite import SQLite

    return PostgreSQL() if connection.vendor == "postgresql" else SQLite()


def read_facts(ask: Ask) -> Facts:
    """:param ask: runs a query on the copy, or on the same snapshot"""
    migrations = ask("SELECT app, name FROM django_migrations ORDER BY app, name")
    [[entries]] = ask("SELECT COALESCE(MAX(id), 0) FROM audit_entry")
    epochs = ask(
        "SELECT installation, number FROM security_epoch ORDER BY number DESC LIMIT 1"
    )
    installation, epoch = epochs[0] if epochs else (None, 0)
    kept = ask(
        "SELECT digest FROM files_evidence UNION SELECT digest FROM files_rendition"
    )
    return Facts(
        migrations=[f"{app}.{name}" for app, name in migrations],
        installation=str(UUID(str(installation))) if installation else "",
        epoch=epoch,
        entries=entries,
        kept=sorted(digest for (digest,) in kept),
    )
