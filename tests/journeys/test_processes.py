"""What an operator relies on: children come back, commands answer, nothing leaks."""

import os
import re
import signal
import time

from tests.journeys.server import Server


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
    answer = demonstration.run("demo")

    assert answer.returncode == 1
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


def test_a_demonstration_listens_on_the_loopback_only(demonstration: Server) -> None:
    demonstration.stop()
    demonstration.environment["RASMI_BIND"] = "0.0.0.0"  # noqa: S104 — must not matter
    demonstration.serve()

    with open("/proc/net/tcp") as table:
        listening = [
            line.split()[1]
            for line in table
            if line.split()[3] == "0A"
            and line.split()[1].endswith(f":{demonstration.port:04X}")
        ]
    assert listening == [f"0100007F:{demonstration.port:04X}"]
