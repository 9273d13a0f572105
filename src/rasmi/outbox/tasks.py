from datetime import datetime, timedelta

from django.utils import timezone

from rasmi.core.sweeps import stopping, sweep
from rasmi.outbox import services
from rasmi.outbox.models import Intent


@sweep(every=timedelta(seconds=3))
def send(now: datetime) -> int:
    """Bring what is due on its way: by a connector, or into the officer's hand."""
    handled = services.lapse_late(now=now)
    for intent in Intent.objects.to_send().due(now):
        if stopping():
            break
        # Each call reads the clock: the one before it may have waited for a network.
        if services.make_ready(intent, now=timezone.now()):
            handled += services.send_ready(intent, now=timezone.now())
    return handled


@sweep(every=timedelta(seconds=15))
def reconcile(now: datetime) -> int:
    """Find out what became of calls that never came back."""
    handled = services.find_lost(now=now)
    for intent in Intent.objects.filter(state=Intent.State.UNKNOWN).due(now):
        if stopping():
            break
        handled += services.reconcile(intent, now=timezone.now())
    return handled
