"""The pattern of the week, hours covered once, and what one shift tells the next."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rasmi.audit import services as audit
from rasmi.audit.actions import register
from rasmi.channels.models import Channel
from rasmi.core.calendar import at_hour
from rasmi.core.models import locked
from rasmi.delegations import selectors
from rasmi.delegations.coverage import Span
from rasmi.delegations.models import Cover, Handover, Shift
from rasmi.delegations.services import mails
from rasmi.people.models import User
from rasmi.rules import Refusal, gate

GIVEN = register("delegations.shift.give", gettext_lazy("Gave the shift %(target)s"))
ENDED = register("delegations.shift.end", gettext_lazy("Ended the shift %(target)s"))
COVERED = register("delegations.cover.give", gettext_lazy("Covered %(target)s once"))
HANDED = register(
    "delegations.handover.write", gettext_lazy("Handed the shift over: %(target)s")
)
TAKEN_BACK = register(
    "delegations.cover.take_back", gettext_lazy("Took back that %(target)s is covered")
)
TAKEN = register(
    "delegations.handover.take", gettext_lazy("Took the shift over: %(target)s")
)

KEPT_BY_OWNER = gate("delegations.roster_is_kept_by_the_owner")
MAY_ANSWER = gate("delegations.on_duty_may_answer")
IN_ORDER = gate("delegations.hours_are_in_order")
BY_ON_DUTY = gate("delegations.handed_over_by_who_was_on_duty")
READ_BY_ANOTHER = gate("delegations.handover_is_read_by_another")
READ_BY_FEW = gate("delegations.handover_is_read_on_duty")
TO_COME = gate("delegations.cover_is_taken_back_before_it_begins")

LONGEST = timedelta(hours=24)  # covered at once


@transaction.atomic
def give_shifts(  # noqa: PLR0913 — a line of the roster
    channel: Channel,
    *,
    person: User,
    weekdays: Sequence[int],
    begins: time,
    ends: time,
    first_day: date,
    by: User,
    now: datetime,
) -> list[Shift]:
    """
    Put a person on the roster of an account for hours of one or more weekdays.

    :param ends: exclusive; of the next day where it is not later than `begins`
    :raises Refusal: if one is not of the owner, or the person may not answer there
    """
    require_owner(channel, by, now)
    if first_day < timezone.localdate(now):
        _refuse_order(_("A shift begins today or later."))
    made = []
    for weekday in weekdays:
        ahead = (weekday - first_day.weekday()) % 7
        first = at_hour(first_day + timedelta(days=ahead), begins)
        refuse_without_right(person, channel, first)
        shift = Shift.objects.create(
            channel=channel,
            person=person,
            weekday=weekday,
            begins=begins,
            ends=ends,
            first_day=first_day,
            given_by=by,
            given_at=now,
        )
        audit.record(GIVEN, actor=by, target=shift, now=now, person=person.pk)
        made.append(shift)
    return made


@transaction.atomic
def end_shift(shift: Shift, *, last_day: date, by: User, now: datetime) -> None:
    """
    Take a shift off the roster after a day; what was, stays as it was.

    :raises Refusal: if one is not of the owner, or the day has passed
    """
    shift = locked(shift)
    require_owner(shift.channel, by, now)
    if last_day < timezone.localdate(now) - timedelta(days=1):
        _refuse_order(_("A shift is not taken off days that have passed."))
    shift.last_day, shift.ended_by = last_day, by
    shift.save(update_fields=["last_day", "ended_by"])
    audit.record(ENDED, actor=by, target=shift, now=now, last_day=str(last_day))


@transaction.atomic
def cover(
    channel: Channel,
    *,
    person: User,
    starts_at: datetime,
    ends_at: datetime,
    by: User,
    now: datetime,
) -> Cover:
    """
    Let a person take some hours once, because nobody else does.

    :raises Refusal: if one is not of the owner, the hours have passed or are more than
        a day, or the person's right does not hold for all of them
    """
    require_owner(channel, by, now)
    span = Span(starts_at, ends_at)
    if not (now < ends_at and starts_at < ends_at <= starts_at + LONGEST):
        _refuse_order(_("Hours to cover are still to come, and a day at most."))
    for at in (span.starts_at, span.ends_at - timedelta(minutes=1)):
        refuse_without_right(person, channel, at)
    made = Cover.objects.create(
        channel=channel,
        person=person,
        starts_at=starts_at,
        ends_at=ends_at,
        by=by,
        at=now,
    )
    audit.record(COVERED, actor=by, target=made, now=now, person=person.pk)
    return made


@transaction.atomic
def take_back_cover(cover: Cover, *, by: User, now: datetime) -> None:
    """
    Take back that somebody covers hours, before they begin.

    :raises Refusal: if one is not of the owner, they have begun, or it was done already
    """
    cover = locked(cover)
    require_owner(cover.channel, by, now)
    if cover.starts_at <= now or cover.taken_back_at:
        raise Refusal(
            TO_COME,
            _("These hours have begun, or were taken back already."),
            remedy=_("Have another person cover what is left of them."),
            target=cover,
        )
    cover.taken_back_by, cover.taken_back_at = by, now
    cover.save(update_fields=["taken_back_by", "taken_back_at"])
    audit.record(TAKEN_BACK, actor=by, target=cover, now=now, person=cover.person_id)
    mails.tell_of_taking_back(cover.channel, [cover.person], cover.span, by=by, now=now)


@transaction.atomic
def hand_over(channel: Channel, *, note: str, by: User, now: datetime) -> Handover:
    """
    Write what the next one on duty must know.

    :raises Refusal: if one is not on duty, and was not in the last hours
    """
    lately = selectors.turns(
        [channel.pk], Span(now - selectors.NEAR, now + timedelta(minutes=1))
    )
    if by not in [turn.person for turn in lately[channel.pk]]:
        raise Refusal(
            BY_ON_DUTY,
            _("Handing over is for who is on duty on «%(account)s», or just was.")
            % {"account": channel},
            remedy=_("The roster shows who that is."),
            target=channel,
        )
    made = Handover.objects.create(channel=channel, note=note, by=by, at=now)
    audit.record(HANDED, actor=by, target=made, now=now)
    return made


@transaction.atomic
def take_over(handover: Handover, *, by: User, now: datetime) -> None:
    """
    Say that one has read a note; twice is once.

    :raises Refusal: if one wrote it, may not answer on the account, or is not on duty
        there about now
    """
    handover = locked(handover)
    refuse_without_right(by, handover.channel, now)
    if not selectors.reads_notes(by, handover.channel, now):
        raise Refusal(
            READ_BY_FEW,
            _("This note is for who is on duty on «%(account)s» about now.")
            % {"account": handover.channel},
            remedy=_("Who keeps the roster enters you for the hours that you take."),
            target=handover,
        )
    if handover.by_id == by.pk:
        raise Refusal(
            READ_BY_ANOTHER,
            _("A note is taken over by the one who comes, not by its writer."),
            remedy=_("The next one on duty finds it on the page of the roster."),
            target=handover,
        )
    if handover.taken_at is None:
        handover.taken_by, handover.taken_at = by, now
        handover.save(update_fields=["taken_by", "taken_at"])
        audit.record(TAKEN, actor=by, target=handover, now=now)


def require_owner(channel: Channel, by: User, now: datetime) -> None:
    """
    Refuse who does not speak for the unit that owns the account.

    :raises Refusal: then
    """
    if not selectors.may_name(by, channel.owner, now):
        raise Refusal(
            KEPT_BY_OWNER,
            _("The roster of «%(account)s» is kept by the unit that owns it: %(unit)s.")
            % {"account": channel, "unit": channel.owner},
            remedy=_("Ask who holds an office there."),
            target=channel,
        )


def refuse_without_right(person: User, channel: Channel, at: datetime) -> None:
    """
    Refuse to put on duty who may not answer then.

    :raises Refusal: then
    """
    if not selectors.answers_at(person, channel, at):
        raise Refusal(
            MAY_ANSWER,
            _("%(person)s may not answer on «%(account)s» at that time.")
            % {"person": person, "account": channel},
            remedy=_(
                "On duty is who holds a delegation in force to reply or moderate there."
            ),
            target=channel,
        )


def _refuse_order(sentence: str) -> None:
    raise Refusal(IN_ORDER, sentence, remedy=_("Choose other hours."))
