from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from rasmi.delegations.models import Delegation, Task
from rasmi.intake.models import RemoteObject
from rasmi.intake.models.objects import RemoteObjectQuerySet
from rasmi.participation.models import Contribution, Outcome, OutcomeQuerySet
from rasmi.people import selectors as people
from rasmi.people.models import Power, Topic, Unit, User

# Who approves what is said, audits, or heads the body sees all of it.
READERS = frozenset({"approve", "audit", "head"})


def outcomes() -> OutcomeQuerySet:
    return (
        Outcome.objects.select_related(
            "topic__unit",
            "written_by",
            "published_by",
            "withdrawn_by",
            "corrects",
            "corrected_by",
        )
        .annotate(counted=Count("contributions"))
        .order_by("-decided_on", "-pk")
    )


def published() -> OutcomeQuerySet:
    """What everybody may read, the newest decision first."""
    return outcomes().published()


def successor(pk: int) -> Outcome | None:
    """What took the place of a withdrawn outcome for the public, if anything did."""
    seen = {pk}
    found = Outcome.objects.filter(corrects=pk).first()
    while found and found.is_withdrawn and found.pk not in seen:
        seen.add(found.pk)
        found = Outcome.objects.filter(corrects=found).first()
    return found if found and found.is_published else None


def visible(user: User, powers: Collection[str], at: datetime) -> OutcomeQuerySet:
    """What is published, and of the rest that of one's own topics."""
    if READERS & set(powers):
        return outcomes()
    return outcomes().filter(
        Q(state=Outcome.State.PUBLISHED)
        | Q(written_by=user)
        | Q(topic__in=writable_topics(user, at))
    )


def writable_topics(user: User, at: datetime) -> QuerySet[Topic]:
    """Topics on which a person may write what came of contributions."""
    if people.authority(user, Power.APPROVE, at):
        return people.topics()
    mine = Delegation.objects.in_force(at).filter(
        person=user, tasks__task=Task.REPLY, topics__topic__closed_at=None
    )
    return people.topics().filter(pk__in=mine.values("topics__topic"))


def may_write(user: User, topic: Topic, at: datetime) -> bool:
    return writable_topics(user, at).filter(pk=topic.pk).exists()


def may_publish(user: User, outcome: Outcome, at: datetime) -> bool:
    """Whether a person may publish it: the power, and neither half is one's own."""
    is_other = user.pk != outcome.written_by_id and not people.acted_for_each_other(
        user, outcome.written_by, outcome.written_at, at
    )
    return is_other and people.authority(user, Power.APPROVE, at) is not None


def waiting() -> OutcomeQuerySet:
    return outcomes().filter(state=Outcome.State.DRAFT).order_by("written_at")


def readable_objects(
    user: User, powers: Collection[str], at: datetime
) -> RemoteObjectQuerySet:
    """What the public said that a person may read, to be named behind an outcome."""
    found = RemoteObject.objects.of_the_public().select_related("channel")
    if READERS & set(powers):
        return found
    mine = Delegation.objects.in_force(at).filter(person=user)
    owned: set[int] = people.units_of_offices(user, at)
    return found.filter(
        Q(channel__in=mine.values("channel"))
        | Q(channel__owner__in=Unit.objects.filter(pk__in=owned))
    )


def contributions(outcome: Outcome) -> QuerySet[Contribution]:
    return outcome.contributions.select_related("object__channel", "added_by")


@dataclass(frozen=True)
class DecisionFigure:
    """How many published outcomes have one decision."""

    value: str
    label: str
    number: int
    share: str  # of the largest, as a width in percent


def figures() -> list[DecisionFigure]:
    counted = dict(
        Outcome.objects.published()
        .order_by()
        .values_list("decision")
        .annotate(number=Count("pk"))
    )
    most = max(counted.values(), default=0)
    return [
        DecisionFigure(
            each.value,
            str(each.label),
            counted.get(each.value, 0),
            f"{100 * counted.get(each.value, 0) / most:.1f}%" if most else "0%",
        )
        for each in Outcome.Decision
    ]
