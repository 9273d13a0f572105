"""PostgreSQL: copied and put back by its own client programs."""

import os
import re
import shutil
import subprocess
import time
from pathlib import Path

from django.db import connection, transaction
from psycopg.conninfo import make_conninfo

from rasmi.config.backups.archive import NotDone
from rasmi.config.backups.engines import LEFT_OUT, Facts, Finish, read_facts
from rasmi.security import disk

DEBIAN = Path("/usr/lib/postgresql")  # a folder a version, off the PATH
PATIENCE = 5  # seconds for the connections of who has just stopped
OTHERS = """
    SELECT COUNT(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
    AND COALESCE(backend_type, 'client backend') = 'client backend'
"""
# Also what a later version has added, of which the backup knows nothing.
EMPTY = """
DO $$ DECLARE each record; BEGIN
  FOR each IN SELECT oid::regclass AS name FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
  LOOP EXECUTE 'DROP TABLE ' || each.name || ' CASCADE'; END LOOP;
  FOR each IN SELECT oid::regprocedure AS name FROM pg_proc
    WHERE pronamespace = 'public'::regnamespace AND NOT EXISTS
      (SELECT FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e')
  LOOP EXECUTE 'DROP ROUTINE ' || each.name || ' CASCADE'; END LOOP;
END $$;
"""


class PostgreSQL:
    def is_there(self) -> bool:
        return bool(connection.introspection.table_names())

    def copy(self, to: Path) -> Facts:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            cursor.execute("SELECT pg_export_snapshot()")
            [snapshot] = cursor.fetchone()
            _dump(to, f"--snapshot={snapshot}")

            def ask(query: str) -> list[tuple[object, ...]]:
                cursor.execute(query)
                return list(cursor.fetchall())

            return read_facts(ask)

    def put_back(self, copy: Path, *, aside: Path, finish: Finish) -> None:
        _require_nobody()
        if self.is_there():
            aside.mkdir(mode=0o700)
            _dump(aside / "database.dump")
        connection.close()
        script, emptying = copy.with_suffix(".sql"), copy.with_name("empty.sql")
        emptying.write_text(EMPTY)
        _run(
            "pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(copy)
        )
        # From here to the end the database may be the restored one without its stop:
        # whoever starts now finds a mark that does not fit, and stops speaking itself.
        disk.void_mark()
        _run(
            *("psql", "--no-psqlrc", "--quiet", "--single-transaction"),
            *("--set=ON_ERROR_STOP=1", f"--output={os.devnull}", _where()),
            *(f"--file={emptying}", f"--file={script}"),
        )
        finish()


def _require_nobody() -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        with connection.cursor() as cursor:
            cursor.execute(OTHERS)
            [others] = cursor.fetchone()
        if not others:
            return
        if time.monotonic() > deadline:
            raise NotDone(
                "Others are connected to the database. Stop Rasmi on every machine "
                "and whatever else is connected, then try again."
            )
        time.sleep(0.2)


def _dump(to: Path, *options: str) -> None:
    # The rows of sessions stay out, their tables do not.
    left_out = [f"--exclude-table-data={table}" for table in LEFT_OUT]
    _run(
        *("pg_dump", "--format=custom", "--no-owner", "--no-privileges"),
        *(*left_out, *options, f"--file={to}", _where()),
    )


def _where() -> str:
    """The database, without its password: others read the words of a command."""
    settings = connection.settings_dict
    parts = {
        "dbname": settings["NAME"],
        "user": settings["USER"],
        "host": settings["HOST"],
        "port": str(settings["PORT"] or ""),
        **{
            name: value
            for name, value in settings["OPTIONS"].items()
            if name.startswith("ssl") or name == "service"
        },
    }
    given = {name: value for name, value in parts.items() if value}
    return f"--dbname={make_conninfo('', **given)}"


def _run(name: str, *words: str) -> None:
    password = connection.settings_dict["PASSWORD"]
    environment = os.environ | ({"PGPASSWORD": password} if password else {})
    done = subprocess.run(  # noqa: S603 — the client of PostgreSQL, our own words
        [str(_client(name)), *words],
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise NotDone(f"{name} failed: {done.stderr.strip()[-500:]}")


def _client(name: str) -> Path:
    """The newest of its kind; an older one than the server does not read it."""
    connection.ensure_connection()
    wanted = connection.pg_version // 10000  # type: ignore[attr-defined]  # PostgreSQL's
    found = {_version(path): path for path in _installed(name)}
    if not found or max(found) < wanted:
        what = f"only version {max(found)} is" if found else "it is not"
        raise NotDone(
            f"The server is PostgreSQL {wanted} and needs its {name}; {what} installed "
            f"here. Install the package postgresql-client-{wanted}."
        )
    return found[max(found)]


def _installed(name: str) -> list[Path]:
    on_path = shutil.which(name)
    return [*DEBIAN.glob(f"*/bin/{name}"), *([Path(on_path)] if on_path else [])]


def _version(path: Path) -> int:
    said = subprocess.run(  # noqa: S603 — as above
        [str(path), "--version"], capture_output=True, text=True, check=False
    )
    found = re.search(r"\d+", said.stdout)
    return int(found[0]) if found else 0
