from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.signing import BadSignature
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from rasmi.channels.models import Channel
from rasmi.delegations import selectors as delegations
from rasmi.delegations.models import Delegation, Task
from rasmi.engagement.models import (
    Conversation,
    InformationRequest,
    Message,
    Reply,
    Wait,
)
from rasmi.engagement.models.conversations import ConversationQuerySet
from rasmi.engagement.models.requests import signer
from rasmi.intake import selectors as intake
from rasmi.intake.models import RemoteObject, Shown, Version
from rasmi.intake.models.objects import RemoteObjectQuerySet
from rasmi.people import selectors as people
from rasmi.people.models import Placement, Power, User
from rasmi.policy import selectors as policy
from rasmi.policy.selectors import Screened

READERS = frozenset({"audit", "approve", "head", "decide"})
VIEWS = ("open", "unsorted", "overdue", "held", "review", "closed")


def conversations() -> ConversationQuerySet:
    return Conversation.objects.select_related("channel", "topic", "root")


def visible(user: User, powers: Collection[str], at: datetime) -> ConversationQuerySet:
    """What a person may read: of the own accounts, or by an office all of it."""
    if READERS & set(powers):
        return conversations()
    return conversations().filter(channel__in=intake.hearing_channels(user, at))


def listed(seen: ConversationQuerySet, view: str, at: datetime) -> ConversationQuerySet:
    """One view of the inbox, in the order in which it is worked through."""
    filters = {
        "open": seen.open(),
        "unsorted": seen.unsorted(),
        "overdue": seen.overdue(at),
        "held": seen.open().filter(is_held=True),
        "review": seen.open().filter(Exists(_in_review())),
        "closed": seen.filter(state=Conversation.State.CLOSED),
    }
    order = ("-closed_at", "-pk") if view == "closed" else ("due_at", "pk")
    return filters.get(view, filters["open"]).order_by(*order)


def saying(found: ConversationQuerySet, query: str) -> ConversationQuerySet:
    """Those in which a word is said or a name stands, in the order they come in."""
    said = Message.objects.filter(conversation=OuterRef("pk")).filter(
        Q(object__author__icontains=query) | Q(object__versions__text__icontains=query)
    )
    return found.filter(Exists(said))


def _in_review() -> QuerySet[Reply]:
    waiting = Reply.objects.filter(state=Reply.State.IN_REVIEW)
    return waiting.filter(conversation=OuterRef("pk"))


def after(
    found: ConversationQuerySet, last: Conversation | None, view: str
) -> ConversationQuerySet:
    """
    What comes after a row, in the order of the view; all of it where the row left it.
    """
    if last is None or last.is_open is (view == "closed"):
        return found
    if view == "closed":
        earlier = Q(closed_at__lt=last.closed_at) | Q(pk__lt=last.pk)
        return found.filter(earlier, closed_at__lte=last.closed_at)
    # The bound stands alone, so that an index is entered there and not at its start.
    later = Q(due_at__gt=last.due_at) | Q(pk__gt=last.pk)
    return found.filter(later, due_at__gte=last.due_at)


def not_taken_up() -> RemoteObjectQuerySet:
    """What was said and has no place in a conversation yet; ours only beneath one."""
    taken = Message.objects.filter(object=OuterRef("pk"))
    answered = RemoteObject.objects.filter(
        channel=OuterRef("channel"),
        remote_id=OuterRef("reply_to"),
        message__isnull=False,
    )
    return (
        RemoteObject.objects.select_related("channel")
        .filter(~Exists(taken))
        .filter(Q(is_ours=False) | Exists(answered))
        # Of what was gone before anybody heard it there is nothing to answer.
        .exclude(shown=Shown.DELETED)
        .order_by("said_at", "pk")
    )


def conversation_of_thread(said: RemoteObject) -> Conversation | None:
    """The conversation that something belongs to: that of what it answers."""
    if not said.reply_to:
        return None
    return Conversation.objects.filter(
        channel=said.channel,
        messages__object__remote_id=said.reply_to,
    ).first()


def may_sort(user: User, conversation: Conversation, at: datetime) -> bool:
    """Who replies on the account about anything, approves, or answers for it."""
    channel = conversation.channel
    return bool(
        delegations.right(user, channel, Task.REPLY, None, at)
        or people.authority(user, Power.APPROVE, at)
        or people.holds_office_in(user, channel.owner, at)
    )


def right_to_reply(
    user: User, conversation: Conversation, at: datetime
) -> Delegation | None:
    """By what a person may answer it: on this account and about this topic."""
    if conversation.topic is None:
        return None
    return delegations.right(
        user, conversation.channel, Task.REPLY, conversation.topic, at
    )


def speakers(conversation: Conversation, at: datetime) -> list[User]:
    """Who may answer it, by a delegation for this account and topic."""
    held = _right_of(conversation.channel_id, conversation.topic_id, at)
    return list(User.objects.filter(pk__in=held.values("person")))


def without_speaker(at: datetime) -> ConversationQuerySet:
    """What waits for an answer that nobody is delegated to give."""
    held = _right_of(OuterRef("channel"), OuterRef("topic"), at)
    return conversations().open().sorted_out().exclude(Exists(held))


