from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from rasmi.outbox import selectors
from rasmi.outbox.models import Intent
from rasmi.people.models import User
from rasmi.rules import Owed, Viewer, duty
from rasmi.security import selectors as security


def _named(intent: Intent) -> dict[str, object]:
    return {"what": intent.what, "account": intent.channel}


def _page(intent: Intent) -> str:
    return reverse("outbox:intent", args=[intent.pk])


@duty("outbox.posted_by_hand_in_time")
def handed_posts_are_posted(viewer: Viewer, now: datetime) -> Iterator[Owed]:
    life = security.life()
    for intent in selectors.handed_to(User(pk=viewer.pk)):
        if intent.life < life:
            title = _("After a restore: was it done? %(what)s, «%(account)s»")
            detail = _("Look on the account first; nothing is to be said twice.")
        else:
            title = _("By hand: %(what)s, «%(account)s»")
            detail = _("Its hour has come, and it is done by hand.")
        yield Owed(
            title=title % _named(intent),
            detail=detail,
            act=_("Open its page"),
            url=_page(intent),
            due_at=intent.not_after,
            icon="device-mobile",
        )


@duty("outbox.outcome_is_known")
def unknown_outcomes_are_watched(viewer: Viewer, now: datetime) -> Iterator[Owed]:
    for intent in selectors.unknown_of(User(pk=viewer.pk)):
        if intent.is_undecided:
            detail = _("The platform cannot tell. Look on the account, and say it.")
        else:
            detail = _("It is looked for. Do not do it by hand meanwhile.")
        yield Owed(
            title=_("Outcome unknown: %(what)s, «%(account)s»") % _named(intent),
            detail=detail,
            act=_("See how it stands"),
            url=_page(intent),
            icon="help-circle",
        )


@duty("outbox.two_send_again")
def a_second_person_looks_before_it_is_sent_again(
    viewer: Viewer, now: datetime
) -> Iterator[Owed]:
    person = User(pk=viewer.pk)
    for intent in selectors.resends_asked():
        is_mine = intent.resend_asked_by_id == viewer.pk
        if not is_mine and selectors.may_confirm_resend(person, intent, now):
            yield Owed(
                title=_("Confirm: send it again on «%(account)s»?")
                % {"account": intent.channel},
                detail=_("Somebody looked and says that it is not there."),
                act=_("Look, and confirm or decline"),
                url=_page(intent),
                icon="users",
            )


@duty("outbox.held_is_looked_at")
def held_posts_are_looked_at(viewer: Viewer, now: datetime) -> Iterator[Owed]:
    for intent in selectors.late_of(User(pk=viewer.pk), now):
        yield Owed(
            title=_("Not out yet: %(what)s, «%(account)s»") % _named(intent),
            detail=_("The platform does not take it now. It is tried again."),
            act=_("See how it stands"),
            url=_page(intent),
            due_at=intent.not_after,
            icon="clock",
        )
    for intent in selectors.held_of(User(pk=viewer.pk)):
        yield Owed(
            title=_("Held: %(what)s, «%(account)s»") % _named(intent),
            detail=_("A rule holds it back. After its window it no longer goes out."),
            act=_("See what holds it"),
            url=_page(intent),
            due_at=intent.not_after,
            icon="hand-stop",
        )
