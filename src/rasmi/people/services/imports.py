from datetime import datetime

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rasmi.audit import services as audit
from rasmi.audit.actions import register
from rasmi.files import kinds
from rasmi.files import selectors as files
from rasmi.files import services as files_services
from rasmi.files.models import Evidence
from rasmi.people import readings
from rasmi.people.models import Placement, Power, User
from rasmi.people.services.authority import require
from rasmi.people.services.mails import invite
from rasmi.people.services.staff import new_user, place
from rasmi.rules import Refusal, gate

BROUGHT = register("people.list.bring", gettext_lazy("Brought a list of the staff"))
IMPORTED = register("people.list.import", gettext_lazy("Imported a list of the staff"))

IN_ORDER = gate("people.list_is_in_order")


@transaction.atomic
def bring_list(*, original: "File[bytes]", by: User, now: datetime) -> Evidence:
    """
    Keep a list of the staff as it came, to be looked at before anything comes of it.

    :raises Refusal: if one does not keep people, or it is no table
    """
    held = require(by, Power.PEOPLE, now=now)
    kept = files_services.keep(original, kinds_allowed=kinds.TABLES, now=now)
    audit.record(
        BROUGHT,
        actor=by,
        acting_for=held.acting_for,
        target=kept,
        now=now,
        digest=kept.digest,
    )
    return kept


@transaction.atomic
def import_staff(
    original: Evidence, *, sends_links: bool, by: User, now: datetime
) -> readings.Comparison:
    """
    Enter who is new on a kept list, and change names and places of who is known.

    All of it or nothing. Nobody leaves by a list, no address of a sign-in changes by
    it, and who holds an office is moved by hand.

    :param sends_links: whether each new person is mailed a link to choose a password
    :raises Refusal: if one does not keep people, or a row is wrong
    """
    held = require(by, Power.PEOPLE, now=now)
    with files.open_evidence(original) as file:
        found = readings.compared(file)
    if found.errors:
        raise Refusal(
            IN_ORDER,
            _("The list has rows that are wrong, and nothing of it was entered."),
            remedy=_("Correct them in your file, then bring it again."),
            target=original,
        )
    for line in found.new:
        user = new_user(
            staff_number=line.staff_number,
            name_ar=line.name_ar,
            name_en=line.name_en,
            email=line.email,
            now=now,
        )
        _place(user, line, now)
        if sends_links:
            invite(user, now=now)
    changed = [each for each in found.changed if each.user.pk != by.pk]
    for change in changed:
        _change(change, now)
    audit.record(
        IMPORTED,
        actor=by,
        acting_for=held.acting_for,
        target=original,
        now=now,
        new=[each.staff_number for each in found.new],
        changed=[each.user.pk for each in changed],
        by_hand=len(found.by_hand),
        absent=len(found.absent),
    )
    return found


def _change(change: readings.Change, now: datetime) -> None:
    user, line = change.user, change.line
    if change.is_renamed:
        user.name_ar, user.name_en = line.name_ar, line.name_en
        user.save(update_fields=["name_ar", "name_en"])
    if change.is_moved:
        Placement.objects.filter(user=user, ends_at=None).update(ends_at=now)
        _place(user, line, now)


def _place(user: User, line: readings.Line, now: datetime) -> None:
    titles = {"title_ar": line.title_ar, "title_en": line.title_en}
    place(user, line.unit, **titles, now=now)
