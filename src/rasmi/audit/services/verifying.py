from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy

from rasmi.audit import disk, selectors
from rasmi.audit.actions import register
from rasmi.audit.models import Telling, Verification
from rasmi.audit.services.entries import record
from rasmi.ledger import Report, checkpoints_in
from rasmi.ledger import verify as verify_export

if TYPE_CHECKING:
    from rasmi.people.models import User

VERIFIED = register("audit.ledger.verify", gettext_lazy("Verified the whole log"))


def verify(*, now: datetime, by: "User | None" = None) -> Verification:
    """
    Reckon the whole log anew and compare it with every checkpoint there is: those in
    the database, the one beside it, and those that the witness was told.

    The worker does it once a day, and whoever doubts. To be called outside a
    transaction: it takes its time.
    """
    # Before the log: what is in there is never behind what was told of it.
    told = Telling.objects.values_list("checkpoint__note", flat=True)
    outside = checkpoints_in(disk.read_checkpoint())
    kept = [*told, *outside]
    report = verify_export(selectors.LiveExport(), witnessed=kept)
    return _keep(report, by, now)


@transaction.atomic
def _keep(report: Report, by: "User | None", now: datetime) -> Verification:
    found = Verification.objects.create(
        at=now,
        entries=sum(each.size for each in report.logs),
        is_sound=report.is_sound,
        findings=[[e.kind.value, e.log, e.where] for e in report.findings],
    )
    record(
        VERIFIED,
        actor=by,
        now=now,
        entries=found.entries,
        is_sound=found.is_sound,
        findings=len(found.findings),
    )
    return found
