from datetime import datetime, timedelta

from django.utils import timezone

from rasmi.audit import services
from rasmi.core.sweeps import sweep


@sweep(every=timedelta(seconds=2))
def seal(now: datetime) -> int:
    """Seal what was done since the last look, and sign how the log stands."""
    return services.seal(now=now)


@sweep(every=timedelta(days=1))
def verify(now: datetime) -> int:
    """Reckon the whole log anew; what slow transactions left behind is sealed first."""
    while services.seal(now=timezone.now(), from_the_first=True):
        pass
    return services.verify(now=timezone.now()).entries
