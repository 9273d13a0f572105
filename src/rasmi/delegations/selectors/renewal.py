"""What ends soon, and what would be held when it ends."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists
from django.utils.translation import gettext as _

from rasmi.delegations.coverage import Span
from rasmi.delegations.models import Delegation, Reminder
from rasmi.delegations.models.delegations import DelegationQuerySet
from rasmi.delegations.selectors import rights
from rasmi.delegations.selectors.roster import AHEAD, turns
from rasmi.delegations.words import span_in_words

STAGES = (60, 30, 7)  # days before the end: the proposed reminders


@dataclass(frozen=True)
class Held:
    """One thing that rests on a delegation and would be held when it ends."""

    what: str
    detail: str
    url: str
    due_at: datetime


Holding = Callable[[Sequence[Delegation]], Mapping[int, Sequence[Held]]]
_holdings: list[Holding] = []


def register_holding(holding: Holding) -> Holding:
    """
    Let a room above say what would be held at the end of some delegations.

    :param holding: asked for many at once; answers by their keys
    """
    if holding not in _holdings:
        _holdings.append(holding)
    return holding


def held_at_midnight(found: Sequence[Delegation]) -> dict[int, list[Held]]:
    """
    What would be held at the end of each of some delegations, were it not renewed.

    Where a later one is active already, nothing is held.
    """
    waiting = [each for each in found if not getattr(each, "is_renewed", False)]
    held: dict[int, list[Held]] = {each.pk: [] for each in found}
    for holding in (_turns_after, *_holdings):
        for pk, things in holding(waiting).items():
            held[pk] += things
    for of_one in held.values():
        of_one.sort(key=lambda each: each.due_at)
    return held


def _turns_after(found: Sequence[Delegation]) -> dict[int, list[Held]]:
    """The shifts of the week after the end that nobody could then do."""
    if not found:
        return {}
    first = min(each.ends_at for each in found)
    last = max(each.ends_at for each in found) + AHEAD
    known = turns({each.channel_id for each in found}, Span(first, last))
    held: dict[int, list[Held]] = defaultdict(list)
    for each in found:
        week = Span(each.ends_at, each.ends_at + AHEAD)
        for turn in known[each.channel_id]:
            lost = turn.span.within(week)
            if lost and turn.person.pk == each.person_id:
                held[each.pk].append(
                    Held(_("Shift"), span_in_words(lost), "", lost.starts_at)
                )
    return held


def ending(at: datetime) -> DelegationQuerySet:
    """In force and ending within the first warning, the next one first."""
    later = rights.later_ones()
    return (
        rights.delegations()
        .in_force(at)
        .filter(ends_at__lte=at + timedelta(days=STAGES[0]))
        .annotate(
            is_renewed=Exists(later.filter(activated_at__isnull=False)),
            is_begun=Exists(later),
        )
        .order_by("ends_at", "pk")
    )


def is_renewed(delegation: Delegation) -> bool:
    """Whether a later one for the same person and account is active."""
    later = Delegation.objects.filter(
        person=delegation.person_id,
        channel=delegation.channel_id,
        revoked_at=None,
        activated_at__isnull=False,
        ends_at__gt=delegation.ends_at,
    )
    return later.exists()


def reminders_due(at: datetime) -> list[tuple[Delegation, int]]:
    """
    Delegations whose next reminder is due, each with its days before the end.

    Who was late to be looked at is reminded once, with the nearest stage.
    """
    due = []
    told = defaultdict(set)
    found = list(rights.to_renew(at))
    for pk, days in Reminder.objects.filter(delegation__in=found).values_list(
        "delegation", "days"
    ):
        told[pk].add(days)
    for each in found:
        left = each.ends_at - at
        stage = min(days for days in STAGES if left <= timedelta(days=days))
        if stage not in told[each.pk]:
            due.append((each, stage))
    return due
