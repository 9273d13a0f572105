"""What a receipt says: read after it is kept, and again where it could not be read."""

from datetime import datetime

from django.db import transaction

from rasmi.intake import selectors
from rasmi.intake.models import Receipt
from rasmi.intake.services.hearing import hear
from rasmi.platforms.http import NotUnderstood
from rasmi.platforms.registry import CONNECTORS


def read(receipt: Receipt, *, now: datetime) -> bool:
    """
    Read one receipt; return whether it could be read.

    What cannot be read comes back, and waits for a person after some attempts; it is
    never lost.
    """
    if not receipt.claim(now):
        return False
    try:
        heard = CONNECTORS[receipt.platform].read(receipt.item)
    except NotUnderstood as error:
        receipt.postpone(now, error=str(error))
        return False
    with transaction.atomic():
        hear(receipt.channel, heard, receipt=receipt, now=now)
        return receipt.settle()


def try_again(*, now: datetime) -> int:
    """Let what could not be read be read once more, as after an upgrade."""
    return selectors.unread(now).update(attempts=0, due_at=now)
