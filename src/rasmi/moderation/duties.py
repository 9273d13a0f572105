from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from rasmi.core.calendar import weeks
from rasmi.moderation import selectors
from rasmi.moderation.models import Appeal
from rasmi.people.models import User
from rasmi.rules import Owed, Viewer, duty


@duty("moderation.abuse_is_acted_on_in_time")
def what_is_held_is_looked_at(viewer: Viewer, now: datetime) -> Iterator[Owed]:
    channels = selectors.judged_channels(User(pk=viewer.pk), now)
    held = selectors.waiting().filter(channel__in=channels)
    for line in selectors.queue(held, now):
        yield Owed(
            title=_("Judge a contribution on «%(account)s»")
            % {"account": line.object.channel},
            detail=_("The screening holds it. A person decides whether it stands."),
            act=_("Read it and decide"),
            url=reverse("moderation:object", args=[line.object.pk]),
            due_at=line.due_at,
            icon="shield-question",
        )


@duty("moderation.appeals_are_answered")
def appeals_are_decided(viewer: Viewer, now: datetime) -> Iterator[Owed]:
    person, held = User(pk=viewer.pk), weeks()
    for appeal in selectors.appeals().filter(state=Appeal.State.OPEN):
        hiding = appeal.judgement
        if not selectors.may_decide(person, appeal, now):
            continue
        if hiding and not selectors.is_other(person, hiding, now):
            continue
        yield Owed(
            title=_("Decide an appeal against a hiding"),
            detail=_("It was hidden by somebody else; you decide whether it stays."),
            act=_("Read it and decide"),
            url=reverse("moderation:appeal", args=[appeal.pk]),
            due_at=selectors.answer_due(appeal, held),
            icon="gavel",
        )


@duty("moderation.granted_is_shown_again")
def what_was_granted_is_shown_again(viewer: Viewer, now: datetime) -> Iterator[Owed]:
    person = User(pk=viewer.pk)
    channels = selectors.judged_channels(person, now)
    for hiding in selectors.granted_and_hidden().filter(object__channel__in=channels):
        if selectors.is_other(person, hiding, now):
            yield Owed(
                title=_("Show again on «%(account)s»")
                % {"account": hiding.object.channel},
                detail=_("An appeal was granted, and it is still hidden."),
                act=_("Open its page"),
                url=reverse("moderation:object", args=[hiding.object_id]),
                icon="eye",
            )
