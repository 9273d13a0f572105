from datetime import datetime
from functools import partial

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
from rasmi.people.selectors import Authority
from rasmi.people.services.appointments import end_offices
from rasmi.people.services.authority import require
from rasmi.people.services.mails import invite
from rasmi.people.services.staff import MOVED, new_user, place
from rasmi.people.services.units import hold_the_tree
from rasmi.rules import Refusal, gate

BROUGHT = register("people.list.bring", gettext_lazy("Brought a list of the staff"))
IMPORTED = register("people.list.import", gettext_lazy("Imported a list of the staff"))
RENAMED = register(
    "people.user.rename", gettext_lazy("Entered another name of %(target)s")
)

IN_ORDER = gate("people.list_is_in_order")
AS_SHOWN = gate("people.list_enters_what_was_shown")


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


def look_at_list(original: Evidence, *, by: User, now: datetime) -> readings.Comparison:
    """
    Return what a kept list would change now; its digest is asked for on entering it.

    :raises Refusal: if one does not keep people
    """
    require(by, Power.PEOPLE, now=now)
    with files.open_evidence(original) as file:
        return readings.compared(readings.rows_of(file), by=by, now=now)


@transaction.atomic
def import_staff(
    original: Evidence, *, shown: str, sends_links: bool, by: User, now: datetime
) -> readings.Comparison:
    """
    Enter who is new on a kept list, and change names and places of who is known.

    All of it or nothing, and only what was shown. Nobody leaves by a list, no address
    of a sign-in changes by it, and who holds an office is moved by hand.

    :param shown: the digest of the comparison that was looked at
    :param sends_links: whether each new person is mailed a link to choose a password
    :raises Refusal: if one does not keep people, a row is wrong, or the staff changed
        since it was looked at
    """
    held = require(by, Power.PEOPLE, now=now)
    hold_the_tree()  # no unit closes meanwhile, and one list is entered at a time
    seen = look_at_list(original, by=by, now=now)
    _hold([each.user for each in seen.changed])
    found = look_at_list(original, by=by, now=now)
    _refuse_wrong(found, original)
    _refuse_unseen(found, seen.digest, shown, original)
    for line in found.new:
        _enter(line, sends_links, now)
    for change in found.changed:
        _change(change, held, by, now)
    audit.record(
        IMPORTED,
        actor=by,
        acting_for=held.acting_for,
        target=original,
        now=now,
        new=[each.staff_number for each in found.new],
        changed=[each.user.pk for each in found.changed],
        by_hand=len(found.by_hand),
        absent=len(found.absent),
    )
    return found


def _hold(users: list[User]) -> None:
    """Let nobody else move or release these people until the list is entered."""
    keys = [each.pk for each in users]
    list(User.objects.select_for_update().filter(pk__in=keys).order_by("pk"))


def _refuse_wrong(found: readings.Comparison, original: Evidence) -> None:
    if found.errors:
        raise Refusal(
            IN_ORDER,
            _("The list has rows that are wrong, and nothing of it was entered."),
            remedy=_("Correct them in your file, then bring it again."),
            target=original,
        )


def _refuse_unseen(
    found: readings.Comparison, before: str, shown: str, original: Evidence
) -> None:
    if not found.digest == before == shown:
        raise Refusal(
            AS_SHOWN,
            _("The staff changed since you looked, and nothing was entered."),
            remedy=_("Look at what the list would change now, then enter it."),
            target=original,
        )


def _enter(line: readings.Line, sends_links: bool, now: datetime) -> None:
    user = new_user(
        staff_number=line.staff_number,
        name_ar=line.name_ar,
        name_en=line.name_en or line.name_ar,
        email=line.email,
        now=now,
    )
    title_en = line.title_en or line.title_ar
    place(user, line.unit, title_ar=line.title_ar, title_en=title_en, now=now)
    if sends_links:
        invite(user, now=now)


def _change(change: readings.Change, held: Authority, by: User, now: datetime) -> None:
    user, unit = change.user, change.line.unit
    record = partial(
        audit.record, actor=by, acting_for=held.acting_for, target=user, now=now
    )
    if change.is_renamed:
        user.name_ar, user.name_en = change.names
        user.save(update_fields=["name_ar", "name_en"])
        record(RENAMED)
    if change.is_placed_anew:
        title_ar, title_en = change.titles
        Placement.objects.filter(user=user, ends_at=None).update(ends_at=now)
        place(user, unit, title_ar=title_ar, title_en=title_en, now=now)
        # Whoever was given an office since the comparison loses it as by any move.
        ended = end_offices(user, now, but_in=unit) if change.leaves_unit else []
        record(MOVED, unit=unit.pk, ended_appointments=ended)
