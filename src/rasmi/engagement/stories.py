"""What the pages of conversations tell: clocks in words, and rows of the inbox."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rasmi.engagement.models import Conversation, Wait
from rasmi.policy import selectors as policy
from rasmi.web.templatetags.web import digits

SOON = timedelta(minutes=30)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True)
class Clock:
    """
    One target of a wait, for a reader.

    :param kind: "bad", "warn", "ok" or "", as badges are dressed
    :param spent: how much of it is over, in percent
    :param is_approved: whether its number was approved, or is only our proposal
    """

    label: str
    words: str
    kind: str
    icon: str
    spent: int
    due_at: datetime
    is_approved: bool = True


def span(length: timedelta) -> str:
    """A stretch of time in its largest unit, as people say it."""
    if length >= 2 * DAY:
        days = length // DAY
        return ngettext("%(n)s day", "%(n)s days", days) % {"n": digits(days)}
    if length >= 2 * HOUR:
        hours = length // HOUR
        return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": digits(hours)}
    minutes = max(length // MINUTE, 1)
    return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": digits(minutes)}


def due(conversation: Conversation, now: datetime) -> tuple[str, str, str]:
    """The badge of the next thing that is owed: its words, dress and icon."""
    if conversation.due_at is None:
        return conversation.get_close_reason_display(), "", "check"
    return running(conversation.due_at, now)


def running(due_at: datetime, now: datetime) -> tuple[str, str, str]:
    if now >= due_at:
        late = _("Late by %(span)s") % {"span": span(now - due_at)}
        return late, "bad", "alert-triangle"
    left = _("%(span)s left") % {"span": span(due_at - now)}
    return left, "warn" if due_at - now <= SOON else "ok", "clock"


def clocks(wait: Wait | None, now: datetime) -> list[Clock]:
    """The two targets of a wait: the first reply, and the one that answers."""
    if wait is None:
        return []
    first = policy.setting("first_response_target", wait.begun_at).is_approved
    final = policy.setting("reply_target", wait.begun_at).is_approved
    return [
        _clock(_("First reply"), wait, wait.first_due_at, wait.first_at, first, now),
        _clock(_("Final reply"), wait, wait.final_due_at, wait.final_at, final, now),
    ]


def _clock(
    label: str,
    wait: Wait,
    due_at: datetime,
    met_at: datetime | None,
    is_approved: bool,
    now: datetime,
) -> Clock:
    if met_at:
        in_time = met_at <= due_at
        took = span(met_at - wait.begun_at)
        words = _("After %(span)s") % {"span": took}
        if not in_time:
            words = _("Late, after %(span)s") % {"span": took}
        dress = ("ok", "check") if in_time else ("bad", "alert-triangle")
        return Clock(label, words, *dress, 100, due_at, is_approved)
    if wait.ended_at:
        return Clock(label, _("Nothing is owed"), "", "check", 0, due_at, is_approved)
    words, kind, icon = running(due_at, now)
    whole = max(due_at - wait.begun_at, MINUTE)
    spent = min(max(int(100 * (now - wait.begun_at) / whole), 0), 100)
    return Clock(label, words, kind, icon, spent, due_at, is_approved)


@dataclass(frozen=True)
class Row:
    conversation: Conversation
    words: str
    kind: str
    icon: str


def rows(found: Iterable[Conversation], now: datetime) -> list[Row]:
    return [Row(each, *due(each, now)) for each in found]
