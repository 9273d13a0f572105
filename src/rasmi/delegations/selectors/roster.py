"""Who is on duty on which account, and which hours nobody covers."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from rasmi.channels.models import Channel
from rasmi.channels.models.channels import ChannelQuerySet
from rasmi.core.calendar import CLOSED, Hours, Week, Weeks, at_hour, start_of, weeks
from rasmi.delegations.coverage import Span, joined, shared, without
from rasmi.delegations.models import (
    AnnouncedDays,
    AnswerHours,
    Change,
    Cover,
    Delegation,
    Shift,
    Task,
    Weekday,
)
from rasmi.delegations.selectors.rights import may_name
from rasmi.people.models import User

DAY = timedelta(days=1)
MOMENT = timedelta(microseconds=1)
NEAR = timedelta(hours=12)  # around a shift, in which its notes are written and read
AHEAD = timedelta(days=7)  # an hour that nobody covers in it is a finding today
ANSWERING = (Task.REPLY, Task.MODERATE)
Announced = dict[date, Hours]
Rights = dict[tuple[int, int], list[Span]]  # by account and person


@dataclass(frozen=True)
class Turn:
    """
    One person's hours on an account.

    :param held: the part in which the person's right to answer is in force
    """

    person: User
    span: Span
    held: tuple[Span, ...]
    shift: Shift | None = None
    change: Change | None = None
    cover: Cover | None = None

    @property
    def day(self) -> date:
        return timezone.localdate(self.span.starts_at)

    @property
    def is_held(self) -> bool:
        return list(self.held) == [self.span]

    def holds(self, at: datetime) -> bool:
        return any(span.holds(at) for span in self.held)


def watched(at: datetime) -> ChannelQuerySet:
    """The accounts that have to be answered for: those on which people may speak."""
    return Channel.objects.usable(at).select_related("owner")


def turns(channels: Collection[int], span: Span) -> dict[int, list[Turn]]:
    """
    The turns of a stretch of time by account, in order, as the rows say now.

    A turn that began before and reaches into it is among them, with all its hours.
    """
    rights = _rights(channels, span)
    found: dict[int, list[Turn]] = {each: [] for each in channels}
    for channel, turn in (*_of_shifts(channels, span), *_of_covers(channels, span)):
        held = shared([turn.span], rights.get((channel, turn.person.pk), []))
        found[channel].append(replace(turn, held=tuple(held)))
    for of_channel in found.values():
        of_channel.sort(key=lambda turn: (turn.span, turn.person.pk))
    return found


def _of_shifts(channels: Collection[int], span: Span) -> Iterator[tuple[int, Turn]]:
    days = _days(span)
    shifts = Shift.objects.filter(
        Q(last_day=None) | Q(last_day__gte=days[0]),
        channel__in=channels,
        first_day__lte=days[-1],
    ).select_related("person", "channel")
    agreed = Change.objects.filter(
        shift__channel__in=channels,
        day__range=(days[0], days[-1]),
        agreed_at__isnull=False,
        taken_back_at=None,
    ).select_related("person", "asked_by")
    changes = {(each.shift_id, each.day): each for each in agreed}  # the last one wins
    for shift in shifts:
        for day in days:
            hours = shift.on(day)
            if hours and hours.within(span):
                change = changes.get((shift.pk, day))
                person = change.person if change else shift.person
                yield shift.channel_id, Turn(person, hours, (), shift, change)


def _of_covers(channels: Collection[int], span: Span) -> Iterator[tuple[int, Turn]]:
    covers = Cover.objects.filter(
        channel__in=channels,
        starts_at__lt=span.ends_at,
        ends_at__gt=span.starts_at,
        taken_back_at=None,
    ).select_related("person")
    for each in covers:
        yield each.channel_id, Turn(each.person, each.span, (), cover=each)


def _days(span: Span) -> list[date]:
    """The days on which a shift may begin that reaches into a span."""
    first = timezone.localdate(span.starts_at) - DAY
    last = timezone.localdate(span.ends_at - MOMENT)
    return [first + n * DAY for n in range((last - first).days + 1)]


def _rights(channels: Collection[int], span: Span) -> Rights:
    """When each person may answer on each account, as `in_force` would say."""
    given = (
        Delegation.objects.filter(
            channel__in=channels,
            activated_at__isnull=False,
            starts_at__lt=span.ends_at,
            ends_at__gt=span.starts_at,
            person__is_active=True,
            tasks__task__in=ANSWERING,
        )
        .distinct()
        .values_list(
            "channel",
            "person",
            "starts_at",
            "activated_at",
            "ends_at",
            "revoked_at",
            "placement__ends_at",
        )
    )
    found: Rights = defaultdict(list)
    for channel, person, starts, activated, *ends in given:
        first = max(starts, activated or starts)
        last = min(end for end in ends if end)
        if first < last:
            found[channel, person].append(Span(first, last))
    return {key: joined(spans) for key, spans in found.items()}


def gaps(
    channels: Collection[int], span: Span, *, known: dict[int, list[Turn]] | None = None
) -> dict[int, list[Span]]:
    """
    The hours in which somebody should be on duty and nobody who may answer is.

    :param known: the turns of these accounts and this span, where they are at hand
    """
    taken = turns(channels, span) if known is None else known
    own = _own_hours(channels, span)
    announced = announced_days(_days(span)) if own else {}
    held = weeks() if own else Weeks()
    return {
        channel: without(
            _asked(own.get(channel, []), span, announced, held),
            (part for turn in of_channel for part in turn.held),
        )
        for channel, of_channel in taken.items()
    }


def _own_hours(channels: Collection[int], span: Span) -> dict[int, list[AnswerHours]]:
    found: dict[int, list[AnswerHours]] = defaultdict(list)
    for each in AnswerHours.objects.filter(
        channel__in=channels, from_at__lt=span.ends_at, until_at__gt=span.starts_at
    ):
        found[each.channel_id].append(each)
    return found


def _asked(
    own: list[AnswerHours], span: Span, announced: Announced, held: Weeks
) -> list[Span]:
    """Round the clock, but where hours of its own were decided for an account."""
    if not own:
        return [span]
    found = []
    for day in _days(span)[1:]:
        whole = Span(start_of(day), start_of(day + DAY)).within(span)
        hours = [each for each in own if whole and each.holds(whole.starts_at)]
        if whole and hours:
            week = held.at(start_of(day))
            part = _hours_on(hours[-1], day, announced, week).within(whole)
            found += [part] if part else []
        elif whole:
            found.append(whole)
    return found


def _hours_on(own: AnswerHours, day: date, announced: Announced, week: Week) -> Span:
    begins, ends = announced.get(day, (own.begins, own.ends))
    if week[day.weekday()] == CLOSED:
        begins, ends = (own.begins, own.ends) if own.on_weekends else CLOSED
    return Span(at_hour(day, begins), at_hour(day, ends))


def announced_days(days: list[date]) -> Announced:
    """What was announced for some days: hours, or `CLOSED`."""
    found: Announced = {}
    for each in AnnouncedDays.objects.filter(
        withdrawn_at=None, first_day__lte=days[-1], last_day__gte=days[0]
    ).order_by("pk"):
        for day in days:
            if each.first_day <= day <= each.last_day:
                found[day] = each.hours
    return found


def announced_hours(day: date) -> Hours | None:
    """What was announced for a day: its hours, `CLOSED`, or None."""
    return announced_days([day]).get(day)


def swaps_asked_of(person: int, at: datetime) -> list[Change]:
    """What colleagues ask a person to take and was not answered, still to come."""
    found = Change.objects.filter(
        person=person,
        agreed_at=None,
        declined_at=None,
        taken_back_at=None,
        in_return_for=None,
        day__gte=timezone.localdate(at) - DAY,
    ).select_related("shift__channel", "shift__person", "asked_by", "in_return__shift")
    return [each for each in found if each.span and each.span.ends_at > at]


def turns_to_swap(channel: Channel, of: User, at: datetime) -> tuple[Turn, ...]:
    """Shifts of the colleagues of a person in the next two weeks, still to begin."""
    span = Span(at, at + 2 * AHEAD)
    return tuple(
        turn
        for turn in turns([channel.pk], span)[channel.pk]
        if turn.shift and turn.person != of and turn.span.starts_at > at
    )


def pattern(channel: Channel, at: datetime) -> list[Shift]:
    """The shifts of the week that are on the roster, in the order of its days."""
    today = timezone.localdate(at)
    held = channel.shifts.filter(Q(last_day=None) | Q(last_day__gte=today))
    order = {day: n for n, day in enumerate(Weekday.values)}
    return sorted(
        held.select_related("person", "channel"),
        key=lambda shift: (order[shift.weekday], shift.begins),
    )


@dataclass(frozen=True)
class Watch:
    """How an account is watched over: who is on duty, and what nobody covers."""

    channel: Channel
    now: tuple[User, ...]
    bare: tuple[Span, ...]  # of the coming days
    is_round_the_clock: bool


def watches(at: datetime) -> list[Watch]:
    """Every account that has to be answered for, with its coming days."""
    channels = list(watched(at))
    keys, span = [each.pk for each in channels], Span(at, at + AHEAD)
    known = turns(keys, span)
    bare, own = gaps(keys, span, known=known), _own_hours(keys, span)
    return [
        Watch(
            each,
            tuple(dict.fromkeys(x.person for x in known[each.pk] if x.holds(at))),
            tuple(bare[each.pk]),
            each.pk not in own,
        )
        for each in channels
    ]


def on_duty(channel: Channel, at: datetime) -> list[User]:
    """Who answers for an account at a time, and may."""
    found = turns([channel.pk], Span(at, at + MOMENT))[channel.pk]
    return list(dict.fromkeys(turn.person for turn in found if turn.holds(at)))


def reads_notes(user: User, channel: Channel, at: datetime) -> bool:
    """
    Whether what one shift tells the next is for a person: who is on duty there, was or
    will be within hours, and who keeps the roster of the account.
    """
    near = turns([channel.pk], Span(at - NEAR, at + NEAR))[channel.pk]
    on_it = any(turn.person == user for turn in near)
    return on_it or may_name(user, channel.owner, at)


def asked_by(user: User, channel: Channel, at: datetime) -> list[Change]:
    """What a person asked colleagues to take on an account and was not answered."""
    found = Change.objects.filter(
        asked_by=user,
        shift__channel=channel,
        agreed_at=None,
        declined_at=None,
        taken_back_at=None,
        in_return_for=None,
        day__gte=timezone.localdate(at) - DAY,
    ).select_related("shift__channel", "person")
    return [each for each in found if each.span and each.span.starts_at > at]


def answers_at(user: User, channel: Channel, at: datetime) -> bool:
    """Whether the person may answer on an account at a time."""
    held = _rights([channel.pk], Span(at, at + MOMENT))
    return (channel.pk, user.pk) in held


def answerers(channel: Channel, at: datetime) -> QuerySet[User]:
    """For forms: who may answer on an account now or from a later day."""
    held = Delegation.objects.unrevoked(at).filter(
        channel=channel,
        activated_at__isnull=False,
        ends_at__gt=at,
        placement__ends_at=None,
        tasks__task__in=ANSWERING,
    )
    return User.objects.filter(is_active=True, pk__in=held.values("person"))
