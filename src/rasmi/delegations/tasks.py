from datetime import datetime, timedelta

from rasmi.core.sweeps import sweep
from rasmi.delegations import services


@sweep(every=timedelta(hours=1))
def remind(now: datetime) -> int:
    """Remind of delegations that end in 60, 30 and 7 days."""
    return services.remind(now=now)


@sweep(every=timedelta(minutes=1))
def tell(now: datetime) -> int:
    """Write to those whom a campaign is for."""
    return services.tell(now=now)
