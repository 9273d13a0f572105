"""The real process tree of `rasmi serve`, as an operator starts it."""

import os
import re
import shutil
import signal
import socket
import subprocess
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

from tests.databases import (
    DATABASE,
    RASMI,
    filled,
    migrated,
    new_database,
    outside,
    settle,
)
from tests.peers.start import start

PATIENCE = 180  # seconds until the first page; a busy machine migrates for long
FILLING = 240  # seconds of a command; the demonstration is long to make


def free_port() -> int:
    """A port that is free together with the next two."""
    while True:
        with (
            socket.socket() as first,
            socket.socket() as second,
            socket.socket() as third,
        ):
            first.bind(("127.0.0.1", 0))
            port = int(first.getsockname()[1])
            try:
                second.bind(("127.0.0.1", port + 1))
                third.bind(("127.0.0.1", port + 2))
            except (OSError, OverflowError):
                continue
            return port


@dataclass
class Server:
    """
    One installation: its data, its ports, its processes.

    :param is_new: without a database, as on the first day; else its tables are there
    :param is_filled: with the demonstration ministry in it
    """

    folder: Path
    port: int = field(default_factory=free_port)
    environment: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[str] | None = None
    is_new: bool = False
    is_filled: bool = False
    is_on_postgres: bool = bool(os.environ.get("RASMI_TEST_POSTGRES"))

    def __post_init__(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        self.environment = outside() | {
            "RASMI_DATA": str(self.folder / "data"),
            "PORT": str(self.port),
            **self.environment,
        }
        data = self.folder / "data"
        address = start("postgres")["POSTGRES_URL"] if self.is_on_postgres else ""
        like = "template0" if self.is_new else ""
        if self.is_filled:
            source, like = filled(address)
            shutil.copytree(source, data)
            settle(data)
        elif not self.is_new:
            like = migrated(address)
            if not address:
                data.mkdir(mode=0o700)
                shutil.copy(like, data / DATABASE)
        if address:
            name = f"journey_{self.port}"
            self.environment["DATABASE_URL"] = new_database(address, name, like=like)

    @property
    def staff(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def public(self) -> str:
        return f"http://localhost:{self.port + 1}"

    @property
    def log(self) -> str:
        return (self.folder / "serve.log").read_text()

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a `rasmi` command on this installation."""
        return subprocess.run(  # noqa: S603 — the project's own command
            [str(RASMI), *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=FILLING,
        )

    def serve(self) -> None:
        with (self.folder / "serve.log").open("a") as log:
            self.process = subprocess.Popen(  # noqa: S603 — the project's own command
                [str(RASMI), "serve"],
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                text=True,
            )
        try:
            self.wait_until(lambda: self._answers(self.staff), "the staff side answers")
            self.wait_until(lambda: self._answers(self.public), "and the public side")
        except AssertionError:
            self.stop()
            raise

    def wait_until(self, condition: object, what: str) -> None:
        limit = time.monotonic() + PATIENCE
        while time.monotonic() < limit:
            if condition():  # type: ignore[operator]
                return
            time.sleep(0.2)
        raise AssertionError(f"waited in vain until {what}:\n{self.log}")

    def is_well(self) -> bool:
        try:
            return bool(self._get(f"{self.staff}/healthz") == 200)
        except OSError:
            return False

    def _answers(self, origin: str) -> bool:
        try:
            return self._get(f"{origin}/favicon.ico") == 200
        except OSError:
            return False

    @staticmethod
    def _get(address: str) -> int:
        with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310 — our own
            return int(answer.status)

    def setup_address(self) -> str:
        found = re.search(r"http\S+/setup/\S+", self.log)
        assert found, self.log
        return found[0]

    def children(self) -> dict[str, int]:
        """The ids of the child processes, by what they run."""
        assert self.process
        listed = subprocess.run(  # noqa: S603
            ["ps", "-ww", "-o", "pid=,args=", "--ppid", str(self.process.pid)],  # noqa: S607
            capture_output=True,
            text=True,
            check=True,
        )
        found = {}
        for line in listed.stdout.splitlines():
            pid, _, command = line.strip().partition(" ")
            name = (
                "worker"
                if "cli worker" in command
                else command.split("--port=")[-1][:5]
            )
            found[name.strip()] = int(pid)
        return found

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(timeout=20)
