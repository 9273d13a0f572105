"""What the public said becomes a conversation, with its clock."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy

from rasmi.audit import services as audit
from rasmi.audit.actions import register
from rasmi.core.calendar import in_working_hours, working_days_later
from rasmi.core.models import locked
from rasmi.engagement import selectors
from rasmi.engagement.models import Conversation, Message, Wait
from rasmi.intake.models import RemoteObject
from rasmi.outbox import selectors as outbox
from rasmi.policy import selectors as policy

OPENED = register(
    "engagement.conversation.open", gettext_lazy("A conversation began: %(target)s")
)
GROWN = register(
    "engagement.conversation.grow",
    gettext_lazy("Something was said in a conversation: %(target)s"),
)

State = Conversation.State
AT_ONCE = 200  # objects in one run


def take_up(*, now: datetime) -> int:
    """Give everything that was said its place in a conversation; return how much."""
    found = list(selectors.not_taken_up()[:AT_ONCE])
    for said in found:
        _take_up(said, now)
    return len(found)


@transaction.atomic
def _take_up(said: RemoteObject, now: datetime) -> None:
    if Message.objects.filter(object=said).exists():
        return  # another worker was faster
    conversation = selectors.conversation_of_thread(said)
    if conversation is None:
        if not said.is_ours:
            _begin(said, now)
        return
    conversation = locked(conversation)
    Message.objects.create(conversation=conversation, object=said)
    if not said.is_ours:
        _grow(conversation, said, now)


def _begin(said: RemoteObject, now: datetime) -> None:
    post = outbox.of_thread(said.channel, said.thread)
    conversation = Conversation.objects.create(
        channel=said.channel,
        root=said,
        author=said.author,
        topic=post.topic if post else None,
        is_held=said.is_held,
        opened_at=said.said_at,
        last_said_at=said.said_at,
        due_at=now,
    )
    Message.objects.create(conversation=conversation, object=said)
    _set_clock(conversation, said, now)
    audit.record(OPENED, actor=None, target=conversation, now=now, is_held=said.is_held)


def _grow(conversation: Conversation, said: RemoteObject, now: datetime) -> None:
    """What is said after an answer opens it again, with a new wait."""
    was_held = conversation.is_held
    conversation.last_said_at = max(conversation.last_said_at, said.said_at)
    conversation.is_held = conversation.is_held or said.is_held
    conversation.state, conversation.close_reason = State.OPEN, ""
    conversation.closed_at = conversation.closed_by = None
    conversation.close_note = ""
    conversation.due_at = conversation.due_at or now
    conversation.save()
    if not was_held:  # else more words would put off the hour of looking at it
        _set_clock(conversation, said, now)
    audit.record(GROWN, actor=None, target=conversation, now=now)


def _set_clock(conversation: Conversation, said: RemoteObject, now: datetime) -> None:
    if conversation.is_held:
        waits = conversation.waits.filter(ended_at=None)
        due = min([judge_by(said.heard_at), *(each.due_at for each in waits)])
    else:
        due = begin_wait(conversation, said.said_at, now=now).due_at
    Conversation.objects.filter(pk=conversation.pk).update(due_at=due)


def begin_wait(
    conversation: Conversation, begun_at: datetime, *, now: datetime
) -> Wait:
    """
    The open wait of a conversation, begun where there is none.

    :param begun_at: since when somebody waits
    """
    targets = policy.setting("first_response_target", now)
    name = "in_hours" if in_working_hours(begun_at) else "out_of_hours"
    days = policy.setting("reply_target", now).number("final_working_days")
    first = begun_at + timedelta(minutes=targets.number(name))
    wait, _is_new = Wait.objects.get_or_create(
        conversation=conversation,
        ended_at=None,
        defaults={
            "begun_at": begun_at,
            "first_due_at": first,
            "final_due_at": max(first, working_days_later(begun_at, days)),
        },
    )
    return wait


def judge_by(heard_at: datetime) -> datetime:
    """By when a person has looked at what the screening held."""
    minutes = policy.setting("abuse_action_target", heard_at).number("minutes")
    return heard_at + timedelta(minutes=minutes)
