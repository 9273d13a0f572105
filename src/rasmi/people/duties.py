from collections.abc import Iterator
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rasmi.notify import selectors as notify
from rasmi.people import selectors
from rasmi.people.models import Power
from rasmi.rules import Owed, Viewer, duty
from rasmi.web.templatetags.web import digits

WARNING = timedelta(days=7)


@duty("people.offices_are_filled")
def offices_are_filled(viewer: Viewer, now: datetime) -> Iterator[Owed]:
    if Power.PEOPLE not in viewer.powers:
        return
    for seat in selectors.seats(now):
        if seat.is_vacant:
            yield Owed(
                title=_("Appoint somebody to «%(office)s»") % {"office": seat.office},
                detail=_("Vacant office in %(unit)s") % {"unit": seat.office.unit},
                act=_("See the office"),
                url=reverse("people:office", args=[seat.office.pk]),
                icon="user-plus",
            )


@duty("people.acting_is_renewed_in_time")
def acting_is_renewed_in_time(viewer: Viewer, now: datetime) -> Iterator[Owed]:
    if Power.PEOPLE not in viewer.powers:
        return
    for acting in selectors.acting_ends_soon(now, within=WARNING):
        yield Owed(
            title=_("%(person)s stops acting soon") % {"person": acting.holder},
            detail=f"{acting.office} · {acting.office.unit}",
            act=_("See the office"),
            url=reverse("people:office", args=[acting.office_id]),
            due_at=acting.ends_at,
            icon="clock",
        )


@duty("people.messages_arrive")
def messages_arrive(viewer: Viewer, now: datetime) -> Iterator[Owed]:
    if Power.OPERATE not in viewer.powers or selectors.is_demonstration():
        return
    waiting, stuck = notify.waiting(), notify.stuck()
    if waiting and not notify.mail_is_possible():
        title = _("Name the mail server: messages to staff are waiting")
    elif stuck:
        title = _("Look at the mail server: it refuses messages")
    else:
        return
    yield Owed(
        title=title,
        detail=ngettext(
            "%(n)s message has reached nobody",
            "%(n)s messages have reached nobody",
            waiting,
        )
        % {"n": digits(waiting)},
        act=_("See the state of the server"),
        url=reverse("people:running"),
        icon="mail-exclamation",
    )
