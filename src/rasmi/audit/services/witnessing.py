"""The witness: who keeps checkpoints where nobody of this server can reach them."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy

from rasmi.audit import selectors
from rasmi.audit.actions import register
from rasmi.audit.models import Checkpoint, Telling, Witness
from rasmi.audit.services.entries import record

if TYPE_CHECKING:
    from rasmi.people.models import User

NAMED = register("audit.witness.name", gettext_lazy("Named a witness of the log"))
ENDED = register("audit.witness.end", gettext_lazy("Ended what the witness is sent"))
TOLD = register("audit.witness.tell", gettext_lazy("Wrote a checkpoint to the witness"))


@transaction.atomic
def name_witness(
    address: str,
    *,
    by: "User | None",
    now: datetime,
    acting_for: "User | None" = None,
) -> Witness:
    """Let checkpoints go to an address from now on, in the place of the one before."""
    selectors.current_log(hold=True)  # of two who name one at once, one waits
    for before in Witness.objects.filter(ended_at=None):
        before.ended_at = now
        before.save(update_fields=["ended_at"])
        record(ENDED, actor=by, acting_for=acting_for, target=before, now=now)
    witness = Witness.objects.create(address=address, named_by=by, since_at=now)
    record(NAMED, actor=by, acting_for=acting_for, target=witness, now=now)
    return witness


@transaction.atomic
def tell(witness: Witness, checkpoint: Checkpoint, *, now: datetime) -> Telling:
    """Keep that a checkpoint goes to the witness; the letter is of the room above."""
    record(TOLD, actor=None, target=witness, now=now, size=checkpoint.size)
    return Telling.objects.create(witness=witness, checkpoint=checkpoint, at=now)
