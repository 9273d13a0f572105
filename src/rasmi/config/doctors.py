"""What `rasmi doctor` looks at."""

import shutil
import stat
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from rasmi.audit import selectors as audit
from rasmi.config import backups
from rasmi.core import sweeps
from rasmi.notify import selectors as notify
from rasmi.outbox.models import Intent
from rasmi.people import directory, oidc
from rasmi.people import selectors as people
from rasmi.people.vouching import Failed
from rasmi.security import selectors as security
from rasmi.security import vault
from rasmi.security.models import Stop
from rasmi.web import paper

ENOUGH_DISK = 1024**3  # bytes; below it SQLite and captures are at risk
BACKUP_EVERY = timedelta(hours=26)  # each night, and the time that it takes


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
        "vault": _vault,
        "ledger": _ledger,
        "restore": _restore,
        "backup": _backup,
        "disk": _disk,
        "worker": _worker,
        "stuck": _stuck,
        "mail": _mail,
        "paper": _paper,
        "provider": _provider,
        "directory": _directory,
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


def _vault(now: datetime) -> tuple[bool, str]:
    public = bytes.fromhex(settings.VAULT_PUBLIC_KEY.read_text())
    known = f"key {vault.fingerprint(public)}"
    if settings.VAULT_KEY.exists():
        return True, f"{known}: what is sealed is opened here"
    return True, f"{known}, public only: what is sealed is opened where its pair lies"


def _ledger(now: datetime) -> tuple[bool, str]:
    if not settings.LEDGER_KEY.exists():
        return True, "public key only: entries are sealed where its pair lies"
    waiting = audit.unsealed_since(now)
    if waiting and waiting < now - audit.SEALED_WITHIN:
        return False, f"nothing was sealed since {waiting:%Y-%m-%d %H:%M} UTC"
    found = audit.latest_verification()
    if found and not found.is_sound:
        return False, f"the log is not as it was, by the look of {found.at:%Y-%m-%d}"
    if audit.witness() is None:
        return (
            False,
            "nobody outside keeps checkpoints: name a witness on the page of the seal",
        )
    return True, f"sealed, key {audit.key().split('+')[1]}"


def _restore(now: datetime) -> tuple[bool, str]:
    stop = security.stops().lasting().filter(kind=Stop.Kind.RESTORE).first()
    epoch = security.epoch()
    life = f"life {epoch.number} of the database" if epoch else "not looked at yet"
    if stop:
        return False, f"{life}; speaking is stopped until two persons resume it"
    return True, life


def _backup(now: datetime) -> tuple[bool, str]:
    made = audit.latest(backups.MADE)
    if people.is_demonstration():
        return True, "a demonstration needs none"
    if made is None:
        return False, "none was made: run rasmi backup every night"
    age = now - made.at
    hours, where = int(age.total_seconds() // 3600), made.facts["file"]
    return age <= BACKUP_EVERY, f"the last one is {hours} hours old: {where}"


def _disk(now: datetime) -> tuple[bool, str]:
    free = shutil.disk_usage(settings.DATA).free
    return free > ENOUGH_DISK, f"{free // 1024**2} MiB free at {settings.DATA}"


def _worker(now: datetime) -> tuple[bool, str]:
    health = sweeps.health(now)
    if health.late:
        return False, f"late: {', '.join(health.late)}; is rasmi worker running?"
    return True, "every sweep ran in time"


def _paper(now: datetime) -> tuple[bool, str]:
    if paper.is_possible():
        return True, "letters and reports are made as PDF"
    return False, f"no PDF can be made: {paper.NEEDED}"


def _stuck(now: datetime) -> tuple[bool, str]:
    count = Intent.objects.stuck().count()
    return count == 0, f"{count} posts were tried too often: see the log of the worker"


def _mail(now: datetime) -> tuple[bool, str]:
    waiting = notify.waiting()
    if people.is_demonstration():
        return True, f"demonstration: {waiting} mails kept, none is sent"
    if not notify.mail_is_possible():
        return False, f"RASMI_SMTP_HOST is not set; {waiting} mails wait"
    return notify.stuck() == 0, f"{waiting} mails wait, {notify.stuck()} refused"


def _provider(now: datetime) -> tuple[bool, str]:
    if not oidc.is_set():
        return True, "RASMI_OIDC_ISSUER is not set: people sign in here"
    try:
        count = oidc.look()
    except Failed as failed:
        return False, f"{settings.OIDC_ISSUER}: nobody can sign in there: {failed}"
    return True, f"{settings.OIDC_ISSUER} answers, with {count} keys"


def _directory(now: datetime) -> tuple[bool, str]:
    if not directory.is_set():
        return True, "RASMI_LDAP_URI is not set: no directory is asked"
    if not directory.is_possible():
        return False, f"it cannot be asked: {directory.NEEDED}"
    try:
        directory.look()
    except Failed as failed:
        return False, f"{settings.LDAP_URI}: nobody can sign in by it: {failed}"
    return True, f"{settings.LDAP_URI} answers, with TLS"


def _setup(now: datetime) -> tuple[bool, str]:
    installation = people.installation()
    if installation is None:
        return False, "not set up yet: run rasmi setup-link"
    return True, installation.name_en
