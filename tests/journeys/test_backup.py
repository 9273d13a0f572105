"""What an operator does on the worst day: a backup put back, by the real commands."""

import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.databases import ROOT
from tests.journeys.conftest import BUILD, WORKER
from tests.journeys.server import Server

# One installation serves them all, in one process of the tests.
REASON = "تلف القرص، واستُرجعت نسخة البارحة"
ON_POSTGRES = bool(os.environ.get("RASMI_TEST_POSTGRES"))
TOOLS = """
import os, sys, json, resource
os.environ["DJANGO_SETTINGS_MODULE"] = "rasmi.config.settings"
import django
django.setup()
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone
from rasmi.audit import services as audit
from rasmi.audit.models import Entry
from rasmi.config import backups, cli
from rasmi.people import services as people
from rasmi.security import selectors, services
from rasmi.security.models import Epoch, Stop
now = timezone.now()

def lasting():
    return selectors.stops().lasting().filter(kind=Stop.Kind.RESTORE)

def resume():
    for stop in lasting():
        first, second, *_ = selectors.who_may_resume(stop, now)
        services.ask_to_resume(stop, reason="looked at", by=first, now=now)
        services.resume(stop, by=second, now=now)

def state():
    print(json.dumps({
        "epochs": list(Epoch.objects.values_list("why", flat=True)),
        "stops": lasting().count(),
        "sessions": Session.objects.count(),
        "backups": Entry.objects.filter(action=backups.MADE.name).count(),
    }), flush=True)

def die(*arguments, **named):
    os._exit(9)
"""


