from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy

from rasmi.audit import disk, selectors
from rasmi.audit.actions import register
from rasmi.audit.models import Telling, Verification
from rasmi.audit.services.entries import record
from rasmi.ledger import Report
from rasmi.ledger import verify as verify_export

VERIFIED = register("audit.ledger.verify", gettext_lazy("Verified the whole log"))


def verify(*, now: datetime) -> Verification:
    """
    Reckon the whole log anew and compare it with every checkpoint there is: those in
    the database, the one beside it, and those that the witness was told.

    The worker does it once a day. To be called outside a transaction: it takes its
    time.
    """
    # Before the log: what is in there is never behind what was told of it.
    told = Telling.objects.values_list("checkpoint__note", flat=True)
    kept = [*told, *disk.read_checkpoints()]
    report = verify_export(selectors.LiveExport(), witnessed=kept)
    return _keep(report, now)


@transaction.atomic
def _keep(report: Report, now: datetime) -> Verification:
    found = Verification.objects.create(
        at=now,
        entries=sum(each.size for each in report.logs),
        is_sound=report.is_sound,
        findings=[[e.kind.value, e.log, e.where] for e in report.findings],
    )
    record(
        VERIFIED,
        actor=None,
        now=now,
        entries=found.entries,
        is_sound=found.is_sound,
        findings=len(found.findings),
    )
    return found
