"""When a clock stops: at the hour at which the platform confirmed the reply."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy

from rasmi.audit import services as audit
from rasmi.audit.actions import register
from rasmi.core.models import locked
from rasmi.engagement import selectors
from rasmi.engagement.models import Conversation, Reply, Wait
from rasmi.engagement.services.taking_up import begin_wait, judge_by
from rasmi.engagement.services.triage import end
from rasmi.intake.models import RemoteObject
from rasmi.outbox.models import Intent
from rasmi.people.models import User

ANSWERED = register(
    "engagement.conversation.answer",
    gettext_lazy("A reply is out, and its clock stopped: %(target)s"),
)
STANDS = register(
    "engagement.conversation.let_stand",
    gettext_lazy("Looked at and let stand, to be answered: %(target)s"),
)


def settle_answers(*, now: datetime) -> int:
    """Stop the clocks of what is out; return how many replies were."""
    out = Reply.objects.filter(
        state=Reply.State.PLANNED,
        confirmed_at=None,
        intent__state=Intent.State.CONFIRMED,
    )
    found = list(out.select_related("intent", "conversation"))
    for reply in found:
        _settle(reply, now)
    return len(found)


@transaction.atomic
def _settle(reply: Reply, now: datetime) -> None:
    conversation, reply = locked(reply.conversation), locked(reply)
    if reply.confirmed_at or reply.intent is None:
        return
    reply.confirmed_at = reply.intent.ended_at or now
    reply.save(update_fields=["confirmed_at"])
    wait = conversation.waits.filter(ended_at=None).first()
    if wait and _belongs_to(reply, wait):
        _stop(conversation, wait, reply, now)
    audit.record(
        ANSWERED,
        actor=None,
        target=conversation,
        now=now,
        reply=reply.pk,
        is_holding=reply.is_holding,
    )


def _belongs_to(reply: Reply, wait: Wait) -> bool:
    """Whether it answers something of this wait, and not of one that is over."""
    return max(reply.target.said_at, reply.written_at) >= wait.begun_at


def _stop(conversation: Conversation, wait: Wait, reply: Reply, now: datetime) -> None:
    newer = selectors.said_after(reply)
    held = newer.filter(object__is_held=True) if conversation.is_held else newer.none()
    wait.first_at = wait.first_at or reply.confirmed_at
    # What its writer had not read is not answered by it; an insult needs no answer.
    is_final = not reply.is_holding and not newer.exclude(pk__in=held).exists()
    if is_final:
        wait.final_at = wait.ended_at = reply.confirmed_at
    wait.save()
    if is_final and not conversation.is_held:
        end(conversation, Conversation.Reason.ANSWERED, by=reply.written_by, now=now)
        return
    due = [] if is_final else [wait.due_at]
    due += [judge_by(each.object.heard_at) for each in held.select_related("object")]
    Conversation.objects.filter(pk=conversation.pk).update(
        due_at=min(due, default=conversation.due_at)
    )


@transaction.atomic
def let_stand(
    said: RemoteObject, *, others_wait: bool = False, by: User, now: datetime
) -> None:
    """
    A person looked at what was held and lets it stand, or had hidden it wrongly: its
    author waits for an answer since it was said.

    :param others_wait: whether something else in it still has to be looked at
    """
    conversation = _of(said)
    if conversation is None or not (conversation.is_held or conversation.is_hidden):
        return
    wait = begin_wait(conversation, said.said_at, now=now)
    found = Conversation.objects.filter(pk=conversation.pk)
    found.filter(kind=Conversation.Kind.ABUSE).update(kind="")
    found.update(
        state=Conversation.State.OPEN,
        close_reason="",
        closed_at=None,
        closed_by=None,
        is_held=others_wait,
        due_at=_due(conversation, wait, others_wait=others_wait),
    )
    audit.record(STANDS, actor=by, target=conversation, now=now)


@transaction.atomic
def close_hidden(
    said: RemoteObject, *, others_wait: bool = False, by: User, now: datetime
) -> None:
    """
    What is hidden by the house rules is not answered; what else was said beside it is.

    :param others_wait: whether something else in it still has to be looked at
    """
    conversation = _of(said)
    if conversation is None or not conversation.is_open:
        return
    other = selectors.said_beside(conversation, said)
    waits = conversation.waits.filter(ended_at=None)
    waits.filter(begun_at=said.said_at).update(ended_at=now)
    wait = waits.first()
    if wait is None and other:
        wait = begin_wait(conversation, other.said_at, now=now)
    found = Conversation.objects.filter(pk=conversation.pk)
    if wait or others_wait:
        due = _due(conversation, wait, others_wait=others_wait)
        found.update(is_held=others_wait, due_at=due)
        audit.record(STANDS, actor=by, target=conversation, now=now)
        return
    if conversation.root_id == said.pk:
        found.filter(kind="").update(kind=Conversation.Kind.ABUSE)
    end(conversation, Conversation.Reason.HIDDEN, by=by, now=now)


def _due(
    conversation: Conversation, wait: Wait | None, *, others_wait: bool
) -> datetime | None:
    due = [wait.due_at] if wait else []
    if others_wait and conversation.due_at:
        due.append(conversation.due_at)
    return min(due, default=None)


def _of(said: RemoteObject) -> Conversation | None:
    found = Conversation.objects.filter(messages__object=said).first()
    return locked(found) if found else None
