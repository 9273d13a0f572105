"""How far the talk of a wiki has been read, and how it stood then."""

import json
from collections.abc import Mapping
from dataclasses import astuple, dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Self

from rasmi.platforms.connector import Shown
from rasmi.platforms.http import NotUnderstood

# A change may come to light later than others with a later time.
OVERLAP = timedelta(minutes=1)
BEFORE_US = timedelta(days=1)  # of the first look
MOST_KNOWN = 50  # of what was heard, that is looked at again


@dataclass(frozen=True)
class Known:
    """
    One change that was heard.

    :param mark: of the words that it added; empty where they could not be read
    """

    number: int
    page: int
    title: str
    thread: str
    shown: Shown
    mark: str

    def as_now(self, title: str, shown: Shown) -> Self:
        return replace(self, title=title, shown=shown)


@dataclass(frozen=True)
class Cursor:
    """
    :param start: from which change on to read, as a wiki writes it
    :param seen: numbers of changes from there on that were read already
    :param known: the newest of what was heard, the oldest first
    """

    start: str = ""
    seen: frozenset[int] = frozenset()
    known: tuple[Known, ...] = field(default=())

    @classmethod
    def read(cls, told: str) -> Self:
        """
        One that is none begins anew: doubles do no harm. What was written long before
        anybody listened is left alone.
        """
        try:
            found = json.loads(told or "{}")
            known = [_known(*each) for each in found["known"]]
            return cls(found["start"], frozenset(found["seen"]), tuple(known))
        except (KeyError, TypeError, ValueError):
            return cls(start=f"{_digits(datetime.now(UTC) - BEFORE_US)}|0")

    def __str__(self) -> str:
        known = [[*astuple(each)] for each in self.known]
        return json.dumps(
            {"start": self.start, "seen": sorted(self.seen), "known": known},
            ensure_ascii=False,
        )

    def after(
        self, rows: list[dict[str, Any]], known: list[Known], has_more: bool
    ) -> Self:
        """:param rows: that were read from here on"""
        kept = tuple(known[-MOST_KNOWN:])
        if not rows:
            return replace(self, known=kept)
        if has_more:
            last = f"{_digits(_time(rows[-1]))}|{rows[-1]['rcid'] + 1}"
            return replace(self, start=last, seen=frozenset(), known=kept)
        begin = max(map(_time, rows)) - OVERLAP
        seen = frozenset(each["rcid"] for each in rows if _time(each) >= begin)
        return replace(self, start=f"{_digits(begin)}|0", seen=seen, known=kept)


def _time(row: Mapping[str, Any]) -> datetime:
    try:
        return datetime.fromisoformat(str(row["timestamp"]))
    except ValueError as error:
        raise NotUnderstood("Its timestamp is no time.") from error


def _digits(time: datetime) -> str:
    return f"{time:%Y%m%d%H%M%S}"


def _known(
    number: int, page: int, title: str, thread: str, shown: str, mark: str
) -> Known:
    return Known(number, page, title, thread, Shown(shown), mark)
