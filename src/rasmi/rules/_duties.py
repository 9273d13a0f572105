from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from rasmi.rules._levers import Kind, register


@dataclass(frozen=True)
class Viewer:
    """
    Whose duties are asked for, and what the person holds now.

    `units`: ids of the units for which the person speaks by an office.
    """

    pk: int
    powers: frozenset[str]
    units: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Owed:
    """
    One thing that somebody must do, with the place to do it.

    `due_at` is empty where the rules set no hour.
    """

    title: str
    detail: str
    act: str
    url: str
    due_at: datetime | None = None
    icon: str = "list-check"

    def is_overdue(self, now: datetime) -> bool:
        return self.due_at is not None and self.due_at < now


Duty = Callable[[Viewer, datetime], Iterable[Owed]]
_duties: dict[str, Duty] = {}


def duty(lever: str) -> Callable[[Duty], Duty]:
    """Register a function that derives from rows what a viewer owes now."""

    def add(function: Duty) -> Duty:
        register(lever, Kind.DUTY)
        return _duties.setdefault(lever, function)

    return add


def duties(viewer: Viewer, now: datetime, *, lever: str = "") -> list[Owed]:
    """
    What the viewer owes: the overdue first, then by hour, then what has none.

    :param lever: ask for this duty alone
    """
    asked = [_duties[lever]] if lever else _duties.values()
    owed = [each for function in asked for each in function(viewer, now)]
    return sorted(
        owed, key=lambda each: (each.due_at is None, each.due_at or now, each.title)
    )
