import logging
from datetime import datetime, timedelta
from functools import partial

from django.utils import timezone

from rasmi.core.lines import Lines
from rasmi.core.sweeps import stopping, sweep
from rasmi.security import services
from rasmi.security.models import Credential

logger = logging.getLogger(__name__)

looking = Lines("security.look")


@sweep(every=timedelta(seconds=5))
def look_at_connections(now: datetime) -> int:
    """Sign in to each connected account once an hour, and to a new one at once."""
    due = Credential.objects.in_use().due(now).select_related("channel")
    return sum(
        looking.serve(each.channel_id, partial(_look, each))
        for each in due
        if not stopping()
    )


def _look(credential: Credential) -> int:
    try:
        return services.probe(credential, now=timezone.now())
    except Exception as error:  # the top of the worker, for one row
        logger.exception("Looking at the connection %s failed", credential.pk)
        credential.postpone(timezone.now(), error=repr(error), counts=False)
        return 0


@sweep(every=timedelta(seconds=30))
def tell_the_witness(now: datetime) -> int:
    """Send the witness of the log the newest checkpoint, once a day."""
    return services.tell_the_witness(now=now)
