from datetime import datetime, timedelta

from rasmi.core.sweeps import sweep
from rasmi.notify import selectors, services
from rasmi.notify.models import Message


@sweep(every=timedelta(seconds=5))
def send_messages(now: datetime) -> int:
    """Send what waits; without a mail server it goes on waiting and nothing is lost."""
    if not selectors.mail_is_possible():
        return 0
    due = Message.objects.due(now)[:50]
    return sum(services.deliver(message, now=now) for message in due)
