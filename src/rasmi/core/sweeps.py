"""
The sweep runner: finds what is due in the rows of the rooms, again and again.

A room writes ``@sweep(every=...)`` over a function in its ``tasks.py`` that takes the
time and returns how many rows it handled. A sweep may run in several workers at once
and may be cut off at any line: it claims each row before it acts on it.
"""

import logging
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import DatabaseError, close_old_connections
from django.db.models import F
from django.utils import timezone

from rasmi.core.models import SweepRun

logger = logging.getLogger(__name__)

GRACE = timedelta(minutes=1)


@dataclass(frozen=True)
class Sweep:
    name: str
    every: timedelta
    run: Callable[[datetime], int]


_registered: dict[str, Sweep] = {}


def sweep(
    *, every: timedelta
) -> Callable[[Callable[[datetime], int]], Callable[[datetime], int]]:
    """Register a function of a room's `tasks.py` as `room.function`."""

    def register(function: Callable[[datetime], int]) -> Callable[[datetime], int]:
        room = function.__module__.removeprefix("rasmi.").removesuffix(".tasks")
        name = f"{room}.{function.__name__}"
        _registered[name] = Sweep(name, every, function)
        return function

    return register


def registered() -> list[Sweep]:
    """All sweeps of all rooms, by name."""
    return sorted(_registered.values(), key=lambda each: each.name)


@dataclass(frozen=True)
class Health:
    """How the worker does: when it last finished anything, and what it owes."""

    seen_at: datetime | None
    late: list[str]


def health(now: datetime) -> Health:
    """Read the last runs; late is what fails or was not finished in time."""
    runs = {run.name: run for run in SweepRun.objects.all()}
    finished = [run.finished_at for run in runs.values() if run.finished_at]
    late = [
        each.name for each in registered() if _is_late(runs.get(each.name), each, now)
    ]
    return Health(max(finished, default=None), late)


def _is_late(run: SweepRun | None, each: Sweep, now: datetime) -> bool:
    if run is None or run.finished_at is None or run.failures:
        return True
    return run.finished_at < now - 3 * each.every - GRACE


def run_once(each: Sweep, now: datetime) -> int:
    """Run one sweep, keep its outcome in its `SweepRun`, and return what it handled."""
    SweepRun.objects.update_or_create(
        name=each.name, defaults={"every": each.every, "started_at": now}
    )
    run = SweepRun.objects.filter(name=each.name)
    try:
        handled = each.run(now)
    except Exception as error:
        run.update(failures=F("failures") + 1, error=repr(error)[:500])
        raise
    run.update(finished_at=timezone.now(), handled=handled, failures=0, error="")
    return handled


Guard = Callable[[], AbstractContextManager[object]]


_stop = threading.Event()
_around: Guard = nullcontext
_endings: list[Callable[[], None]] = []


def before_the_end(wait: Callable[[], None]) -> None:
    """Register what waits for the threads that a sweep has begun."""
    _endings.append(wait)


def around() -> AbstractContextManager[object]:
    """What the rooms above put around each run, for threads that a sweep begins."""
    return _around()


def stopping() -> bool:
    """Whether the worker was asked to end; a long sweep looks between its rows."""
    return _stop.is_set()


def run_forever(stop: threading.Event, *, around: Guard = nullcontext) -> None:
    """
    Run every sweep in a thread of its own until `stop` is set.

    A thread each, so that a sweep that waits for a slow network delays no other.
    `around` gives a context for each run; the rooms above use it to keep refusals.
    """
    global _stop, _around
    _stop, _around = stop, around
    threads = [
        threading.Thread(target=_repeat, args=(each, stop, around), name=each.name)
        for each in registered()
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for wait in _endings:
        wait()
    _stop, _around = threading.Event(), nullcontext


def _repeat(each: Sweep, stop: threading.Event, around: Guard) -> None:
    while not stop.is_set():
        close_old_connections()
        try:
            with around():
                run_once(each, timezone.now())
        except DatabaseError:
            logger.exception("The database refused the sweep %s", each.name)
        except Exception:  # the top of the worker: one sweep's defect stops no other
            logger.exception("The sweep %s failed", each.name)
        stop.wait(each.every.total_seconds())
    close_old_connections()
