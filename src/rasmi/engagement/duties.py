from collections.abc import Iterator
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from rasmi.delegations.models import Delegation, Task
from rasmi.engagement import selectors
from rasmi.engagement.models import Conversation
from rasmi.people.models import User
from rasmi.rules import Owed, Viewer, duty

MOST = 50  # of one kind on a first page: the inbox has them all


def _page(conversation: Conversation) -> str:
    return reverse("engagement:conversation", args=[conversation.pk])


def _mine(viewer: Viewer, now: datetime) -> list[tuple[int, int]]:
    """Accounts and topics on which a person replies."""
    held = Delegation.objects.in_force(now).filter(
        person=viewer.pk, tasks__task=Task.REPLY
    )
    return list(held.values_list("channel", "topics__topic").distinct())


@duty("engagement.each_is_answered")
def people_are_answered_in_time(viewer: Viewer, now: datetime) -> Iterator[Owed]:
    mine = _mine(viewer, now)
    if not mine:
        return
    scope = [Q(channel=channel, topic=topic) for channel, topic in mine]
    waiting = (
        selectors.conversations()
        .open()
        .sorted_out()
        .filter(reduce(or_, scope), is_held=False)
        .order_by("due_at", "pk")
    )
    for each in waiting[:MOST]:
        yield Owed(
            title=_("Answer: %(author)s") % {"author": each.author},
            detail=f"{each.channel} · {each.topic}",
            act=_("Open the conversation"),
            url=_page(each),
            due_at=each.due_at,
            icon="message",
        )


@duty("engagement.each_is_triaged")
def contributions_are_sorted(viewer: Viewer, now: datetime) -> Iterator[Owed]:
    accounts = {channel for channel, _topic in _mine(viewer, now)}
    if not accounts:
        return
    unsorted = selectors.conversations().unsorted().filter(channel__in=accounts)
    for each in unsorted.order_by("due_at", "pk")[:MOST]:
        yield Owed(
            title=_("Sort what %(author)s wrote") % {"author": each.author},
            detail=str(each.channel),
            act=_("Open the conversation"),
            url=_page(each),
            due_at=each.due_at,
            icon="arrows-sort",
        )


@duty("engagement.each_topic_has_a_speaker")
def each_topic_has_a_speaker(viewer: Viewer, now: datetime) -> Iterator[Owed]:
    """Who answers for an account delegates somebody, or has the topic put right."""
    if not viewer.units:
        return
    seen: set[tuple[int, int | None]] = set()
    waiting = selectors.without_speaker(now).filter(channel__owner__in=viewer.units)
    for each in waiting.order_by("due_at", "pk"):
        if (each.channel_id, each.topic_id) in seen or len(seen) == MOST:
            continue
        seen.add((each.channel_id, each.topic_id))
        yield Owed(
            title=_("Delegate somebody to answer about «%(topic)s»")
            % {"topic": each.topic},
            detail=_("The public waits on «%(account)s», and nobody may answer.")
            % {"account": each.channel},
            act=_("Open the conversation"),
            url=_page(each),
            due_at=each.due_at,
            icon="user-question",
        )


@duty("engagement.reply_is_reviewed_by_another")
def replies_are_reviewed(viewer: Viewer, now: datetime) -> Iterator[Owed]:
    person = User(pk=viewer.pk)
    for reply in selectors.replies_waiting(now):
        if selectors.may_review(person, reply, now):
            yield Owed(
                title=_("Review a reply to %(author)s")
                % {"author": reply.conversation.author},
                detail=str(reply.conversation.channel),
                act=_("Read the reply"),
                url=reverse(
                    "engagement:review", args=[reply.conversation_id, reply.pk]
                ),
                due_at=reply.conversation.due_at,
                icon="eye",
            )


@duty("engagement.units_answer_in_time")
def units_answer(viewer: Viewer, now: datetime) -> Iterator[Owed]:
    for request in selectors.requests_waiting().filter(recipient=viewer.pk):
        yield Owed(
            title=_("Answer a question for a reply to the public"),
            detail=request.question[:120],
            act=_("Answer it"),
            url=reverse("engagement:asked", args=[request.secret]),
            due_at=request.more_time_until or request.due_at,
            icon="help-circle",
        )
