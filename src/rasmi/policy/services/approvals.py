from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rasmi.audit import services as audit
from rasmi.audit.actions import register
from rasmi.people.models import User
from rasmi.people.services import refuse_both_sides
from rasmi.policy.models import Approval
from rasmi.rules import Refusal, gate

GIVEN = register("policy.approval.give", gettext_lazy("Approved: %(target)s"))
VOIDED = register(
    "policy.approval.void", gettext_lazy("Took the approval back: %(target)s")
)

ONCE = gate("policy.approved_once_by_each")


@transaction.atomic
def approve(  # noqa: PLR0913 — what an approval is bound to
    act: str,
    digest: str,
    *,
    written_by: User,
    written_at: datetime,
    window: tuple[datetime, datetime],
    by: User,
    now: datetime,
) -> Approval:
    """
    Approve the bytes of a digest, to be used inside a window.

    :param act: a row of the approval matrix
    :param digest: SHA-256 of what is approved, hexadecimal
    :param window: from when until when, the end exclusive
    :raises Refusal: if one wrote it, acts for who did, or has approved it already
    """
    refuse_both_sides(by, written_by, now=now, since=written_at)
    if Approval.objects.standing(now).filter(digest=digest, by=by).exists():
        raise Refusal(
            ONCE,
            _("You have approved exactly this already."),
            remedy=_("Where a second approval is needed, somebody else gives it."),
        )
    approval = Approval.objects.create(
        act=act,
        digest=digest,
        by=by,
        written_by=written_by,
        given_at=now,
        not_before=window[0],
        not_after=window[1],
    )
    audit.record(GIVEN, actor=by, target=approval, now=now, act=act, digest=digest)
    return approval


@transaction.atomic
def void_approvals(digest: str, *, reason: str, by: User, now: datetime) -> int:
    """Take back every approval of these bytes; return how many there were."""
    standing = Approval.objects.standing(now).filter(digest=digest)
    found = list(standing.select_for_update())
    for approval in found:
        approval.voided_by, approval.voided_at = by, now
        approval.void_reason = reason[:300]
        approval.save(update_fields=["voided_by", "voided_at", "void_reason"])
        audit.record(VOIDED, actor=by, target=approval, now=now, digest=digest)
    return len(found)
