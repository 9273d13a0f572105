"""
Starts and stops the peers from a test.
"""

import os
import subprocess
import sys
from pathlib import Path


def start(name: str, **environment: str) -> dict[str, str]:
    """
    Start a peer, unless it runs already, and return the settings that it prints.

    Raise RuntimeError when it does not start.
    """
    output = _run(name, "start", environment)
    return dict(line.split("=", 1) for line in output.splitlines())


def stop(name: str) -> None:
    """
    Stop a peer; its data stay.
    """
    _run(name, "stop", {})


def _run(name: str, command: str, environment: dict[str, str]) -> str:
    script = Path(__file__).with_name(f"{name}.sh")
    done = subprocess.run(  # noqa: S603 — our own scripts, named by our own tests
        ["bash", script, command],  # noqa: S607 — where bash lies differs
        env={"PEERS_PYTHON": sys.executable} | os.environ | environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(done.stderr)
    return done.stdout
