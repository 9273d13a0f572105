"""What `rasmi doctor` looks at."""

import shutil
import stat
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from rasmi.core import sweeps
from rasmi.notify import selectors as notify
from rasmi.people import selectors as people

ENOUGH_DISK = 1024**3  # bytes; below it SQLite and captures are at risk


@dataclass(frozen=True)
class Finding:
    part: str
    is_well: bool
    words: str


def look(now: datetime) -> list[Finding]:
    """Look at every part; a part that cannot be looked at is not well."""
    parts: dict[str, Callable[[datetime], tuple[bool, str]]] = {
        "database": _database,
        "keys": _keys,
        "disk": _disk,
        "worker": _worker,
        "mail": _mail,
        "setup": _setup,
    }
    findings = []
    for name, examine in parts.items():
        try:
            is_well, words = examine(now)
        except (DatabaseError, OSError) as error:
            is_well, words = False, str(error)
        findings.append(Finding(name, is_well, words))
    return findings


def _database(now: datetime) -> tuple[bool, str]:
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        return False, f"{len(missing)} migrations are missing: run rasmi serve or web"
    return True, connection.vendor


def _keys(now: datetime) -> tuple[bool, str]:
    others = stat.S_IRWXG | stat.S_IRWXO
    data = settings.DATA
    found = [
        str(path)
        for path in (data, data / "keys", *(data / "keys").iterdir())
        if path.stat().st_mode & others
    ]
    if found:
        return False, f"open to others: {', '.join(found)}"
    return True, f"closed to others, in {data}"


def _disk(now: datetime) -> tuple[bool, str]:
    free = shutil.disk_usage(settings.DATA).free
    return free > ENOUGH_DISK, f"{free // 1024**2} MiB free at {settings.DATA}"


def _worker(now: datetime) -> tuple[bool, str]:
    health = sweeps.health(now)
    if health.late:
        return False, f"late: {', '.join(health.late)}; is rasmi worker running?"
    return True, "every sweep ran in time"


def _mail(now: datetime) -> tuple[bool, str]:
    waiting = notify.waiting()
    if people.is_demonstration():
        return True, f"demonstration: {waiting} mails kept, none is sent"
    if not notify.mail_is_possible():
        return False, f"RASMI_SMTP_HOST is not set; {waiting} mails wait"
    return notify.stuck() == 0, f"{waiting} mails wait, {notify.stuck()} refused"


def _setup(now: datetime) -> tuple[bool, str]:
    installation = people.installation()
    if installation is None:
        return False, "not set up yet: run rasmi setup-link"
    return True, installation.name_en
