from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from rasmi import screening
from rasmi.channels.models import Channel
from rasmi.core.language import in_language
from rasmi.delegations.models import Delegation, Task
from rasmi.intake.models import Receipt, RemoteObject, Stream, Version
from rasmi.intake.models.objects import RemoteObjectQuerySet
from rasmi.people import selectors as people
from rasmi.people.models import User
from rasmi.security import selectors as security

# Who approves, decides, audits, or watches over the accounts.
READERS = frozenset({"audit", "approve", "head", "decide", "secrets"})
HEARING = (Task.REPLY, Task.MODERATE)
DEAF = timedelta(hours=1)  # then people are told, and nothing is said to be met


@dataclass(frozen=True)
class Found:
    """What the screening found at one place, in the reader's language."""

    category: str
    start: int  # code points of the text
    end: int
    text: str
    says: str
    mark: str  # the same for the same words under the same rule

    @property
    def lever(self) -> str:
        return f"screening.{self.category}"


def objects() -> RemoteObjectQuerySet:
    newest = Version.objects.order_by("-number")
    return RemoteObject.objects.select_related(
        "channel__owner", "record", "entered_by", "screenshot"
    ).prefetch_related(Prefetch("versions", newest, to_attr="newest"))


def hearing_channels(user: User, at: datetime) -> QuerySet[Channel]:
    """Accounts on which a person replies, moderates, or which one's unit owns."""
    mine = Delegation.objects.in_force(at).filter(person=user)
    owned = people.units_of_offices(user, at)
    return Channel.objects.filter(Q(pk__in=mine.values("channel")) | Q(owner__in=owned))


def visible(user: User, powers: Collection[str], at: datetime) -> RemoteObjectQuerySet:
    """What a person may read of what the public said."""
    if READERS & set(powers):
        return objects()
    return objects().filter(channel__in=hearing_channels(user, at))


def thread_of(said: RemoteObject) -> RemoteObjectQuerySet:
    """Everything heard beneath the same post, oldest first."""
    if not said.thread:
        return objects().filter(pk=said.pk)
    same = objects().filter(channel=said.channel, thread=said.thread)
    return same.order_by("said_at", "pk")


def findings_of(version: Version) -> list[Found]:
    """What the screening found in it when it was heard, in the order of the words."""
    return sorted(map(_found, version.findings), key=lambda found: found.start)


@dataclass(frozen=True)
class Piece:
    """A stretch of a text, with what the screening found in it."""

    text: str
    found: Found | None = None


def marked(version: Version) -> list[Piece]:
    """What was said, cut where the screening found something, to be underlined."""
    pieces, at, text = [], 0, version.text
    for each in findings_of(version):
        if each.start < at:
            continue  # inside one that is underlined already
        if each.start > at:
            pieces.append(Piece(text[at : each.start]))
        pieces.append(Piece(text[each.start : each.end], each))
        at = each.end
    return [*pieces, Piece(text[at:])] if text[at:] or not pieces else pieces


def _found(kept: dict[str, Any]) -> Found:
    rule = screening.RULES.get(kept["rule"])
    # A rule of an older lexicon may be gone; what it found was found all the same.
    says = in_language(rule.says_ar, rule.says_en) if rule else kept["category"]
    return Found(
        category=kept["category"],
        start=kept["start"],
        end=kept["end"],
        text=kept["text"],
        says=says,
        mark=kept["mark"],
    )


def may_enter(user: User, at: datetime) -> QuerySet[Channel]:
    """Accounts of which a person may enter what the public said."""
    mine = Delegation.objects.in_force(at).filter(person=user, tasks__task__in=HEARING)
    found = Channel.objects.usable(at).filter(pk__in=mine.values("channel"))
    unheard = [each.pk for each in found if not is_heard(each, at)]
    return Channel.objects.filter(pk__in=unheard)


def is_heard(channel: Channel, at: datetime) -> bool:
    """
    Whether a connection reads what is said to an account.

    A look that fails once is made up for: what a person entered meanwhile would stand
    there twice.
    """
    is_reached = bool(security.reached_by(channel))
    return is_reached and not deaf_streams(at).filter(channel=channel).exists()


def streams() -> QuerySet[Stream]:
    return Stream.objects.select_related("channel__owner")


def deaf_streams(at: datetime) -> QuerySet[Stream]:
    """Accounts that nobody could listen to for too long."""
    return streams().filter(due_at__isnull=False, failing_since__lte=at - DEAF)


def unread(at: datetime) -> QuerySet[Receipt]:
    """What came and cannot be read by this version of the software."""
    return Receipt.objects.stuck().select_related("channel")


def channels_of(subjects: Collection[str]) -> dict[str, set[int]]:
    """The account of each thing that was heard, by the key in its record."""
    found = RemoteObject.objects.filter(pk__in=[int(each) for each in subjects])
    return {str(pk): {channel} for pk, channel in found.values_list("pk", "channel")}
