import logging
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import partial

from django.utils import timezone

from rasmi.core.lines import Lines
from rasmi.core.sweeps import stopping, sweep
from rasmi.outbox import services
from rasmi.outbox.models import Intent
from rasmi.security import services as security

logger = logging.getLogger(__name__)

sending, reconciling = Lines("outbox.send"), Lines("outbox.reconcile")


@sweep(every=timedelta(seconds=3))
def send(now: datetime) -> int:
    """Bring what is due on its way: by a connector, or into the officer's hand."""
    security.watch_epoch(now=now)  # a restored database is known before it speaks
    handled = services.lapse_late(now=now) + services.bring_forward(now=now)
    handled += services.leave_stuck_to_people(now=now)
    due = Intent.objects.to_send().due(now).select_related("channel")
    return handled + _in_lines(sending, due, _deliver)


@sweep(every=timedelta(seconds=15))
def reconcile(now: datetime) -> int:
    """Find out what became of calls that never came back."""
    handled = services.find_lost(now=now)
    due = Intent.objects.filter(state=Intent.State.UNKNOWN).due(now)
    return handled + _in_lines(reconciling, due.select_related("channel"), _look)


def _deliver(intent: Intent) -> int:
    # Each call reads the clock: the one before it may have waited for a network.
    return services.make_ready(intent, now=timezone.now()) and services.send_ready(
        intent, now=timezone.now()
    )


def _look(intent: Intent) -> int:
    return services.reconcile(intent, now=timezone.now())


def _in_lines(lines: Lines, due: Iterable[Intent], act: Callable[[Intent], int]) -> int:
    """Serve each account in a line of its own; return how much was done or begun."""
    accounts: defaultdict[int, list[Intent]] = defaultdict(list)
    for intent in due:
        accounts[intent.channel_id].append(intent)
    return sum(
        lines.serve(account, partial(_serve, row, act))
        for account, row in accounts.items()
    )


def _serve(row: list[Intent], act: Callable[[Intent], int]) -> int:
    handled = 0
    for intent in row:
        if stopping():
            break
        try:
            handled += act(intent)
        except Exception as error:  # the top of the worker, for one row
            logger.exception("The intent %s failed", intent.key)
            services.put_aside(intent, repr(error), now=timezone.now())
    return handled
