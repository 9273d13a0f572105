"""What the witness of the log is sent, and who names one."""

from datetime import datetime, timedelta

from django.db import transaction

from rasmi.audit import selectors as audit_log
from rasmi.audit import services as audit
from rasmi.audit.models import Witness
from rasmi.people.models import Power, User
from rasmi.people.services import require
from rasmi.security.services import witness_mails as mails

TOLD_EVERY = timedelta(days=1)


@transaction.atomic
def change_witness(address: str, *, by: User, now: datetime) -> Witness:
    """
    Let checkpoints of the log go to an address; the one before is told that it ends.

    :raises Refusal: if the person does not own the policy
    """
    held = require(by, Power.POLICY, now=now)
    before = audit_log.witness()
    witness = audit.name_witness(address, by=by, acting_for=held.acting_for, now=now)
    if before and before.address != address:
        mails.tell_of_the_end(before, now=now)
    return witness


@transaction.atomic
def tell_the_witness(*, now: datetime) -> bool:
    """Send the newest checkpoint, once a day; return whether it was sent."""
    witness = audit_log.witness(hold=True)
    seal = audit_log.seal_of_now(now)
    if witness is None or seal is None:
        return False
    last = audit_log.last_telling(witness)
    if last and now - last.at < TOLD_EVERY:
        return False
    audit.tell(witness, seal.checkpoint, now=now)
    mails.tell_of_the_checkpoint(witness, seal.checkpoint, now=now)
    return True
