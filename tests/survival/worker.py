"""
The real worker, with a clock of its own, that may die at a named point.

python -m tests.survival.worker MINUTES [POINT]

:param MINUTES: how far its clock is ahead
:param POINT: where it is killed, by the signal that nobody can catch
"""

import faulthandler
import os
import signal
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, NoReturn

import time_machine

# Where it dies, as the function on whose doorstep it does.
POINTS = {
    "before_arming": ("sending", "_arm"),
    "after_arming": ("sending", "_send"),
    "after_the_answer": ("outcomes", "sent"),
}


def die(*args: Any, **kwargs: Any) -> NoReturn:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError  # nobody comes here


def main(minutes: str, point: str = "") -> int:
    faulthandler.register(signal.SIGUSR1)
    import django

    django.setup()
    from rasmi.config import cli
    from rasmi.core import sweeps
    from rasmi.outbox.services import outcomes, sending

    if point:
        module, name = POINTS[point]
        setattr({"sending": sending, "outcomes": outcomes}[module], name, die)
    for each in sweeps.registered():  # tests have no time to wait
        quick = replace(each, every=timedelta(seconds=0.3))
        sweeps._registered[each.name] = quick
    ahead = datetime.now(UTC) + timedelta(minutes=int(minutes))
    with time_machine.travel(ahead, tick=True):
        return cli.main(["worker"])


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
