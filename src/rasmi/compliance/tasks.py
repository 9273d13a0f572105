from datetime import datetime, timedelta

from rasmi.compliance import services
from rasmi.core.sweeps import sweep


@sweep(every=timedelta(minutes=15))
def run_the_controls(now: datetime) -> int:
    """Ask every control again; return how many were asked."""
    return services.run(now=now)
