from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rasmi.channels.models import Channel
from rasmi.core.http import UserRequest
from rasmi.delegations import access, selectors, services
from rasmi.delegations.forms_roster import (
    AnnounceForm,
    AnswerHoursForm,
    CoverForm,
    EndShiftForm,
    HandoverForm,
    ShiftForm,
    SubstituteForm,
    SwapForm,
    of,
)
from rasmi.delegations.services import Place
from rasmi.people.models import Power
from rasmi.people.pages import for_power
from rasmi.web.forms import Act, act_page

page = require_http_methods(["GET", "POST"])


def _back(channel: Channel) -> str:
    return reverse("delegations:roster", args=[channel.pk])


@page
def give_shifts(request: UserRequest, pk: int) -> HttpResponse:
    now = timezone.now()
    channel = access.watched(pk, now)
    act = Act(
        title=_("Put a person on the roster of «%(account)s»") % {"account": channel},
        lead=_("The hours return each week, until the shift is ended."),
        button=_("Put on the roster"),
        done=_("On the roster."),
        back=_back(channel),
    )
    form = of(ShiftForm, selectors.answerers(channel, now))
    initial = {"first_day": timezone.localdate(now)}
    service = partial(services.give_shifts, channel)
    return act_page(request, form, service, act, initial=initial)


@page
def end_shift(request: UserRequest, pk: int) -> HttpResponse:
    shift = access.shift(pk)
    act = Act(
        title=_("End the shift of %(person)s") % {"person": shift.person},
        lead=str(shift),
        button=_("End the shift"),
        done=_("The shift ends on that day."),
        back=_back(shift.channel),
        is_danger=True,
    )
    initial = {"last_day": timezone.localdate()}
    service = partial(services.end_shift, shift)
    return act_page(request, EndShiftForm, service, act, initial=initial)


@page
def cover(request: UserRequest, pk: int) -> HttpResponse:
    now = timezone.now()
    channel = access.watched(pk, now)
    act = Act(
        title=_("Cover hours of «%(account)s»") % {"account": channel},
        lead=_("Once, beside the pattern of the week; a day at most."),
        button=_("Cover them"),
        done=_("These hours are covered."),
        back=_back(channel),
    )
    form = of(CoverForm, selectors.answerers(channel, now))
    first = _moment(request.GET.get("from", ""), now)
    last = _moment(request.GET.get("to", ""), now)
    if first and last:  # a longer gap is covered day by day
        first = max(first, now.replace(second=0, microsecond=0))
        last = min(last, first + timedelta(days=1))
    initial = {"starts_at": first, "ends_at": last}
    service = partial(services.cover, channel)
    return act_page(request, form, service, act, initial=initial)


def _moment(typed: str, now: datetime) -> datetime | None:
    """An hour from an address; None for what is none, or years away."""
    try:
        found = parse_datetime(typed)
    except ValueError:
        return None
    if found is None or timezone.is_naive(found):
        return None
    return found if abs(found - now) < timedelta(days=366) else None


def _place(pk: int, day: str) -> Place:
    try:
        found = parse_date(day)
    except ValueError:
        found = None
    if found is None:
        raise Http404
    return Place(access.shift(pk), found)


@page
def swap(request: UserRequest, pk: int, day: str) -> HttpResponse:
    now = timezone.now()
    place = _place(pk, day)
    channel = place.shift.channel
    act = Act(
        title=_("Ask a colleague to take your shift"),
        lead=f"{place.shift} · {place.day:%Y-%m-%d}",
        button=_("Ask"),
        done=_("Asked. The shift stays yours until your colleague agrees."),
        back=_back(channel),
    )
    others = selectors.answerers(channel, now).exclude(pk=request.user.pk)
    theirs = selectors.turns_to_swap(channel, request.user, now)

    def service(*, in_return: Any = None, **typed: Any) -> None:
        back = Place(in_return.shift, in_return.day) if in_return else None
        services.ask_swap(place, in_return=back, **typed)

    return act_page(request, of(SwapForm, others, theirs=theirs), service, act)


@page
def substitute(request: UserRequest, pk: int, day: str) -> HttpResponse:
    place = _place(pk, day)
    channel = place.shift.channel
    act = Act(
        title=_("Have another person take a shift"),
        lead=f"{place.shift} · {place.day:%Y-%m-%d}",
        button=_("Substitute"),
        done=_("Substituted. Both are told by e-mail."),
        back=_back(channel),
    )
    form = of(SubstituteForm, selectors.answerers(channel, timezone.now()))
    return act_page(request, form, partial(services.substitute, place), act)


@require_POST
def agree(request: UserRequest, pk: int) -> HttpResponse:
    change = access.change(pk)
    services.agree(change, by=request.user, now=timezone.now())
    return redirect(_back(change.shift.channel))


@require_POST
def decline(request: UserRequest, pk: int) -> HttpResponse:
    change = access.change(pk)
    services.decline(change, by=request.user, now=timezone.now())
    return redirect(_back(change.shift.channel))


@require_POST
def take_back(request: UserRequest, pk: int) -> HttpResponse:
    change = access.change(pk)
    services.take_back(change, by=request.user, now=timezone.now())
    messages.success(request, _("Taken back. The roster is as it was."))
    return redirect(_back(change.shift.channel))


@require_POST
def take_back_cover(request: UserRequest, pk: int) -> HttpResponse:
    found = access.cover(pk)
    services.take_back_cover(found, by=request.user, now=timezone.now())
    messages.success(request, _("Taken back. The roster is as it was."))
    return redirect(_back(found.channel))


@page
def hand_over(request: UserRequest, pk: int) -> HttpResponse:
    channel = access.watched(pk, timezone.now())
    act = Act(
        title=_("Hand the shift over"),
        lead=str(channel),
        button=_("Hand over"),
        done=_("The next one on duty finds your note on the roster."),
        back=_back(channel),
    )
    return act_page(request, HandoverForm, partial(services.hand_over, channel), act)


@require_POST
def take_over(request: UserRequest, pk: int) -> HttpResponse:
    note = access.handover(pk)
    services.take_over(note, by=request.user, now=timezone.now())
    return redirect(_back(note.channel))


@for_power(Power.REGISTER)
def set_answer_hours(request: UserRequest, pk: int) -> HttpResponse:
    channel = access.watched(pk, timezone.now())
    act = Act(
        title=_("Hours of its own for «%(account)s»") % {"account": channel},
        lead=_("The policy asks for all hours: less is a waiver, signed by the head."),
        button=_("Enter the hours"),
        done=_("Entered. Outside these hours nobody need be on duty."),
        back=_back(channel),
    )
    service = partial(services.set_answer_hours, channel)
    return act_page(request, AnswerHoursForm, service, act)


@for_power(Power.REGISTER)
def announce_days(request: UserRequest) -> HttpResponse:
    act = Act(
        title=_("Enter a holiday or other working hours"),
        lead=_("When it is announced. Clocks that run already keep their hour."),
        button=_("Enter"),
        done=_("Entered: clocks that begin from now on reckon with it."),
        back=reverse("delegations:announced"),
    )
    return act_page(request, AnnounceForm, services.announce_days, act)


@for_power(Power.REGISTER)
def withdraw_days(request: UserRequest, pk: int) -> HttpResponse:
    days = access.announced(pk)
    act = Act(
        title=_("Withdraw «%(days)s»") % {"days": days},
        lead=_("Because it was wrong, or announced anew."),
        button=_("Withdraw"),
        done=_("Withdrawn."),
        back=reverse("delegations:announced"),
        is_danger=True,
    )
    return act_page(request, forms.Form, partial(services.withdraw_days, days), act)
