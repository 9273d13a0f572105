import logging
from datetime import datetime, timedelta
from functools import partial
from itertools import chain

from django.utils import timezone

from rasmi.core.lines import Lines
from rasmi.core.sweeps import stopping, sweep
from rasmi.intake import services
from rasmi.intake.models import Receipt, Stream

logger = logging.getLogger(__name__)

listening = Lines("intake.listen")
AT_ONCE = 50  # receipts of one account in one run


@sweep(every=timedelta(seconds=4))
def listen(now: datetime) -> int:
    """Hear what is new on every account that a connection reaches."""
    handled = services.open_streams(now=now)
    due = Stream.objects.due(now).select_related("channel")
    return handled + sum(
        listening.serve(each.channel_id, partial(_listen, each))
        for each in due
        if not stopping()
    )


@sweep(every=timedelta(seconds=3))
def read(now: datetime) -> int:
    """Read what was received; much on one account keeps none of the others waiting."""
    due, handled = Receipt.objects.due(now).select_related("channel"), 0
    accounts = due.order_by("channel").values_list("channel", flat=True).distinct()
    for receipt in chain.from_iterable(
        due.filter(channel=each)[:AT_ONCE] for each in accounts
    ):
        if stopping():
            break
        try:
            handled += services.read(receipt, now=timezone.now())
        except Exception as error:  # the top of the worker, for one row
            logger.exception("The receipt %s could not be read", receipt.pk)
            receipt.postpone(timezone.now(), error=repr(error))
    return handled


def _listen(stream: Stream) -> int:
    try:
        return services.listen(stream, now=timezone.now())
    except Exception as error:  # the top of the worker, for one row
        logger.exception("Listening to the account %s failed", stream.channel_id)
        services.put_aside(stream, repr(error), now=timezone.now())
        return 0


@sweep(every=timedelta(days=1))
def read_again(now: datetime) -> int:
    """Try once more what could not be read: the software may be a newer one."""
    return services.try_again(now=now)
