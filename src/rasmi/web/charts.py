"""Pictures of numbers: the shapes. Words beside them say the same."""

from collections.abc import Iterable
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
