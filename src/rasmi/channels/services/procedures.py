from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rasmi.audit import services as audit
from rasmi.audit.actions import register
from rasmi.channels.models import Channel, ReplyProcedure
from rasmi.channels.services.proposals import refuse_over, refuse_stranger
from rasmi.core.models import locked
from rasmi.people.models import Power, User
from rasmi.people.services import refuse_both_sides, require
from rasmi.rules import Refusal, gate

WRITTEN = register(
    "channels.procedure.write",
    gettext_lazy("Wrote the reply procedure of %(target)s"),
)
APPROVED = register(
    "channels.procedure.approve",
    gettext_lazy("Approved the reply procedure of %(target)s"),
)

NEWEST = gate("channels.newest_procedure_is_approved")


@transaction.atomic
def write_procedure(
    channel: Channel, *, text_ar: str, text_en: str, by: User, now: datetime
) -> ReplyProcedure:
    """
    Write how people are answered on an account; it holds once another approves it.

    :raises Refusal: if one is not of the unit that owns the account
    """
    channel = locked(channel)
    refuse_stranger(by, channel.owner, now)
    refuse_over(channel)
    procedure = ReplyProcedure.objects.create(
        channel=channel,
        text_ar=text_ar,
        text_en=text_en,
        written_by=by,
        written_at=now,
    )
    audit.record(WRITTEN, actor=by, target=procedure, now=now)
    return procedure


@transaction.atomic
def approve_procedure(procedure: ReplyProcedure, *, by: User, now: datetime) -> None:
    """
    Approve the newest reply procedure of an account.

    :raises Refusal: if one wrote it oneself, or a newer one was written since
    """
    held = require(by, Power.APPROVE, now=now, target=procedure)
    channel = locked(procedure.channel)
    procedure = locked(procedure)
    refuse_both_sides(
        by, procedure.written_by, now=now, since=procedure.written_at, target=procedure
    )
    if procedure != channel.procedures.first() or procedure.is_approved:
        raise Refusal(
            NEWEST,
            _("This procedure was approved already, or a newer one was written."),
            remedy=_("Load the page of the account again and read the newest one."),
            target=procedure,
        )
    procedure.approved_by, procedure.approved_at = by, now
    procedure.save(update_fields=["approved_by", "approved_at"])
    audit.record(
        APPROVED, actor=by, acting_for=held.acting_for, target=procedure, now=now
    )
