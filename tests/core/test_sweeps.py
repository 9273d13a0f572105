import threading
from datetime import datetime, timedelta

import pytest
from django.test import Client

from rasmi.core import sweeps
from rasmi.core.models import SweepRun

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def handled(now: datetime) -> int:
    return 3


def failing(now: datetime) -> int:
    raise RuntimeError("the platform is gone")


def a_sweep(run: object = handled) -> sweeps.Sweep:
    return sweeps.Sweep("room.sweep", MINUTE, run)  # type: ignore[arg-type]


def test_a_run_is_remembered(now: datetime) -> None:
    sweeps.run_once(a_sweep(), now)

    run = SweepRun.objects.get(name="room.sweep")
    assert (run.handled, run.failures, run.error) == (3, 0, "")
    assert run.finished_at is not None


def test_a_failure_is_remembered_and_rises(now: datetime) -> None:
    with pytest.raises(RuntimeError):
        sweeps.run_once(a_sweep(failing), now)

    run = SweepRun.objects.get(name="room.sweep")
    assert run.failures == 1
    assert "the platform is gone" in run.error


def test_a_later_success_clears_the_failure(now: datetime) -> None:
    with pytest.raises(RuntimeError):
        sweeps.run_once(a_sweep(failing), now)

    sweeps.run_once(a_sweep(), now)

    assert SweepRun.objects.get(name="room.sweep").failures == 0


@pytest.mark.parametrize(
    ("age", "is_late"), [(0, False), (4, False), (5, True)]
)  # three intervals of a minute, and a minute of grace
def test_a_sweep_that_nobody_finishes_is_late(
    monkeypatch: pytest.MonkeyPatch, now: datetime, age: int, is_late: bool
) -> None:
    monkeypatch.setattr(sweeps, "_registered", {"room.sweep": a_sweep()})
    finished = now - age * MINUTE - timedelta(seconds=1) * (age > 4)
    SweepRun.objects.create(
        name="room.sweep", every=MINUTE, started_at=finished, finished_at=finished
    )

    assert (sweeps.health(now).late == ["room.sweep"]) is is_late


def test_a_sweep_that_never_ran_is_late(
    monkeypatch: pytest.MonkeyPatch, now: datetime
) -> None:
    monkeypatch.setattr(sweeps, "_registered", {"room.sweep": a_sweep()})

    assert sweeps.health(now).late == ["room.sweep"]
    assert sweeps.health(now).seen_at is None


@pytest.mark.logs_errors
def test_health_is_told_to_monitors(
    monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    monkeypatch.setattr(sweeps, "_registered", {"room.sweep": a_sweep()})

    answer = client.get("/healthz")

    assert answer.status_code == 503
    assert answer.json()["late_sweeps"] == ["room.sweep"]


def test_health_is_well_when_all_ran(
    monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    monkeypatch.setattr(sweeps, "_registered", {})

    assert client.get("/healthz").json()["status"] == "ok"


def test_one_sweep_that_waits_delays_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    stop, gate, ran = threading.Event(), threading.Event(), threading.Event()

    def waiting(now: datetime) -> int:
        gate.wait(5)
        return 0

    def quick(now: datetime) -> int:
        ran.set()
        return 0

    monkeypatch.setattr(sweeps, "run_once", lambda each, now: each.run(now))
    monkeypatch.setattr(
        sweeps,
        "_registered",
        {
            "a.waiting": sweeps.Sweep("a.waiting", MINUTE, waiting),
            "b.quick": sweeps.Sweep("b.quick", MINUTE, quick),
        },
    )
    worker = threading.Thread(target=sweeps.run_forever, args=(stop,))
    worker.start()

    assert ran.wait(3)

    stop.set()
    gate.set()
    worker.join(5)
    assert not worker.is_alive()
