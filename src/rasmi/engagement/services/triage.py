"""What a contribution is, and about what; and what needs no answer."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rasmi.audit import services as audit
from rasmi.audit.actions import register
from rasmi.core.models import locked
from rasmi.delegations.models import Task
from rasmi.engagement import selectors
from rasmi.engagement.models import Conversation, Wait
from rasmi.people.models import Topic, User
from rasmi.rules import Refusal, gate

SORTED = register(
    "engagement.conversation.sort", gettext_lazy("Sorted a contribution: %(target)s")
)
CLOSED = register(
    "engagement.conversation.close",
    gettext_lazy("Closed a conversation: %(target)s"),
)

MAY_SORT = gate("engagement.sorted_by_who_answers")
HAS_A_REASON = gate("engagement.closed_with_a_reason")
IS_OPEN = gate("engagement.conversation_is_open")

SHORTEST_REASON = 5  # characters
# What may be left without an answer; a question or a complaint may not.
NEED_NONE = (
    Conversation.Kind.THANKS,
    Conversation.Kind.ABUSE,
    Conversation.Kind.FALSE_INFORMATION,
)


@transaction.atomic
def sort(
    conversation: Conversation, *, kind: str, topic: Topic, by: User, now: datetime
) -> None:
    """
    Say what it is and about what.

    Who chooses another topic than that of the post is kept: that person does not
    answer it alone.

    :raises Refusal: if one does not reply on the account
    """
    conversation = locked(conversation)
    require_sorter(conversation, by, now)
    if conversation.topic_id != topic.pk:
        conversation.topic, conversation.topic_set_by = topic, by
    conversation.kind = kind
    conversation.save(update_fields=["topic", "topic_set_by", "kind"])
    audit.record(
        SORTED, actor=by, target=conversation, now=now, kind=kind, topic=topic.pk
    )


@transaction.atomic
def close(conversation: Conversation, *, note: str, by: User, now: datetime) -> None:
    """
    Close what needs no answer, and say why.

    :raises Refusal: if one does not reply on the account, gives no reason, or it is a
        question, suggestion or complaint that nobody answered
    """
    conversation = locked(conversation)
    require_sorter(conversation, by, now)
    require_open(conversation)
    may_be_left = conversation.kind in NEED_NONE
    if not may_be_left or len(note.strip()) < SHORTEST_REASON:
        raise Refusal(
            HAS_A_REASON,
            _("A question, a suggestion or a complaint is answered, not closed.")
            if not may_be_left
            else _("What is closed without an answer is closed with a reason."),
            remedy=_("Answer it, or sort it anew if it is something else.")
            if not may_be_left
            else _("Write in a few words why nothing is to be said."),
            target=conversation,
        )
    end(conversation, Conversation.Reason.NO_ANSWER, note=note.strip(), by=by, now=now)


def end(
    conversation: Conversation,
    reason: Conversation.Reason,
    *,
    note: str = "",
    by: User | None,
    now: datetime,
) -> None:
    """Close a conversation: nobody waits in it any more."""
    Wait.objects.filter(conversation=conversation, ended_at=None).update(ended_at=now)
    Conversation.objects.filter(pk=conversation.pk).update(
        state=Conversation.State.CLOSED,
        close_reason=reason,
        close_note=note[:300],
        closed_at=now,
        closed_by=by,
        is_held=False,
        due_at=None,
    )
    audit.record(CLOSED, actor=by, target=conversation, now=now, reason=reason.value)


def require_sorter(conversation: Conversation, by: User, now: datetime) -> None:
    """
    :raises Refusal: if a person neither replies on the account nor answers for it
    """
    if not selectors.may_sort(by, conversation, now):
        raise Refusal(
            MAY_SORT,
            _("Only who replies on this account, or answers for it, sorts this."),
            remedy=_("The page of delegations shows who does: %(task)s.")
            % {"task": Task.REPLY.label},
            target=conversation,
        )


def require_open(conversation: Conversation) -> None:
    """
    :raises Refusal: if it is closed
    """
    if not conversation.is_open:
        raise Refusal(
            IS_OPEN,
            _("This conversation is closed."),
            remedy=_("It opens again by itself when its author writes again."),
            target=conversation,
        )
