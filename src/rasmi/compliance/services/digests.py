from datetime import date, datetime
from functools import partial

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from rasmi.audit import services as audit
from rasmi.audit.actions import register
from rasmi.compliance import selectors
from rasmi.compliance.models import Digest, NoDigest
from rasmi.core import sweeps
from rasmi.core.models import locked
from rasmi.notify import services as notify
from rasmi.notify.letters import Letter
from rasmi.people.models import User
from rasmi.rules import Owed
from rasmi.web.templatetags.web import day, deadline, digits

STOPPED = register("compliance.digest.stop", _("Wants no weekly digest"))
WANTED = register("compliance.digest.want", _("Wants the weekly digest again"))

AT_ONCE = 100  # people in one sweep: each is asked for every duty
TOLD = 10  # lines of one mail; the page shows the others


def send_digests(*, now: datetime) -> int:
    """
    Send the digest of the week, once to each; return how many mails were queued.

    On Sunday from 08:00, or on the next working day; never at night or on a day off.
    """
    week = selectors.week_to_tell_of(now)
    if week is None:
        return 0
    sent = 0
    for user in selectors.without_digest(week)[:AT_ONCE]:
        if sweeps.stopping():
            break
        sent += _tell(user, week, now)
    return sent


@transaction.atomic
def _tell(user: User, week: date, now: datetime) -> bool:
    locked(user)  # of two workers one finds the row of the other
    owed = [each.owed for each in selectors.due_from(user, now)]
    _made, is_new = Digest.objects.get_or_create(
        user=user, week=week, defaults={"lines": len(owed), "at": now}
    )
    if not owed or not is_new:
        return False
    notify.send(
        user.email,
        kind="compliance.digest",
        letter=partial(_letter, user, week, now),
        now=now,
    )
    return True


def _letter(user: User, week: date, now: datetime) -> Letter:
    owed = [each.owed for each in selectors.due_from(user, now)]
    late = sum(each.is_overdue(now) for each in owed)
    count = ngettext(
        "There is one thing to do.", "There are %(n)s things to do.", len(owed)
    ) % {"n": digits(len(owed))}
    past = ngettext(
        "One of them is past its time.", "%(n)s of them are past their time.", late
    ) % {"n": digits(late)}
    return Letter(
        subject=gettext("Due from you this week, from %(day)s") % {"day": day(week)},
        paragraphs=(
            gettext("Peace be upon you, %(name)s.") % {"name": user.name},
            f"{count} {past}" if late else count,
            *(_line(each) for each in owed[:TOLD]),
            gettext("You choose on the page whether you want this mail."),
        ),
        act=gettext("See what is due"),
        url=settings.STAFF_ORIGIN + reverse("compliance:due"),
    )


def _line(owed: Owed) -> str:
    if owed.due_at is None:
        return f"• {owed.title}"
    return f"• {owed.title} · {deadline(owed.due_at)}"


@transaction.atomic
def choose_digest(*, by: User, now: datetime, is_wanted: bool) -> None:
    """Take or leave the weekly digest; what is urgent is sent in either case."""
    if is_wanted == selectors.wants_digest(by):
        return
    if is_wanted:
        NoDigest.objects.filter(user=by).delete()
    else:
        NoDigest.objects.get_or_create(user=by, defaults={"at": now})
    audit.record(WANTED if is_wanted else STOPPED, actor=by, now=now)
