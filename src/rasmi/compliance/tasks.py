from datetime import datetime, timedelta

from rasmi.compliance import services
from rasmi.core.sweeps import sweep


@sweep(every=timedelta(minutes=15))
def run_the_controls(now: datetime) -> int:
    """Ask every control again; return how many were asked."""
    return services.run(now=now)


@sweep(every=timedelta(minutes=5))
def send_digests(now: datetime) -> int:
    """Send the digest of the week to those who have not got it; return how many."""
    return services.send_digests(now=now)
