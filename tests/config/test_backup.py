import argparse
import hashlib
import io
import tarfile
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import LazySettings
from django.test import Client

from rasmi.audit import services as audit
from rasmi.config import backups, commands, data, doctors
from rasmi.config.backups import archive, postgresql
from rasmi.people import services as people
from rasmi.people.models import SetupLink, Unit, User
from rasmi.security import services as security
from rasmi.security.models import Epoch

CONTENTS = (b"a scan", b"a picture" * 200)
Tamper = Callable[[bytes], bytes]


def manifest(writer: archive.Writer) -> archive.Manifest:
    return archive.Manifest(
        rasmi="0.3.0",
        made_at="2026-11-23T04:42:00+00:00",
        engine="sqlite",
        migrations=["audit.0001_initial"],
        installation="",
        epoch=1,
        entries=7,
        keys={},
        missing=[],
        members=writer.members,
    )


def name_of(content: bytes) -> str:
    digest = hashlib.sha256(content).hexdigest()
    return f"files/{digest[:2]}/{digest}"


def written(more: dict[str, bytes] | None = None, *, but: str = "") -> bytes:
    """The bytes of a small backup."""
    file = io.BytesIO()
    writer = archive.Writer(file)
    members = {"database.sqlite3": b"rows" * 300}
    members |= {name_of(each): each for each in CONTENTS}
    for name, content in (members | (more or {})).items():
        if name != but:
            writer.add(name, io.BytesIO(content))
    writer.finish(manifest(writer))
    return file.getvalue()


def header(name: str, size: int = 0, kind: bytes = tarfile.REGTYPE) -> bytes:
    found = tarfile.TarInfo(name)
    found.size, found.type, found.linkname = size, kind, "database.sqlite3"
    return found.tobuf(tarfile.GNU_FORMAT)


def test_a_backup_tells_that_it_is_whole() -> None:
    found = archive.examine(io.BytesIO(written()))

    assert found.kept == 2
    assert found.entries == 7
    assert set(found.members) == {"database.sqlite3", *map(name_of, CONTENTS)}


def test_any_program_for_archives_reads_it() -> None:
    with tarfile.open(fileobj=io.BytesIO(written())) as tar:
        assert tar.getnames()[0] == "database.sqlite3"
        assert tar.getnames()[-1] == "manifest.json"
        assert {each.mode for each in tar} == {0o600}


def test_a_backup_that_is_cut_off_anywhere_is_not_whole() -> None:
    whole = written().rstrip(b"\0")

    for length in range(0, len(whole), 97):
        with pytest.raises(archive.NotDone):
            archive.examine(io.BytesIO(whole[:length]))


def test_a_changed_byte_is_found_wherever_something_is_said() -> None:
    whole = written()
    rows, picture = whole.index(b"rows"), whole.index(b"a picture")

    for place in (0, 50, 130, rows, rows + 900, picture + 5, whole.index(b'"entries"')):
        changed = bytearray(whole)
        changed[place] ^= 4
        with pytest.raises(archive.NotDone):
            archive.examine(io.BytesIO(changed))


@pytest.mark.parametrize(
    "name",
    [
        "../epoch.json",
        "/etc/passwd",
        "keys/vault",
        "files/aa/../../keys/vault",
        f"files/ab/{'c' * 64}",
        f"files/cc/{'c' * 64}\n",
        "database.sqlite3/x",
        "",
    ],
)
def test_a_name_that_no_backup_has_is_refused(name: str) -> None:
    hostile = header(name) + written()

    with pytest.raises(archive.NotDone, match="holds what no backup holds"):
        archive.examine(io.BytesIO(hostile))


@pytest.mark.parametrize(
    "kind",
    [
        *(tarfile.LNKTYPE, tarfile.SYMTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE),
        *(tarfile.DIRTYPE, tarfile.FIFOTYPE, tarfile.GNUTYPE_SPARSE, tarfile.CONTTYPE),
        *(tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.GNUTYPE_LONGNAME),
    ],
)
def test_links_devices_and_holes_are_refused(kind: bytes) -> None:
    hostile = header(name_of(CONTENTS[0]), kind=kind) + written()

    with pytest.raises(archive.NotDone, match="holds what no backup holds"):
        archive.examine(io.BytesIO(hostile))


@pytest.mark.parametrize(
    ("tamper", "sentence"),
    [
        (lambda whole: header("database.dump") + whole, "damaged: database.dump"),
        (lambda whole: header("database.sqlite3") + whole, "has database.sqlite3"),
        (lambda whole: header("manifest.json", 2**40) + whole, "no end"),
        (lambda whole: header("database.sqlite3", 2**40) + whole, "cut off"),
        (lambda whole: header("manifest.json", 2) + b"{}".ljust(512, b"\0"), "be read"),
        (lambda whole: b"no archive at all" * 40, "no backup of Rasmi"),
        (lambda whole: b"", "cut off"),
        (lambda whole: whole.replace(b'"format": 1', b'"format": 2'), "later Rasmi"),
    ],
)
def test_what_is_not_whole_says_so(tamper: Tamper, sentence: str) -> None:
    changed = io.BytesIO(tamper(written()))

    with pytest.raises(archive.NotDone, match=sentence):
        archive.examine(changed)


def test_a_backup_without_a_database_is_none() -> None:
    with pytest.raises(archive.NotDone, match="no database"):
        archive.examine(io.BytesIO(written(but="database.sqlite3")))


