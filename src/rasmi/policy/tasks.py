from datetime import datetime, timedelta

from rasmi.core.sweeps import sweep
from rasmi.policy import services


@sweep(every=timedelta(minutes=1))
def go_on_with_links(now: datetime) -> int:
    """Mail the next ones of those who are to be sent a personal link."""
    return services.go_on_with_links(now=now)


@sweep(every=timedelta(hours=1))
def remind_readers(now: datetime) -> int:
    """Send those who left their link to the policy unused a new one."""
    return services.remind_readers(now=now)
