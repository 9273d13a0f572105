from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from rasmi.outbox import selectors
from rasmi.outbox.models import Intent
from rasmi.people.models import User
from rasmi.rules import Owed, Viewer, duty


def _page(intent: Intent) -> str:
    return reverse("outbox:intent", args=[intent.pk])


@duty("outbox.posted_by_hand_in_time")
def handed_posts_are_posted(viewer: Viewer, now: datetime) -> Iterator[Owed]:
    for intent in selectors.handed_to(User(pk=viewer.pk)):
        yield Owed(
            title=_("Post by hand: «%(account)s»") % {"account": intent.channel},
            detail=_("Approved, and its hour has come. No connection posts there."),
            act=_("Open the text and the pictures"),
            url=_page(intent),
            due_at=intent.not_after,
            icon="device-mobile",
        )


@duty("outbox.outcome_is_known")
def unknown_outcomes_are_watched(viewer: Viewer, now: datetime) -> Iterator[Owed]:
    for intent in selectors.unknown_of(User(pk=viewer.pk)):
        yield Owed(
            title=_("Outcome unknown: a post for «%(account)s»")
            % {"account": intent.channel},
            detail=_("It is looked for. Do not post it by hand meanwhile."),
            act=_("See how it stands"),
            url=_page(intent),
            icon="help-circle",
        )


@duty("outbox.held_is_looked_at")
def held_posts_are_looked_at(viewer: Viewer, now: datetime) -> Iterator[Owed]:
    for intent in selectors.held_of(User(pk=viewer.pk)):
        yield Owed(
            title=_("Held: a post for «%(account)s»") % {"account": intent.channel},
            detail=_("A rule holds it back. It is not published after its window."),
            act=_("See what holds it"),
            url=_page(intent),
            due_at=intent.not_after,
            icon="hand-stop",
        )
