from datetime import datetime, timedelta

from rasmi.core.sweeps import sweep
from rasmi.engagement import services


@sweep(every=timedelta(seconds=3))
def take_up(now: datetime) -> int:
    """Give what was said its place, and stop the clocks of what is answered."""
    return services.take_up(now=now) + services.settle_answers(now=now)


@sweep(every=timedelta(minutes=1))
def remind(now: datetime) -> int:
    """Remind units of what they were asked."""
    return services.remind(now=now)