def test_a_kept_file_under_a_wrong_name_is_found() -> None:
    wrong = written({name_of(b"something else"): b"not that"})

    with pytest.raises(archive.NotDone, match="damaged: files/"):
        archive.examine(io.BytesIO(wrong))


def test_what_changes_between_two_readings_is_not_put_back() -> None:
    whole = written()
    found = archive.examine(io.BytesIO(whole))
    changed = io.BytesIO(whole.replace(b"a scan", b"a scam"))

    with pytest.raises(archive.NotDone, match="changed while it was read"):
        [list(content) for _name, content in archive.unpack(changed, found)]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("RASMI_DATA", str(tmp_path / "var"))
    return tmp_path / "var"


@pytest.mark.parametrize("name", ["serve", "worker", "web", "setup_link", "backup"])
def test_nothing_starts_while_a_backup_is_put_back(
    name: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = getattr(commands, name)

    with data.lock(alone=True) as held:  # type: ignore[union-attr]  # it is free
        assert held
        answer = command(argparse.Namespace())

    assert answer == 1
    assert "is being made here" in capsys.readouterr().err


def test_no_backup_is_put_back_while_something_runs(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with data.lock(alone=False) as held:  # type: ignore[union-attr]  # it is free
        assert held
        answer = commands.restore(argparse.Namespace())

    assert answer == 1
    assert "Stop it first" in capsys.readouterr().err


@pytest.mark.django_db(transaction=True)  # a failed look closes the connection
def test_the_worker_waits_until_it_knows_the_database(
    settings: LazySettings, tmp_path: Path
) -> None:
    folder = tmp_path / "away"
    settings.EPOCH_FILE = folder / "epoch.json"

    class Stop(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            folder.mkdir()
            return False

    commands.look_first(Stop())

    assert (folder / "epoch.json").exists()


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., None]:
    """Have clients of these versions on the machine, and a server of version 17."""
    server = SimpleNamespace(ensure_connection=lambda: None, pg_version=170002)
    monkeypatch.setattr(postgresql, "connection", server)
    monkeypatch.setattr(postgresql, "DEBIAN", tmp_path)
    monkeypatch.setenv("PATH", "")

    def install(*versions: int) -> None:
        for version in versions:
            program = tmp_path / str(version) / "bin/pg_dump"
            program.parent.mkdir(parents=True)
            program.write_text(f"#!/bin/sh\necho 'pg_dump (PostgreSQL) {version}.4'\n")
            program.chmod(0o755)

    return install


def test_the_newest_client_of_postgresql_is_taken(
    installed: Callable[..., None],
) -> None:
    installed(9, 18, 17)

    assert postgresql._client("pg_dump").parts[-3] == "18"


def test_a_missing_client_is_named(installed: Callable[..., None]) -> None:
    with pytest.raises(archive.NotDone, match=r"not installed .*postgresql-client-17"):
        postgresql._client("pg_dump")


def test_a_client_older_than_the_server_is_refused(
    installed: Callable[..., None],
) -> None:
    installed(9, 16)

    with pytest.raises(archive.NotDone, match=r"only version 16 .*-client-17"):
        postgresql._client("pg_dump")


def found(now: datetime) -> dict[str, doctors.Finding]:
    return {each.part: each for each in doctors.look(now)}


def back_up(now: datetime) -> None:
    audit.record(backups.MADE, actor=None, now=now, file="/srv/backups/rasmi.tar")


def test_an_installation_without_a_backup_is_found(body: Unit, now: datetime) -> None:
    assert found(now)["backup"].is_well is False


def test_a_backup_of_last_night_is_well(body: Unit, now: datetime) -> None:
    back_up(now - timedelta(hours=25))

    finding = found(now)["backup"]
    assert finding.is_well
    assert "25 hours old: /srv/backups/rasmi.tar" in finding.words


def test_an_old_backup_is_found(body: Unit, now: datetime) -> None:
    back_up(now - timedelta(hours=27))

    assert found(now)["backup"].is_well is False


def test_a_stop_after_a_restore_is_found(body: Unit, now: datetime) -> None:
    security.watch_epoch(now=now)
    assert found(now)["restore"].is_well

    security.begin_epoch(why=Epoch.Why.RESTORED, reason="القرص تلف", now=now)

    finding = found(now)["restore"]
    assert not finding.is_well
    assert "life 2" in finding.words


def test_the_doctor_tells_where_the_vault_is_opened(
    settings: LazySettings, body: Unit, tmp_path: Path, now: datetime
) -> None:
    assert "opened here" in found(now)["vault"].words

    settings.VAULT_KEY = tmp_path / "nothing"

    assert "public only" in found(now)["vault"].words


def test_closing_every_door_signs_everybody_out(
    as_salma: Client, salma: User, now: datetime
) -> None:
    assert as_salma.get("/").status_code == 200

    people.close_every_door(now=now)

    assert as_salma.get("/").status_code == 302


def test_closing_every_door_ends_the_links_of_mails(
    client: Client, salma: User, now: datetime
) -> None:
    from allauth.account.forms import default_token_generator

    token = default_token_generator.make_token(salma)
    assert default_token_generator.check_token(salma, token)

    people.close_every_door(now=now)

    salma.refresh_from_db()
    assert not default_token_generator.check_token(salma, token)


@pytest.mark.django_db
def test_closing_every_door_ends_the_setup_link(now: datetime) -> None:
    people.issue_setup_link(now=now)

    people.close_every_door(now=now)

    assert not SetupLink.objects.exists()
