from collections.abc import Sequence
from datetime import date, datetime

from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rasmi.audit import services as audit
from rasmi.audit.actions import register
from rasmi.core.models import locked
from rasmi.files import kinds
from rasmi.files import selectors as files
from rasmi.files import services as files_services
from rasmi.people.models import Power, User
from rasmi.people.services import refuse_both_sides, require
from rasmi.policy import selectors
from rasmi.policy.models import (
    Acknowledgement,
    PolicyVersion,
    SignedList,
    SignedName,
)
from rasmi.policy.services.acknowledgement import IN_FORCE
from rasmi.rules import Refusal, gate

ENTERED = register(
    "policy.signed_list.enter", gettext_lazy("Entered the signed list %(target)s")
)
CHECKED = register(
    "policy.signed_list.check", gettext_lazy("Compared the signed list %(target)s")
)
RETURNED = register(
    "policy.signed_list.return", gettext_lazy("Returned the signed list %(target)s")
)

SIGNED_SINCE = gate("policy.signed_while_the_issue_is_in_force")
WAITING = gate("policy.signed_list_is_still_waiting")
INTACT = gate("policy.signed_list_is_intact")


@transaction.atomic
def enter_signed_list(
    *,
    original: "File[bytes]",
    signed_on: date,
    people: Sequence[User],
    by: User,
    now: datetime,
) -> SignedList:
    """
    Keep the scan of a list of paper with the people who signed on it.

    :param people: as the form found them by their staff numbers
    :raises Refusal: if one does not own the policy, or it was signed before the issue
        in force, or after today
    """
    held = require(by, Power.POLICY, now=now)
    version = _signed_under(signed_on, now)
    kept = SignedList.objects.create(
        version=version,
        signed_on=signed_on,
        original=files_services.keep(original, kinds_allowed=kinds.SCANS, now=now),
        file_name=files.safe_name(original.name or ""),
        entered_by=by,
        entered_at=now,
    )
    SignedName.objects.bulk_create(
        SignedName(signed_list=kept, user=each) for each in people
    )
    audit.record(
        ENTERED,
        actor=by,
        acting_for=held.acting_for,
        target=kept,
        now=now,
        people=[each.pk for each in people],
        digest=kept.original.digest,
    )
    return kept


@transaction.atomic
def check_signed_list(
    signed_list: SignedList, *, by: User, now: datetime, **seen: object
) -> int:
    """
    Say that the names are those on the paper; they have acknowledged from now on.

    :param seen: what the form had the person confirm; kept by the form's being valid
    :return: how many had not acknowledged in another way before
    :raises Refusal: if one entered it oneself, it is settled, its scan was changed, or
        another issue is in force by now
    """
    held = require(by, Power.REGISTER, now=now, target=signed_list)
    signed_list = _waiting(signed_list)
    refuse_both_sides(
        by,
        signed_list.entered_by,
        now=now,
        since=signed_list.entered_at,
        target=signed_list,
    )
    if selectors.version_in_force(now) != signed_list.version:
        raise Refusal(
            SIGNED_SINCE,
            _("Another issue is in force by now than the one they signed for."),
            remedy=_("Return it: they read the issue in force, and sign anew."),
            target=signed_list,
        )
    if not files.is_intact(signed_list.original):
        raise Refusal(
            INTACT,
            _("The kept scan of this list is missing or was changed."),
            remedy=_("Tell information security and who runs the server now."),
            target=signed_list,
        )
    signed_list.checked_by, signed_list.checked_at = by, now
    signed_list.save(update_fields=["checked_by", "checked_at"])
    done = Acknowledgement.objects.filter(
        version=signed_list.version, statement=Acknowledgement.Statement.POLICY
    )
    fresh = signed_list.names.exclude(user__in=done.values("user"))
    Acknowledgement.objects.bulk_create(
        (
            Acknowledgement(
                user_id=each.user_id,
                version=signed_list.version,
                statement=Acknowledgement.Statement.POLICY,
                at=now,
                how=Acknowledgement.How.PAPER,
                paper=signed_list,
            )
            for each in fresh
        ),
        ignore_conflicts=True,  # who acknowledges in the same moment
    )
    made = Acknowledgement.objects.filter(paper=signed_list).order_by("pk")
    people = list(made.values_list("user", flat=True))
    audit.record(
        CHECKED,
        actor=by,
        acting_for=held.acting_for,
        target=signed_list,
        now=now,
        people=people,
    )
    return len(people)


@transaction.atomic
def return_signed_list(
    signed_list: SignedList, *, reason: str, by: User, now: datetime
) -> None:
    """
    Say that the names are not those on the paper; the list is entered anew.

    :raises Refusal: if it is settled already
    """
    held = require(by, Power.REGISTER, now=now, target=signed_list)
    signed_list = _waiting(signed_list)
    signed_list.returned_by, signed_list.returned_at = by, now
    signed_list.return_reason = reason
    signed_list.save(update_fields=["returned_by", "returned_at", "return_reason"])
    audit.record(
        RETURNED,
        actor=by,
        acting_for=held.acting_for,
        target=signed_list,
        now=now,
        reason=reason,
    )


def _signed_under(signed_on: date, now: datetime) -> PolicyVersion:
    version = selectors.version_in_force(now)
    if version is None or version.in_force_from is None:
        raise Refusal(
            IN_FORCE,
            _("No issue of the policy is in force."),
            remedy=_("The owner of the policy brings one into force first."),
        )
    begun = timezone.localdate(version.in_force_from)
    if not begun <= signed_on <= timezone.localdate(now):
        raise Refusal(
            SIGNED_SINCE,
            _("Whoever signed on that day cannot have read the issue in force."),
            remedy=_("The list names the issue in force and a day since it holds."),
            target=version,
        )
    return version


def _waiting(signed_list: SignedList) -> SignedList:
    signed_list = locked(signed_list)
    if not signed_list.is_waiting:
        raise Refusal(
            WAITING,
            _("This list was compared or returned already."),
            remedy=_("Load its page again to see by whom and when."),
            target=signed_list,
        )
    return signed_list
