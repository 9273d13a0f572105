"""Pictures of numbers: the shapes. Words beside them say the same."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

GAP = 0.5  # between two slices, in hundredths of the whole


@dataclass(frozen=True)
class Face:
    """How a state is shown: by word, icon and colour, never by colour alone."""

    label: str | Promise
    kind: str  # of the badge
    icon: str
    fill: str  # of the shape


@dataclass(frozen=True)
class Slice:
    fill: str
    x: str  # in hundredths, as SVG wants its numbers
    width: str


def split(counts: Iterable[tuple[Face, int]]) -> list[Slice]:
    """One bar cut into what was counted; nothing where nothing was."""
    shown = [(face, count) for face, count in counts if count]
    room = 100 - GAP * (len(shown) - 1)
    whole = sum(count for _, count in shown)
    slices, x = [], 0.0
    for face, count in shown:
        width = room * count / whole
        slices.append(Slice(face.fill, f"{x:.2f}", f"{width:.2f}"))
        x += width + GAP
    return slices


@dataclass(frozen=True)
class Column:
    """One day of a course of days, in a box of a hundred by forty."""

    fill: str
    x: str
    y: str
    width: str
    height: str


TALL = 40.0
LEAST = 2.0  # a day on which nothing was found is seen as well


def columns(days: Sequence[tuple[Face, int] | None]) -> list[Column]:
    """
    A column a day, as high as its count; no column where nothing is known.

    :param days: the oldest first
    """
    top = max((each[1] for each in days if each), default=0) or 1
    step = 100 / max(len(days), 1)
    found = []
    for place, each in enumerate(days):
        if each is None:
            continue
        face, count = each
        height = LEAST + (TALL - LEAST) * count / top
        found.append(
            Column(
                face.fill,
                f"{place * step:.2f}",
                f"{TALL - height:.2f}",
                f"{step * 0.8:.2f}",
                f"{height:.2f}",
            )
        )
    return found
