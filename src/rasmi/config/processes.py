"""The process tree of `rasmi serve`: children that are started again when they end."""

import logging
import os
import signal
import subprocess
import sys
import threading
from types import FrameType

from rasmi.config import env

logger = logging.getLogger(__name__)

LOOPBACK = "127.0.0.1"
PAUSE = 1.0  # seconds before a child that ended is started again


def bind_address(*, is_demonstration: bool) -> str:
    """Where to listen; a demonstration asks no second factor, so on loopback only."""
    return LOOPBACK if is_demonstration else env.text("RASMI_BIND", LOOPBACK)


def web_command(side: str, bind: str, port: int) -> list[str]:
    # `env` carries the side to the child alone; granian has no option for it.
    return [
        "/usr/bin/env",
        f"RASMI_SIDE={side}",
        sys.executable,
        "-m",
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


def supervise(commands: dict[str, list[str]], *, without_mail: bool) -> int:
    """Run the children, each again when it ends, until a signal comes; return 0."""
    environment = dict(os.environ)
    if without_mail:
        environment.pop("RASMI_SMTP_HOST", None)
    stop = stop_at_a_signal()
    children = {
        name: _start(command, environment) for name, command in commands.items()
    }
    while not stop.wait(PAUSE):
        for name, child in children.items():
            if child.poll() is not None:
                logger.warning(
                    "%s ended (%s), starting it again", name, child.returncode
                )
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


def _start(
    command: list[str], environment: dict[str, str]
) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(command, env=environment)  # noqa: S603 — our own commands


def _end(children: "list[subprocess.Popen[bytes]]") -> None:
    for child in children:
        child.terminate()
    for child in children:
        try:
            child.wait(timeout=10)
        except subprocess.TimeoutExpired:
            child.kill()
