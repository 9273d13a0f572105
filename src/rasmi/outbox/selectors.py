from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime

from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from rasmi.channels.models import Channel
from rasmi.delegations import selectors as delegations
from rasmi.delegations.models import Delegation, Task
from rasmi.delegations.selectors import Held
from rasmi.outbox.models import Intent
from rasmi.outbox.models.intents import IntentQuerySet
from rasmi.people import selectors as people
from rasmi.people.models import User
from rasmi.records.models import Record

State = Intent.State
# Who approves, decides, audits, or has to look at the queue before speaking resumes.
READERS = frozenset({"audit", "approve", "head", "decide", "secrets"})
REPLIES, ORDERS = ("reply", "cited_reply"), ("hide", "show")
WRITING = (Task.DRAFT, Task.REVIEW, Task.PUBLISH)


def intents() -> IntentQuerySet:
    return Intent.objects.select_related(
        *("channel__owner", "topic", "person", "written_by", "delegation", "record"),
        "target",
    )


def readable_channels(user: User, at: datetime) -> QuerySet[Channel]:
    """Accounts of which a person may read what is not said yet."""
    mine = Delegation.objects.in_force(at).filter(person=user, tasks__task__in=WRITING)
    owned = people.units_of_offices(user, at)
    return Channel.objects.filter(Q(pk__in=mine.values("channel")) | Q(owner__in=owned))


def _accounts_of(user: User, task: Task, at: datetime) -> QuerySet[Delegation]:
    mine = Delegation.objects.in_force(at).filter(person=user, tasks__task=task)
    return mine.values("channel")  # type: ignore[return-value]


def visible(user: User, powers: Collection[str], at: datetime) -> IntentQuerySet:
    """What a person may see of what is on its way, or was."""
    if READERS & set(powers):
        return intents()
    return intents().filter(
        Q(person=user)
        | Q(written_by=user)
        | Q(channel__in=readable_channels(user, at))
        | Q(act__in=REPLIES, channel__in=_accounts_of(user, Task.REPLY, at))
        | Q(act__in=ORDERS, channel__in=_accounts_of(user, Task.MODERATE, at))
    )


def of_record(record: Record | None) -> QuerySet[Intent]:
    """What was planned of one thing, the newest first."""
    return intents().filter(record=record) if record else intents().none()


def of_targets(targets: Collection[int]) -> QuerySet[Intent]:
    """What was planned about things that somebody said, by their keys, oldest first."""
    return intents().filter(target__in=targets).order_by("pk")


def of_thread(channel: Channel, thread: str) -> Intent | None:
    """
    Our own post beneath which something was said.

    :param thread: its id on the platform, or its address where a person entered it
    """
    found = intents().filter(channel=channel, act__in=("post", "urgent_post"))
    return found.filter(Q(remote_id=thread) | Q(url=thread)).first() if thread else None


def may_post(user: User, intent: Intent, at: datetime) -> bool:
    """Whether a person may say what became of a post that was handed over."""
    if user.pk == intent.person_id:
        return True  # even if the right has ended since: what was done is to be told
    right = delegations.right(user, intent.channel, intent.task, intent.topic, at)
    return right is not None


def who_may_confirm_resend(intent: Intent, at: datetime) -> QuerySet[User]:
    """Who may be the second that lets it be sent again: who may do it, or reviews."""
    held = Delegation.objects.in_force(at).filter(
        channel=intent.channel_id, tasks__task__in=(intent.task, Task.REVIEW)
    )
    if intent.topic_id:
        held = held.filter(topics__topic=intent.topic_id, topics__topic__closed_at=None)
    return User.objects.filter(pk__in=held.values("person"))


def may_confirm_resend(user: User, intent: Intent, at: datetime) -> bool:
    return who_may_confirm_resend(intent, at).filter(pk=user.pk).exists()


def resends_asked() -> IntentQuerySet:
    """What one person asked to be sent again, and no second one has looked at."""
    return intents().filter(state=State.UNKNOWN, resend_asked_at__isnull=False)


def handed_to(user: User) -> IntentQuerySet:
    return intents().filter(state=State.HANDED, person=user).order_by("not_after")


def held_of(user: User) -> IntentQuerySet:
    """What a rule holds back of what a person is to say."""
    return (
        intents()
        .to_send()
        .filter(person=user)
        .exclude(held_by="")
        .order_by("not_after")
    )


def late_of(user: User, at: datetime) -> IntentQuerySet:
    """What should be out of what a person is to say, and waits for the platform."""
    late = intents().to_send().filter(person=user, late_told_at__lte=at, held_by="")
    return late.order_by("not_after")


def unknown_of(user: User) -> IntentQuerySet:
    """Of what a person has said, what nobody knows to be visible or not."""
    return intents().filter(state=State.UNKNOWN, person=user)


def overdue_by_hand(at: datetime) -> IntentQuerySet:
    """Handed over, and nobody said by the end of the window what became of it."""
    return intents().filter(state=State.HANDED, not_after__lte=at)


def held_at_the_end(found: Sequence[Delegation]) -> dict[int, list[Held]]:
    """
    What is planned by some delegations for an hour after they end.

    Its words are not told here: everybody may read of delegations, and only some of
    what is not said yet.
    """
    late = (
        intents()
        .to_send()
        .filter(delegation__in=found, not_before__gte=F("delegation__ends_at"))
    )
    held: dict[int, list[Held]] = defaultdict(list)
    for each in late:
        held[each.delegation_id].append(
            Held(
                _("On its way to be sent"),
                str(each.topic or each.channel),
                reverse("outbox:intent", args=[each.pk]),
                each.not_before,
            )
        )
    return held
