from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_GET

from rasmi.channels.models import Channel
from rasmi.core.calendar import start_of
from rasmi.core.http import UserRequest
from rasmi.delegations import access, selectors
from rasmi.delegations.coverage import Span
from rasmi.delegations.models import AnnouncedDays
from rasmi.delegations.selectors import DAY, Turn
from rasmi.delegations.words import hours_in_words, span_in_words
from rasmi.people.models import Power

WEEK = timedelta(days=7)
NOTES = 5
PAGE = 50


@dataclass(frozen=True)
class Bar:
    """A part of the picture of a day, in minutes since midnight."""

    kind: str
    at: int
    wide: int


@dataclass(frozen=True)
class Day:
    """One day of the roster: its turns and what nobody covers, in order."""

    date: date
    lines: tuple[tuple[Span, Turn | None], ...]
    bars: tuple[Bar, ...]
    announced: AnnouncedDays | None
    is_today: bool


@require_GET
def rosters(request: UserRequest) -> HttpResponse:
    watches = selectors.watches(timezone.now())
    lines = [
        (each, hours_in_words(each.bare), span_in_words(each.bare[0]))
        if each.bare
        else (each, "", "")
        for each in watches
    ]
    context = {
        "lines": lines,
        "bare": sum(bool(each.bare) for each in watches),
        "may_announce": Power.REGISTER in request.powers,
    }
    return render(request, "delegations/rosters.html", context)


@require_GET
def roster(request: UserRequest, pk: int) -> HttpResponse:
    now = timezone.now()
    channel = access.watched(pk, now)
    first = _first_day(request.GET.get("from", ""), now)
    reads_notes = selectors.reads_notes(request.user, channel, now)
    return render(
        request,
        "delegations/roster.html",
        {
            "channel": channel,
            "days": _days(channel, first, now),
            "first": first,
            "last": first + WEEK - DAY,
            "earlier": first - WEEK,
            "later": first + WEEK,
            "on_duty": selectors.on_duty(channel, now),
            "own_hours": channel.answer_hours.filter(
                from_at__lte=now, until_at__gt=now
            ).last(),
            "asked": [
                each
                for each in selectors.swaps_asked_of(request.user.pk, now)
                if each.shift.channel_id == channel.pk
            ],
            "mine": selectors.asked_by(request.user, channel, now),
            "notes": channel.handovers.select_related("by", "taken_by")[:NOTES]
            if reads_notes
            else None,
            "shifts": selectors.pattern(channel, now),
            "is_owner": selectors.may_name(request.user, channel.owner, now),
            "may_answer": selectors.answers_at(request.user, channel, now),
            "now": now,
        },
    )


def _first_day(typed: str, now: datetime) -> date:
    try:
        asked = parse_date(typed)
    except ValueError:
        asked = None
    today = timezone.localdate(now)
    is_near = asked is not None and abs((asked - today).days) <= 2 * 366
    return asked if asked and is_near else today


def _days(channel: Channel, first: date, now: datetime) -> list[Day]:
    whole = Span(start_of(first), start_of(first + WEEK))
    known = selectors.turns([channel.pk], whole)
    bare = selectors.gaps([channel.pk], whole, known=known)[channel.pk]
    announced = list(
        AnnouncedDays.objects.filter(
            withdrawn_at=None, first_day__lt=first + WEEK, last_day__gte=first
        )
    )
    return [
        _day(first + n * DAY, known[channel.pk], bare, announced, now)
        for n in range(WEEK.days)
    ]


def _day(
    day: date,
    turns: list[Turn],
    bare: list[Span],
    announced: list[AnnouncedDays],
    now: datetime,
) -> Day:
    whole = Span(start_of(day), start_of(day + DAY))
    held = [part for turn in turns for part in turn.held]
    gaps = [part for each in bare if (part := each.within(whole))]
    lines: list[tuple[Span, Turn | None]] = [
        (turn.span, turn) for turn in turns if turn.day == day
    ]
    lines += [(each, None) for each in gaps]
    return Day(
        day,
        tuple(sorted(lines, key=lambda line: line[0])),
        (*_bars("held", held, whole), *_bars("bare", gaps, whole)),
        next((x for x in announced if x.first_day <= day <= x.last_day), None),
        day == timezone.localdate(now),
    )


def _bars(kind: str, spans: list[Span], whole: Span) -> list[Bar]:
    parts = [part for each in spans if (part := each.within(whole))]
    return [
        Bar(kind, _minutes(part.starts_at - whole.starts_at), _minutes(part.length))
        for part in parts
    ]


def _minutes(of: timedelta) -> int:
    return int(of.total_seconds() // 60)


@require_GET
def announced(request: UserRequest) -> HttpResponse:
    found = AnnouncedDays.objects.select_related("by").filter(withdrawn_at=None)
    context = {
        "lines": found[:PAGE],
        "may_announce": Power.REGISTER in request.powers,
    }
    return render(request, "delegations/announced.html", context)
