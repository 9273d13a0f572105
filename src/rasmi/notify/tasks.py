from datetime import datetime, timedelta

from django.utils import timezone

from rasmi.core import sweeps
from rasmi.core.sweeps import sweep
from rasmi.notify import selectors, services
from rasmi.notify.models import Message


@sweep(every=timedelta(seconds=5))
def send_messages(now: datetime) -> int:
    """Send what waits; without a mail server it goes on waiting and nothing is lost."""
    if not selectors.mail_is_possible():
        return 0
    sent = 0
    for message in Message.objects.due(now)[:50]:
        if sweeps.stopping():
            break
        # The time of each and not of the batch: behind a slow server the lease of a
        # later row would have ended before it was taken.
        sent += services.deliver(message, now=timezone.now())
    return sent
