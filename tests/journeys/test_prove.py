"""The log proves what was done, to an auditor elsewhere and against its own server."""

import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from rasmi.ledger import checkpoints_in
from tests.databases import DATABASE
from tests.journeys.conftest import BUILD, WORKER, keep
from tests.journeys.server import Server
from tests.journeys.speaking import Speaking

pytestmark = pytest.mark.once

VERIFY = Path(sys.executable).with_name("rasmi-verify")
CONTROL, TITLE = "audit.is_whole", "سجل التدقيق كما كان"
BROKEN = "سجل التدقيق ليس كما كان"
REASON = "تلف القرص، واستُرجعت نسخة الصباح"


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server(BUILD / WORKER / "prove", is_filled=True)
    server.serve()
    yield server
    server.stop()


def test_the_log_proves_itself(server: Server, page: Page, tmp_path: Path) -> None:
    story = Story(server, page, tmp_path)
    story.what_is_done_is_sealed()
    story.the_witness_is_sent_how_it_stands()
    story.an_auditor_checks_it_elsewhere()
    story.an_entry_that_is_changed_is_named()
    story.what_is_put_right_closes()
    story.a_restore_is_declared()
    story.an_older_database_in_its_place_is_named()


class Story(Speaking):
    """
    :ivar mail: what the witness holds
    :ivar key: of the log, as the auditor got it before
    """

    def __init__(self, server: Server, page: Page, folder: Path) -> None:
        super().__init__(server, page, folder)
        self.mail = folder / "mail.txt"
        self.key = self.told = ""

    def what_is_done_is_sealed(self) -> None:
        self.be("register")
        self.open("/audit/")
        expect(self.main.locator(".refusal, .card").first).to_be_visible()  # refused
        self.be("auditor")
        self.read_the_log("مراجعة ربع سنوية للسجل")
        self.reload_until("main td:has-text('مختوم')")
        keep(self.page, "prove-01-log")
        self.go("main a[href$='/audit/seal/']")
        self.reload_until("main .checkpoint .badge:has-text('سليم لم يتغير')")
        keep(self.page, "prove-02-seal")
        self.key = self.main.locator("code", has_text="rasmi/").inner_text()

    def the_witness_is_sent_how_it_stands(self) -> None:
        self.open("/demo/mails/")
        letter = "main details:has-text('سجل التدقيق إلى الآن')"
        self.reload_until(letter)
        self.page.locator(letter).first.click()
        keep(self.page, "prove-03-mail-to-the-witness")
        text = self.page.locator(f"{letter} pre").first.inner_text()
        assert len(checkpoints_in(text)) == 1, text
        self.mail.write_text(text)

    def an_auditor_checks_it_elsewhere(self) -> None:
        self.open("/audit/seal/")
        with self.page.expect_download() as download:
            self.page.click("main form[action$='/export/'] button")
        path = self.folder / "by-page.zip"
        download.value.save_as(path)

        assert self.verify(path, "--key", self.key, "--witness", self.mail) == 0
        assert "✓ السجل سليم ومتصل." in self.told
        assert "يطابق نسخة الشاهد" in self.told
        assert self.server.run("ledger", "checkpoint").stdout.startswith("rasmi/")
        assert self.server.run("ledger", "key").stdout.strip() == self.key

    def an_entry_that_is_changed_is_named(self) -> None:
        """By somebody who owns the database and has switched off its rules."""
        self.server.stop()
        index, action = self.forge("x.y.z")
        self.server.serve()
        self.be("security")
        self.open("/audit/seal/")
        self.reload_until("main .checkpoint.broken")
        expect(self.main).to_contain_text(f"غُيِّر القيد {index}.")
        keep(self.page, "prove-04-not-as-it-was")

        assert self.verify(self.exported("forged"), "--witness", self.mail) == 1
        assert f"غُيِّر القيد {index}." in self.told
        assert self.checked()[CONTROL] == "not_met"
        self.open("/")
        expect(self.main.locator(".item", has_text=BROKEN).first).to_be_visible()
        expect(self.main).to_contain_text(f"غير مستوفى: {TITLE}")
        keep(self.page, "prove-05-due-from-me")
        self.go(f"main a[href$='/{CONTROL}/']")
        expect(self.main).to_contain_text(f"غُيِّر القيد {index}.")
        keep(self.page, "prove-06-control")
        self.server.stop()
        self.forge(action)

    def what_is_put_right_closes(self) -> None:
        self.server.serve()
        self.be("security")
        self.open("/audit/seal/")
        self.reload_until("main .checkpoint:not(.broken)")
        self.open("/compliance/")
        self.go("main form[action$='/check/'] button")
        self.page.wait_for_load_state()
        keep(self.page, "prove-07-compliance")
        assert self.checked()[CONTROL] == "met"
        self.open(f"/compliance/{CONTROL}/")
        expect(self.main).to_contain_text("غُيِّر القيد 7.")  # closed, and kept
        keep(self.page, "prove-08-closed")

    def a_restore_is_declared(self) -> None:
        backup = self.folder / "backup.tar"
        assert self.server.run("backup", "--out", str(backup)).returncode == 0
        later = self.something_more("restored")
        self.server.stop()
        done = self.server.run("restore", str(backup), "--reason", REASON, "--replace")
        assert done.returncode == 0, done.stderr
        self.server.serve()
        self.be("security")
        self.open("/audit/seal/")
        self.reload_until("main td:has-text('2'), main th:has-text('استعادة')")
        keep(self.page, "prove-09-declared-restore")

        path = self.exported("restored")
        assert self.verify(path, "--witness", later, "--witness", self.mail) == 0
        assert f"والسبب: {REASON}" in self.told

    def an_older_database_in_its_place_is_named(self) -> None:
        """Somebody puts a copy from before in its place, and says nothing."""
        copy = self.folder / "copy.sqlite3"
        self.server.stop()
        shutil.copy(self.database, copy)
        self.server.serve()
        later = self.something_more("older")
        self.server.stop()
        for each in self.database.parent.glob(f"{self.database.name}*"):
            each.unlink()
        shutil.copy(copy, self.database)
        self.server.serve()
        self.be("security")
        self.open("/audit/seal/")
        self.reload_until("main .checkpoint.broken")
        keep(self.page, "prove-10-older-database")

        assert self.verify(self.exported("older"), "--witness", later) == 1
        assert "أُعيدت قاعدة بيانات أقدم من غير إعلان" in self.told

    # How it is done

    @property
    def database(self) -> Path:
        return self.server.folder / "data" / DATABASE

    def read_the_log(self, reason: str) -> None:
        self.open("/audit/open/")
        self.page.fill("[name=reason]", reason)
        self.go("main form button.primary")
        self.page.wait_for_url("**/audit/")

    def something_more(self, name: str) -> Path:
        """Let something happen, and keep the checkpoint that holds it, outside."""
        self.be("auditor")
        self.read_the_log("مراجعة أخرى في آخر النهار")
        path = self.folder / f"{name}.txt"
        path.write_text(self.server.run("ledger", "checkpoint").stdout)
        return path

    def exported(self, name: str) -> Path:
        path = self.folder / f"{name}.zip"
        done = self.server.run("ledger", "export", "--out", str(path))
        assert done.returncode == 0, done.stderr
        return path

    def verify(self, path: Path, *more: str | Path) -> int:
        """What the verifier says, far from the installation and its settings."""
        done = subprocess.run(  # noqa: S603 — the project's own command
            [VERIFY, path, *more, "--language", "ar"],
            cwd=self.folder,
            env={},
            capture_output=True,
            text=True,
            check=False,
        )
        self.told = done.stdout + done.stderr
        return done.returncode

    def checked(self) -> dict[str, str]:
        """What `rasmi check` says of each control; some are never met at first."""
        done = self.server.run("check", "--format", "json")
        assert done.returncode == 1, done.stderr
        found = json.loads(done.stdout)["controls"]
        return {each["control"]: each["verdict"] for each in found}

    def forge(self, action: str) -> tuple[int, str]:
        """Change an entry behind all rules; return its place and what it said."""
        with closing(sqlite3.connect(self.database)) as database, database:
            rules = database.execute(
                "SELECT name, sql FROM sqlite_master"
                " WHERE type = 'trigger' AND tbl_name = 'audit_entry'"
            ).fetchall()
            for name, _ in rules:
                database.execute(f"DROP TRIGGER {name}")
            ((key, index, before),) = database.execute(
                'SELECT id, "index", action FROM audit_entry JOIN audit_leaf'
                ' ON entry_id = id WHERE "index" = 7'
            )
            database.execute(
                "UPDATE audit_entry SET action = ? WHERE id = ?", (action, key)
            )
            for _, sql in rules:
                database.execute(sql)
        return index, before
