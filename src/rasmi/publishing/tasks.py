from datetime import datetime, timedelta

from rasmi.core.sweeps import sweep
from rasmi.publishing import services
from rasmi.publishing.selectors import upkeep


@sweep(every=timedelta(hours=6))
def draw_the_sample(now: datetime) -> int:
    """Draw the sample of the month that ended last, if it is not drawn yet."""
    return int(services.draw_sample(upkeep.month_before(now), now=now) is not None)
