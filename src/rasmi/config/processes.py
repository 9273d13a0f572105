"""The process tree of `rasmi serve`: children that are started again when they end."""

import logging
import os
import signal
import socket
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from types import FrameType

from rasmi.config import env

logger = logging.getLogger(__name__)

LOOPBACK = "127.0.0.1"
PAUSE = 1.0  # seconds before a child that ended is started again
PATIENCE = 30  # seconds for a child to end: one message to a slow mail server


def bind_address(*, is_demonstration: bool) -> str:
    """Where to listen; a demonstration asks no second factor, so on loopback only."""
    return LOOPBACK if is_demonstration else env.text("RASMI_BIND", LOOPBACK)


def is_taken(bind: str, port: int) -> bool:
    """Whether another process listens there; ours would silently share its requests."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((bind, port))
        except OSError:
            return True
    return False


def web_command(side: str, bind: str, port: int) -> list[str]:
    return [
        *_launched(f"RASMI_SIDE={side}"),
        "granian",
        "--interface=wsgi",
        f"--host={bind}",
        f"--port={port}",
        f"--workers={env.number('RASMI_WEB_WORKERS', 1)}",
        "--blocking-threads=4",
        "--no-ws",
        "--log-level=warning",
        "rasmi.config.wsgi:application",
    ]


def worker_command() -> list[str]:
    return [*_launched(), "rasmi.config.cli", "worker"]


def sandbox_command(data: Path, port: int) -> list[str]:
    """:param data: the folder of the installation, with the token among its keys"""
    return [
        *_launched(),
        "rasmi.platforms.sandbox.server",
        f"--folder={data / 'sandbox'}",
        f"--token-file={data / 'keys' / 'sandbox'}",
        f"--port={port}",
    ]


def _launched(*variables: str) -> list[str]:
    return [sys.executable, "-m", "rasmi.config.launch", *variables]


def supervise(commands: dict[str, list[str]], *, without_mail: bool) -> int:
    """Run the children, each again when it ends, until a signal comes; return 0."""
    environment = dict(os.environ)
    if without_mail:
        environment.pop("RASMI_SMTP_HOST", None)
    stop = stop_at_a_signal()
    children = {name: _start(each, environment) for name, each in commands.items()}
    while not stop.wait(PAUSE):
        for name, child in children.items():
            if child.poll() is not None:
                logger.warning("%s ended (%s), restarting", name, child.returncode)
                _kill_group(child)  # what it may have left behind
                children[name] = _start(commands[name], environment)
    _end(list(children.values()))
    return 0


def stop_at_a_signal() -> threading.Event:
    """An event that is set when the process is asked to end."""
    stop = threading.Event()

    def finish(number: int, frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, finish)
    signal.signal(signal.SIGINT, finish)
    return stop


def end_at_a_signal() -> None:
    """Let a command that is asked to end clean up behind itself."""

    def finish(number: int, frame: FrameType | None) -> None:
        sys.exit(1)

    signal.signal(signal.SIGTERM, finish)


def _start(
    command: list[str], environment: dict[str, str]
) -> "subprocess.Popen[bytes]":
    # A session of its own: the child and all that it starts can be ended together.
    return subprocess.Popen(  # noqa: S603 — our own commands
        command, env=environment, start_new_session=True
    )


def _end(children: "list[subprocess.Popen[bytes]]") -> None:
    for child in children:
        child.terminate()
    for child in children:
        with suppress(subprocess.TimeoutExpired):
            child.wait(timeout=PATIENCE)
        _kill_group(child)


def _kill_group(child: "subprocess.Popen[bytes]") -> None:
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