def _right_of(channel: Any, topic: Any, at: datetime) -> QuerySet[Delegation]:
    return Delegation.objects.in_force(at).filter(
        channel=channel,
        tasks__task=Task.REPLY,
        topics__topic=topic,
        topics__topic__closed_at=None,
    )


def reviewers(reply: Reply, at: datetime) -> list[User]:
    """Who may review a reply: delegated to, and not who wrote it or acts for them."""
    held = Delegation.objects.in_force(at).filter(
        channel=reply.conversation.channel,
        tasks__task=Task.REVIEW,
        topics__topic=reply.conversation.topic,
    )
    found = User.objects.filter(pk__in=held.values("person"))
    writer, since = reply.written_by, reply.written_at
    return [
        each
        for each in found.exclude(pk=writer.pk)
        if not people.acted_for_each_other(each, writer, since, at)
    ]


def may_review(user: User, reply: Reply, at: datetime) -> bool:
    return user in reviewers(reply, at)


@dataclass(frozen=True)
class Line:
    """One thing in the thread of a conversation, in the order in which it came."""

    at: datetime
    said: RemoteObject | None = None
    reply: Reply | None = None
    request: InformationRequest | None = None


def thread(conversation: Conversation) -> list[Line]:
    """Everything that was said, written and asked in it."""
    said = intake.objects().filter(message__conversation=conversation)
    replies = conversation.replies.select_related(
        "written_by", "intent__channel", "intent__person", "cites__unit", "reviewed_by"
    )
    out = {each.intent.remote_id for each in replies if each.intent}
    lines = [
        Line(each.said_at, said=each)
        for each in said
        # Our reply comes back from the platform: it is shown once, as it was written.
        if not (each.is_ours and each.remote_id in out)
    ]
    lines += [Line(each.written_at, reply=each) for each in replies]
    lines += [Line(each.asked_at, request=each) for each in requests(conversation)]
    return sorted(lines, key=lambda each: each.at)


def requests(conversation: Conversation) -> QuerySet[InformationRequest]:
    return conversation.requests.select_related("unit", "recipient", "asked_by")


def citable(conversation: Conversation) -> list[InformationRequest]:
    """Answers of units that a reply may rest on."""
    return [each for each in requests(conversation) if each.may_be_cited]


def last_message(conversation: Conversation) -> int:
    """The newest thing that the public said in it, by its key."""
    said = conversation.messages.filter(object__is_ours=False).order_by("-pk")
    newest = said.values_list("pk", flat=True).first()
    return newest or 0


def said_after(reply: Reply) -> QuerySet[Message]:
    """What the public said that the writer of a reply had not before them."""
    there = reply.conversation.messages.filter(
        object__is_ours=False, object__shown=Shown.VISIBLE
    )
    return there.filter(pk__gt=reply.target.message.pk)


def said_beside(conversation: Conversation, said: RemoteObject) -> RemoteObject | None:
    """The first thing that waits for an answer beside something, or None."""
    settled = conversation.waits.exclude(ended_at=None).order_by("-ended_at").first()
    others = RemoteObject.objects.of_the_public().filter(
        message__conversation=conversation, shown=Shown.VISIBLE, is_held=False
    )
    if settled and settled.ended_at:
        others = others.filter(heard_at__gt=settled.ended_at)
    return others.exclude(pk=said.pk).order_by("said_at", "pk").first()


def wait_of(conversation: Conversation) -> Wait | None:
    return conversation.waits.order_by("-pk").first()


def replies_waiting(at: datetime) -> QuerySet[Reply]:
    return Reply.objects.filter(
        state=Reply.State.IN_REVIEW, conversation__state=Conversation.State.OPEN
    ).select_related("conversation__channel", "conversation__topic", "written_by")


def findings_in(text: str) -> list[Screened]:
    """What the screening finds in a text that is to be said, each once."""
    found = {each.mark: each for each in policy.screened(text).findings}
    return list(found.values())


def who_may_be_asked() -> QuerySet[Placement]:
    """Everyone in service with a place in a unit, for a form."""
    return (
        Placement.objects.filter(ends_at=None, user__is_active=True)
        .select_related("user", "unit")
        .order_by("unit__name_ar", "user__name_ar")
    )


def request_of(secret: str, at: datetime) -> InformationRequest | None:
    """The request that a link opens, while it does."""
    try:
        uid = UUID(hex=signer().unsign(secret))
    except (BadSignature, ValueError):
        return None
    return (
        InformationRequest.objects.filter(uid=uid, link_ends_at__gt=at)
        .select_related("unit", "recipient", "conversation__channel", "asked_by")
        .first()
    )


def requests_waiting() -> QuerySet[InformationRequest]:
    """What a unit still owes; nothing where the conversation is over."""
    return InformationRequest.objects.filter(
        answered_at=None,
        declined_at=None,
        conversation__state=Conversation.State.OPEN,
    ).select_related("unit", "recipient", "asked_by", "conversation__channel")


def channels_of(seen: ConversationQuerySet) -> QuerySet[Channel]:
    """The accounts that have a conversation which a person may read, for a filter."""
    return Channel.objects.filter(Exists(seen.filter(channel=OuterRef("pk"))))


def with_excerpt(found: ConversationQuerySet) -> ConversationQuerySet:
    """With what was said first, as a list shows it."""
    newest = Version.objects.order_by("-number")
    return found.prefetch_related(Prefetch("root__versions", newest, to_attr="newest"))
