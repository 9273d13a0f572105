"""What an operator relies on: children come back, commands answer, nothing leaks."""

import os
import re
import signal
import time
import urllib.request

import pytest

from tests.journeys.server import Server

# One installation serves them all, in one process of the tests.
pytestmark = pytest.mark.once


def test_a_killed_worker_comes_back(installation: Server) -> None:
    worker = installation.children()["worker"]

    os.kill(worker, signal.SIGKILL)

    installation.wait_until(
        lambda: installation.children().get("worker") not in (None, worker),
        "the worker is started again",
    )
    installation.wait_until(installation.is_well, "every sweep ran again")


def test_the_doctor_names_what_is_not_well(installation: Server) -> None:
    answer = installation.run("doctor")

    assert answer.returncode == 1
    assert re.search(r"^ok +database", answer.stdout, re.MULTILINE)
    assert re.search(r"^BAD +mail: RASMI_SMTP_HOST", answer.stdout, re.MULTILINE)


def test_a_demonstration_fills_nothing_that_is_in_use(demonstration: Server) -> None:
    running = demonstration.run("demo")
    demonstration.stop()
    answer = demonstration.run("demo")
    demonstration.serve()

    assert (running.returncode, answer.returncode) == (1, 1)
    assert "running here" in running.stderr
    assert "RASMI_DATA" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_the_setup_link_is_not_in_the_log_of_requests(installation: Server) -> None:
    secret = installation.setup_address().rsplit("/", 2)[1]

    assert installation.log.count(secret) == 1  # the line that shows it


def test_stopping_leaves_no_process_behind(demonstration: Server) -> None:
    children = demonstration.children()
    assert set(children) >= {"worker"}

    demonstration.stop()

    time.sleep(0.5)
    alive = [pid for pid in children.values() if os.path.exists(f"/proc/{pid}")]
    assert alive == []
    demonstration.serve()


def test_what_is_left_of_a_killed_parent_ends(demonstration: Server) -> None:
    assert demonstration.process
    port = demonstration.port

    demonstration.process.kill()
    demonstration.process.wait()

    demonstration.wait_until(
        lambda: not listening(port) and not listening(port + 1), "both ports are free"
    )
    demonstration.serve()


def test_a_killed_web_server_leaves_nobody_on_its_port(demonstration: Server) -> None:
    children = demonstration.children()
    port = demonstration.port

    assert str(port) in children, children
    os.kill(children[str(port)], signal.SIGKILL)

    demonstration.wait_until(
        lambda: (
            demonstration.children().get(str(port)) not in (None, children[str(port)])
            and len(listening(port)) == 1
        ),
        "one new server listens",
    )


def test_a_demonstration_has_its_own_platform(demonstration: Server) -> None:
    address = f"http://127.0.0.1:{demonstration.port + 2}/"

    demonstration.wait_until(lambda: answers(address), "the sandbox platform answers")

    assert f"Sandbox  {address}" in demonstration.log


def test_an_installation_in_use_has_none(installation: Server) -> None:
    assert listening(installation.port + 2) == []
    assert "Sandbox" not in installation.log


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310 — our own
            return b"<!DOCTYPE html>" in answer.read()
    except OSError:
        return False


def test_a_port_that_is_taken_is_not_shared(demonstration: Server) -> None:
    answer = demonstration.run("serve")

    assert answer.returncode == 1
    assert f"Port {demonstration.port} is taken" in answer.stderr


def listening(port: int) -> list[str]:
    """The addresses that listen on a port, a line a socket."""
    with open("/proc/net/tcp") as table:
        rows = [line.split() for line in table]
    return [
        row[1] for row in rows if row[3] == "0A" and row[1].endswith(f":{port:04X}")
    ]


def test_a_demonstration_listens_on_the_loopback_only(demonstration: Server) -> None:
    demonstration.stop()
    demonstration.environment["RASMI_BIND"] = "0.0.0.0"  # noqa: S104 — must not matter
    demonstration.serve()

    assert listening(demonstration.port) == [f"0100007F:{demonstration.port:04X}"]
