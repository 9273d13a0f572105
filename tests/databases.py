"""Databases made once and copied: to migrate, or to fill, takes long on each worker."""

import fcntl
import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path

from django.db.backends.base.base import BaseDatabaseWrapper

ROOT = Path(__file__).parent.parent
TEMPLATES = ROOT / "build/templates"
RASMI = ROOT / ".venv/bin/rasmi"
DATABASE = "rasmi.sqlite3"
SOURCES = ("src/*/*/migrations/*.py", "uv.lock")


def of_this_process(connection: BaseDatabaseWrapper, address: str) -> None:
    """
    Give the tests of this process a database with the tables and nothing in them.

    :param address: of a PostgreSQL; empty: it is in memory
    """
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    connection.close()
    if address:
        name = f"test_{worker}"
        new_database(address, name, like=migrated(address))
        connection.settings_dict["NAME"] = name
        return
    connection.settings_dict["NAME"] = f"file:test_{worker}?mode=memory&cache=shared"
    connection.ensure_connection()
    with closing(sqlite3.connect(migrated(""))) as source:
        source.backup(connection.connection)


def migrated(address: str) -> str:
    """
    A database with tables and nothing in them, made once for these migrations.

    :param address: of a PostgreSQL; empty: it is a file
    :return: where it is, to be copied from
    """
    with _alone():
        if address:
            return _once_on_postgres(address, f"migrated_{_migrations()}", _migrate)
        folder = TEMPLATES / f"migrated_{_migrations()}"
        if not folder.exists():
            _forget("migrated_*")
            part = TEMPLATES / "part"
            shutil.rmtree(part, ignore_errors=True)
            _migrate({"RASMI_DATA": str(part)})
            part.rename(folder)
        return str(folder / DATABASE)


def filled(address: str) -> tuple[Path, str]:
    """
    The demonstration ministry, made once in each run of the tests.

    :param address: of a PostgreSQL; empty: it is a file
    :return: the folder of its data, and the name of its database on PostgreSQL; a copy
        is at home only after `settle`
    """
    kind = "postgres" if address else "file"  # from nothing, as `make run` begins
    name = f"filled_{kind}_{_run()}"
    folder = TEMPLATES / name
    like = migrated(address) if address else ""
    with _alone():
        if not folder.exists():
            _forget(f"filled_{kind}_*")
            part = TEMPLATES / "part"
            shutil.rmtree(part, ignore_errors=True)
            part.mkdir(mode=0o700)
            words = {"RASMI_DATA": str(part)}
            if address:
                words["DATABASE_URL"] = new_database(address, name, like=like)
            _run_command([str(RASMI), "demo"], words)
            part.rename(folder)
    return folder, name


def settle(data: Path) -> None:
    """Let a copied folder be at home; else it is rightly found elsewhere, and mute."""
    mark, place = data / "epoch.json", data / "epoch.place"
    stat = place.stat()
    content = json.loads(mark.read_text())
    mark.write_text(
        json.dumps({**content, "place": f"{stat.st_ino}-{stat.st_ctime_ns}"})
    )


def new_database(address: str, name: str, *, like: str) -> str:
    """Make a database on PostgreSQL as a copy of another, and return its address."""
    import psycopg

    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {like}")
    return f"{address.rsplit('/', 1)[0]}/{name}"


def outside() -> dict[str, str]:
    """The environment without whatever it says of an installation."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("RASMI_", "DJANGO_", "DATABASE_"))
    }


def _once_on_postgres(
    address: str, name: str, make: Callable[[dict[str, str]], None]
) -> str:
    import psycopg

    with psycopg.connect(address, autocommit=True) as connection:
        found = connection.execute("SELECT datname FROM pg_database").fetchall()
        if (name,) not in found:
            old = [each for (each,) in found if each.startswith("migrated_")]
            for each in old:
                connection.execute(f"DROP DATABASE {each}")
            make({"DATABASE_URL": new_database(address, "part", like="template0")})
            connection.execute(f"ALTER DATABASE part RENAME TO {name}")
    return name


def _migrate(words: dict[str, str]) -> None:
    for name in ("migrate", "createcachetable"):
        _run_command([sys.executable, "manage.py", name, "-v", "0"], words)


def _run_command(command: list[str], words: dict[str, str]) -> None:
    with tempfile.TemporaryDirectory() as data:
        environment = outside() | {"RASMI_DATA": data} | words
        subprocess.run(  # noqa: S603 — our own commands
            command, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL
        )


def _forget(names: str) -> None:
    for old in TEMPLATES.glob(names):
        shutil.rmtree(old)


@cache
def _migrations() -> str:
    found = hashlib.sha256()
    for path in sorted(each for glob in SOURCES for each in ROOT.glob(glob)):
        if path.is_file():
            found.update(str(path).encode() + path.read_bytes())
    return found.hexdigest()[:12]


def _run() -> str:
    return os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))[:12]


@contextmanager
def _alone() -> Iterator[None]:
    TEMPLATES.mkdir(parents=True, exist_ok=True)
    with (TEMPLATES / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
