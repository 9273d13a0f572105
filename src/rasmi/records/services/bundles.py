"""A record handed over, with what its bytes are checked by (BagIt, RFC 8493)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rasmi.audit import selectors as log
from rasmi.audit import services as audit
from rasmi.audit.actions import register
from rasmi.people.models import Power, User
from rasmi.people.services import require
from rasmi.records import bags, selectors
from rasmi.records.classes import class_of
from rasmi.records.models import Part, Record, Release, Ruling
from rasmi.rules import Refusal, gate

RELEASED = register("records.record.release", gettext_lazy("Handed over: %(target)s"))

OPEN = gate("records.open_by_decision")
# What everybody could see; drafts and remarks on them are no part of it.
OUTWARD = (
    Part.Stage.HEARD,
    Part.Stage.SENT,
    Part.Stage.CHANGED,
    Part.Stage.GONE,
    Part.Stage.JUDGED,
)

SEALED = gate("records.log_is_sealed")


@transaction.atomic
def release(
    record: Record, *, recipient: str, reason: str, by: User, now: datetime
) -> bytes:
    """
    Make the bundle of a record for somebody outside, and keep that it was made.

    :return: a zip of a bag: the record, its files, how the log stands, and how to check
    :raises Refusal: if one does not own the policy, no decision opens the class, or the
        log was never sealed
    """
    held = require(by, Power.POLICY, now=now, target=record)
    ruling = _opened(record, now)
    if not log.newest_note():
        raise Refusal(
            SEALED,
            _("The audit log was never sealed: the bundle could not show its state."),
            remedy=_("It is sealed by itself while the worker runs. Try again later."),
            target=record,
        )
    is_public = ruling.access == Ruling.Access.EVERYBODY
    bundle = bags.bundle(record, made_at=now, stages=OUTWARD if is_public else None)
    Release.objects.create(
        record=record,
        ruling=ruling,
        recipient=recipient,
        reason=reason,
        digest=bundle.digest,
        by=by,
        at=now,
    )
    audit.record(
        RELEASED,
        actor=by,
        acting_for=held.acting_for,
        target=record,
        now=now,
        manifest=bundle.digest,
        ruling=ruling.pk,
    )
    return bundle.content


def _opened(record: Record, now: datetime) -> Ruling:
    found = class_of(record.subject_type)
    ruling = selectors.ruling(found.key, now) if found else None
    if ruling is None or ruling.access == Ruling.Access.NOBODY:
        raise Refusal(
            OPEN,
            _("No decision opens records of this class to outsiders.")
            if ruling is None
            else _("By the decision %(decision)s this class is not open to outsiders.")
            % {"decision": ruling.decision},
            remedy=_("A decision of the head says for whom a class is open."),
            target=record,
        )
    return ruling