@dataclass
class Installation:
    server: Server
    archive: Path

    @property
    def data(self) -> Path:
        return self.server.folder / "data"

    def do(
        self, code: str, data: Path | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run code inside the installation, as one of its processes would."""
        return subprocess.run(  # noqa: S603 — our own interpreter
            [ROOT / ".venv/bin/python", "-c", f"{TOOLS}\n{code}"],
            env=self.server.environment | ({"RASMI_DATA": str(data)} if data else {}),
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    def state(self, before: str = "", data: Path | None = None) -> "State":
        done = self.do(f"{before}\nstate()", data)
        assert done.returncode == 0, done.stderr
        return read(done)

    def restore(self, *options: str) -> subprocess.CompletedProcess[str]:
        return self.server.run(
            "restore", str(self.archive), "--reason", REASON, *options
        )


@dataclass
class State:
    epochs: list[str]
    stops: int
    sessions: int
    backups: int


def read(done: subprocess.CompletedProcess[str]) -> State:
    said = [line for line in done.stdout.splitlines() if line.startswith("{")]
    return State(**json.loads(said[-1]))


@pytest.fixture(scope="module")
def serving() -> Iterator[Installation]:
    """An installation that was filled, is served, and has somebody signed in."""
    server = Server(BUILD / WORKER / "backup", is_filled=True)
    server.serve()
    server.wait_until(server.is_well, "every sweep has run")
    found = Installation(server, server.folder / "backup.tar")
    made = found.do('SessionStore(session_key=None).save(); cli.main(["backup"])')
    assert made.returncode == 0, made.stderr
    taken = server.run("backup", "--out", str(found.archive))
    assert taken.returncode == 0, taken.stderr
    yield found
    server.stop()


@pytest.fixture
def stopped(serving: Installation) -> Installation:
    serving.server.stop()
    return serving


def kept_files(installation: Installation) -> list[Path]:
    return sorted((installation.data / "files").glob("*/*"))


def test_a_backup_of_a_running_installation_is_whole(serving: Installation) -> None:
    answer = serving.server.run("backup", "--verify", str(serving.archive))

    assert answer.returncode == 0, answer.stderr
    assert f"{len(kept_files(serving))} kept files" in answer.stdout
    assert serving.archive.stat().st_mode & 0o777 == 0o600


def test_a_backup_holds_no_key(serving: Installation) -> None:
    content = serving.archive.read_bytes()

    for path in (serving.data / "keys").iterdir():
        key = path.read_text().strip()
        assert key.encode() not in content, path.name
        if path.name.startswith("vault"):
            assert bytes.fromhex(key) not in content, path.name


@pytest.mark.once  # it looks into the file of SQLite
def test_a_backup_lets_nobody_in(serving: Installation, tmp_path: Path) -> None:
    assert serving.state().sessions == 1
    with tarfile.open(serving.archive) as tar:
        tar.extract("database.sqlite3", tmp_path, filter="data")

    copy = sqlite3.connect(tmp_path / "database.sqlite3")
    assert copy.execute("SELECT COUNT(*) FROM django_session").fetchone() == (0,)
    assert copy.execute("SELECT COUNT(*) FROM people_user").fetchone() > (5,)
    copy.close()


def test_a_file_that_is_lost_is_named(serving: Installation) -> None:
    there = kept_files(serving)
    kept = there[:2]
    contents = [each.read_bytes() for each in kept]
    kept[0].unlink()
    kept[1].write_bytes(b"damaged")

    answer = serving.server.run("backup", "--out", str(serving.data / "lacking.tar"))

    for path, content in zip(kept, contents, strict=True):
        path.write_bytes(content)
    assert answer.returncode == 0
    assert f"{len(there) - 2} kept files" in answer.stdout
    assert "2 kept files are lost or damaged" in answer.stderr
    assert all(each.name in answer.stderr for each in kept)


def test_a_backup_overwrites_nothing(serving: Installation) -> None:
    before = serving.archive.read_bytes()

    answer = serving.server.run("backup", "--out", str(serving.archive))

    assert answer.returncode == 1
    assert "overwrites nothing" in answer.stderr
    assert serving.archive.read_bytes() == before


@pytest.mark.parametrize(
    "trouble",
    [
        "backups.archive.Writer.finish = die",
        "resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))",
    ],
    ids=["killed", "full disk"],
)
def test_a_backup_that_fails_leaves_no_archive(
    serving: Installation, tmp_path: Path, trouble: str
) -> None:
    out = tmp_path / "never.tar"

    done = serving.do(f"{trouble}\nsys.exit(cli.main(['backup', '--out', '{out}']))")

    assert done.returncode in (1, 9), done.stderr
    assert "Traceback" not in done.stderr
    assert not out.exists()


def test_from_a_backup_to_speaking_again(serving: Installation) -> None:
    running = serving.restore("--replace")
    serving.server.stop()
    before = serving.state()
    unasked, damaged = serving.restore(), a_damaged_one_is_put_back(serving)
    assert "Stop it first" in running.stderr
    assert "--replace" in unasked.stderr
    assert "damaged" in damaged.stderr
    assert {each.returncode for each in (running, unasked, damaged)} == {1}
    assert serving.state() == before
    assert before.backups > 1

    done = serving.restore("--replace")
    assert done.returncode == 0, done.stderr
    assert "is another than when" not in done.stdout
    [aside] = serving.data.glob("replaced-*")
    assert sum(each.stat().st_size for each in aside.iterdir()) > 100_000
    restored = serving.state()
    assert restored == State(["first", "restored"], stops=1, sessions=0, backups=1)
    assert "BAD  restore: life 2" in serving.server.run("doctor").stdout

    serving.server.serve()
    serving.server.wait_until(serving.server.is_well, "every sweep has run")
    serving.server.stop()
    assert REASON in serving.server.log
    assert serving.state() == restored

    look = "services.watch_epoch(now=now)"
    assert serving.state(f"resume(); {look}") == State(["first", "restored"], 0, 0, 1)
    a_copied_folder_is_noticed(serving, look)


def a_damaged_one_is_put_back(
    serving: Installation,
) -> subprocess.CompletedProcess[str]:
    damaged = serving.server.folder / "damaged.tar"
    content = bytearray(serving.archive.read_bytes())
    content[len(content) // 2] ^= 1
    damaged.write_bytes(content)
    words = ("restore", str(damaged), "--reason", REASON, "--replace")
    return serving.server.run(*words)


def a_copied_folder_is_noticed(serving: Installation, look: str) -> None:
    copy = serving.server.folder / "copy"
    shutil.copytree(serving.data, copy, symlinks=True)

    assert serving.state(look, data=copy).epochs == ["first", "restored", "elsewhere"]


@pytest.mark.postgres  # SQLite has no other machines
def test_nothing_is_put_back_while_another_machine_is_connected(
    stopped: Installation,
) -> None:
    import psycopg

    before = stopped.state()
    with psycopg.connect(stopped.server.environment["DATABASE_URL"]):
        answer = stopped.restore("--replace")

    assert answer.returncode == 1
    assert "Stop Rasmi on every machine" in answer.stderr
    assert stopped.state() == before


PLACES = {
    "before the doors are closed": "people.close_every_door = die",
    "before the mark is written": "services.remember_epoch = die",
}
ON_SQLITE = {"before it takes the place": "backups.sqlite.sync_folder = die"}
ON_THE_SERVER = {
    "when the database refuses": "import rasmi.config.backups.postgresql as engine\n"
    "engine.EMPTY += 'SELECT 1 / 0;'"
}


@pytest.mark.parametrize(
    "trouble",
    (found := PLACES | (ON_THE_SERVER if ON_POSTGRES else ON_SQLITE)).values(),
    ids=found,
)
def test_a_crash_leaves_the_old_database_or_a_silent_one(
    stopped: Installation, trouble: str
) -> None:
    mine = stopped.server.folder / "mine.tar"
    mine.unlink(missing_ok=True)
    look = "services.watch_epoch(now=now)"
    prepare = f"{look}\nresume()\ncli.main(['backup', '--out', '{mine}'])\nstate()"
    words = ["restore", str(mine), "--reason", REASON, "--replace"]

    done = stopped.do(f"{prepare}\n{trouble}\nsys.exit(cli.main({words}))")
    after = stopped.state(look)

    assert done.returncode in (1, 9), done.stderr
    before = read(done)
    assert before.stops == 0
    is_old = after.backups == before.backups
    assert (is_old and after == before) or after.stops == 1
