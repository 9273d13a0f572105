"""One day of a shift done by another: a swap that both agree to, or a substitution."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rasmi.audit import services as audit
from rasmi.audit.actions import register
from rasmi.core.models import locked
from rasmi.delegations import selectors
from rasmi.delegations.models import Change, Shift
from rasmi.delegations.services import mails
from rasmi.delegations.services.roster import refuse_without_right, require_owner
from rasmi.people.models import User
from rasmi.rules import Refusal, gate

ASKED = register("delegations.change.ask", gettext_lazy("Asked to swap %(target)s"))
AGREED = register("delegations.change.agree", gettext_lazy("Agreed to take %(target)s"))
DECLINED = register(
    "delegations.change.decline", gettext_lazy("Declined to take %(target)s")
)
TAKEN_BACK = register(
    "delegations.change.take_back", gettext_lazy("Took a change back: %(target)s")
)
SUBSTITUTED = register(
    "delegations.change.substitute", gettext_lazy("Had another take %(target)s")
)

OWN_SHIFT = gate("delegations.own_shift_is_swapped")
AGREED_BY_BOTH = gate("delegations.swap_is_agreed_by_both")
STILL_TO_COME = gate("delegations.changed_shift_is_to_come")
TAKEN_BACK_BY = gate("delegations.change_is_taken_back_by_who_asked")


@dataclass(frozen=True)
class Place:
    """One day of a shift."""

    shift: Shift
    day: date


@transaction.atomic
def ask_swap(
    place: Place,
    *,
    person: User,
    in_return: Place | None = None,
    reason: str,
    by: User,
    now: datetime,
) -> Change:
    """
    Ask a colleague to take one's day of a shift; nothing changes before they agree.

    :param in_return: a day of theirs that one takes for it
    :raises Refusal: if the days are not one's own and theirs, or have passed
    """
    _require_turn(place, by, now)
    made = _change(place, person, reason, by, now)
    if in_return:
        _require_turn(in_return, person, now)
        back = _change(in_return, by, reason, by, now)
        back.in_return_for = made
        back.save(update_fields=["in_return_for"])
    audit.record(ASKED, actor=by, target=made, now=now, person=person.pk)
    mails.tell_of_swap(made, now=now)
    return made


@transaction.atomic
def agree(change: Change, *, by: User, now: datetime) -> None:
    """
    Take the day of a shift that a colleague asked one to take.

    :raises Refusal: if one was not asked, it is settled or past, or a right has ended
    """
    change = _asked_of(change, by, now)
    together = _together(change)
    for each in sorted(together, key=lambda each: each.shift_id):
        locked(each.shift)  # two who agree to one day do so one after the other
    for each in together:
        giver = change.person if each.in_return_for_id else change.asked_by
        _require_turn(Place(each.shift, each.day), giver, now)  # it may be no more
        refuse_without_right(each.person, each.shift.channel, _begins(each, now))
        each.agreed_at = now
        each.save(update_fields=["agreed_at"])
    audit.record(AGREED, actor=by, target=change, now=now)


@transaction.atomic
def decline(change: Change, *, by: User, now: datetime) -> None:
    """
    Say no to a swap; the shift stays as it was.

    :raises Refusal: if one was not asked, or it is settled
    """
    change = _asked_of(change, by, now)
    for each in _together(change):
        each.declined_at = now
        each.save(update_fields=["declined_at"])
    audit.record(DECLINED, actor=by, target=change, now=now)


@transaction.atomic
def substitute(
    place: Place, *, person: User, reason: str, by: User, now: datetime
) -> Change:
    """
    Have another person take a day of a shift, as the unit that owns the account.

    :raises Refusal: if one is not of the owner, the day has passed, or the person may
        not answer there
    """
    require_owner(place.shift.channel, by, now)
    made = _change(place, person, reason, by, now)
    made.agreed_at = now
    made.save(update_fields=["agreed_at"])
    audit.record(SUBSTITUTED, actor=by, target=made, now=now, person=person.pk)
    mails.tell_of_substitution(made, now=now)
    return made


@transaction.atomic
def take_back(change: Change, *, by: User, now: datetime) -> None:
    """
    Take back a swap or a substitution before it begins: all is as it was before.

    :raises Refusal: if one neither asked for it nor keeps the roster, a day of it has
        begun, it was declined or taken back, or another change of a day followed
    """
    change = locked(change)
    if by.pk != change.asked_by_id:
        require_owner(change.shift.channel, by, now)
    together = _together(change)
    for each in sorted(together, key=lambda each: each.shift_id):
        locked(each.shift)  # nobody agrees to a change of the same day meanwhile
    is_open = change.declined_at is None and change.taken_back_at is None
    can_be = all(_has_not_begun(each, now) and _is_last(each) for each in together)
    if not is_open or change.in_return_for_id or not can_be:
        raise Refusal(
            TAKEN_BACK_BY,
            _("This is settled, has begun, or was changed once more since."),
            remedy=_("Ask for another change of the day."),
            target=change,
        )
    for each in together:
        each.taken_back_by, each.taken_back_at = by, now
        each.save(update_fields=["taken_back_by", "taken_back_at"])
    audit.record(TAKEN_BACK, actor=by, target=change, now=now)
    if change.span:
        sides = [change.person, change.asked_by, change.shift.person]
        mails.tell_of_taking_back(
            change.shift.channel, sides, change.span, by=by, now=now
        )


def _has_not_begun(change: Change, now: datetime) -> bool:
    return change.span is not None and change.span.starts_at > now


def _is_last(change: Change) -> bool:
    """Whether no later change of the same day of the shift holds."""
    later = Change.objects.filter(shift=change.shift, day=change.day, pk__gt=change.pk)
    return not later.filter(agreed_at__isnull=False, taken_back_at=None).exists()


def _change(place: Place, person: User, reason: str, by: User, now: datetime) -> Change:
    made = Change(
        shift=place.shift,
        day=place.day,
        person=person,
        reason=reason,
        asked_by=by,
        asked_at=now,
    )
    refuse_without_right(person, place.shift.channel, _begins(made, now))
    made.save()
    return made


def _begins(change: Change, now: datetime) -> datetime:
    span = change.span
    if span is None or span.ends_at <= now:
        raise Refusal(
            STILL_TO_COME,
            _("There is no shift to change on that day, or it is over."),
            remedy=_("Choose a day on which the shift is still to come."),
            target=change.shift,
        )
    return max(span.starts_at, now)


def _require_turn(place: Place, person: User, now: datetime) -> None:
    span = place.shift.on(place.day)
    channel = place.shift.channel_id
    of_day = selectors.turns([channel], span)[channel] if span else []
    if not any(turn.shift == place.shift and turn.person == person for turn in of_day):
        raise Refusal(
            OWN_SHIFT,
            _("That day of the shift is not of %(person)s.") % {"person": person},
            remedy=_("One gives a day of one's own for a day of the colleague."),
            target=place.shift,
        )


def _asked_of(change: Change, by: User, now: datetime) -> Change:
    change = locked(change)
    is_open = not (change.agreed_at or change.declined_at or change.taken_back_at)
    if change.person_id != by.pk or not is_open or change.in_return_for_id:
        raise Refusal(
            AGREED_BY_BOTH,
            _("This swap was not asked of you, or it is settled."),
            remedy=_("The page of the roster shows what is open."),
            target=change,
        )
    return change


def _together(change: Change) -> list[Change]:
    return [change, *Change.objects.filter(in_return_for=change)]
