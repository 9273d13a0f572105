"""Spans of time and what is left of them: the arithmetic of a duty roster."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, order=True)
class Span:
    """A stretch of time; its end is no part of it."""

    starts_at: datetime
    ends_at: datetime

    def within(self, other: "Span") -> "Span | None":
        """The part that lies in another span, or None."""
        first = max(self.starts_at, other.starts_at)
        last = min(self.ends_at, other.ends_at)
        return Span(first, last) if first < last else None

    @property
    def length(self) -> timedelta:
        return self.ends_at - self.starts_at

    def holds(self, at: datetime) -> bool:
        return self.starts_at <= at < self.ends_at


def shared(one: Iterable[Span], others: Sequence[Span]) -> list[Span]:
    """What lies in a span of both, in order."""
    parts = (span.within(other) for span in one for other in others)
    return sorted(part for part in parts if part)


def joined(spans: Iterable[Span]) -> list[Span]:
    """The same time in as few spans as it takes, in order."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.starts_at <= found[-1].ends_at:
            last = found.pop()
            span = Span(last.starts_at, max(last.ends_at, span.ends_at))
        found.append(span)
    return found


def without(wanted: Iterable[Span], taken: Iterable[Span]) -> list[Span]:
    """What is left of the wanted time when the taken time is cut out, in order."""
    left = joined(wanted)
    for cut in joined(taken):
        left = [part for span in left for part in _cut(span, cut)]
    return left


def _cut(span: Span, cut: Span) -> Iterable[Span]:
    if not span.within(cut):
        yield span
        return
    if span.starts_at < cut.starts_at:
        yield Span(span.starts_at, cut.starts_at)
    if cut.ends_at < span.ends_at:
        yield Span(cut.ends_at, span.ends_at)
