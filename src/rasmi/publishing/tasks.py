from datetime import datetime, timedelta

from rasmi.core.sweeps import sweep
from rasmi.publishing import services
from rasmi.publishing.selectors import upkeep


@sweep(every=timedelta(hours=6))
def draw_the_sample(now: datetime) -> int:
    """Draw the sample of each month that has ended and has none."""
    drawn = [services.draw_sample(month, now=now) for month in upkeep.undrawn(now)]
    return sum(each is not None for each in drawn)
