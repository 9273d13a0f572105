"""
What one change added to a talk page, line by line, and where that stands now.

A talk page is one text that everybody edits: who said what shows only in its history.
Everything here takes time in proportion to the text, whatever strangers write.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

INDENT = ":*#;"
MOST_LOST = 20  # lines that went, of which an added one may be the continuation
MOST_PLACES = 100  # of the same words on a page


@dataclass(frozen=True)
class Line:
    """
    A line that came, or that somebody wrote into.

    :param kept: what of it stood there before; empty of a new line
    :param words: what is new in it
    """

    text: str
    kept: str
    words: str


@dataclass(frozen=True)
class Block:
    """:param start: the line of the page where it began"""

    start: int
    lines: tuple[Line, ...]

    @property
    def texts(self) -> list[str]:
        return [each.text for each in self.lines]


def differing(before: str, after: str) -> tuple[str, str]:
    """Two texts without the whole lines that they share at both ends."""
    old, new, _ = parted(before, after)
    return "\n".join(old), "\n".join(new)


def added(before: str, after: str) -> list[Block]:
    """
    What came to a text. What only moved, or was indented anew, did not.
    """
    old, new, start = parted(before, after)
    left = Counter(map(plainly, old))
    came = [_takes(left, plainly(each)) for each in new]
    lost = list(islice((each for each in old if left[plainly(each)] > 0), MOST_LOST))
    blocks: list[Block] = []
    open_: list[Line] = []
    for index, text in enumerate(new):
        line = _line(text, lost) if came[index] else None
        if line:
            open_.append(line)
        elif open_ and not text.strip():
            open_.append(Line(text, "", ""))
        else:
            blocks += _closed(open_, start + index)
            open_ = []
    return blocks + _closed(open_, start + len(new))


def plainly(line: str) -> str:
    """A line by which it is known again, however deep somebody indents it."""
    return line.strip().lstrip(INDENT).strip()


def indent_of(line: str) -> str:
    return line[: len(line) - len(line.lstrip(INDENT))]


def level_of(line: str) -> int:
    """Of a heading; 0 of any other line."""
    line = line.rstrip()
    opening = len(line) - len(line.lstrip("="))
    closing = len(line) - len(line.rstrip("="))
    return min(opening, closing, 6) if opening < len(line) else 0


def mark_of(blocks: list[Block]) -> str:
    """By which one sees cheaply whether what was added still stands on a page."""
    lines = [plainly(each.text) for block in blocks for each in block.lines]
    return mark(max(lines, key=len, default=""))


def marks_in(page: str) -> set[str]:
    return {mark(plainly(each)) for each in page.split("\n")}


def mark(line: str) -> str:
    return hashlib.sha256(line.encode()).hexdigest()[:12]


def places(page: list[str], sought: list[str], near: int) -> range | None:
    """Where lines stand on a page one after the other: of many places the nearest."""
    whole = "\n" + "\n".join(map(plainly, page)) + "\n"
    needle = "\n" + "\n".join(map(plainly, sought)) + "\n"
    found = list(islice(_occurrences(whole, needle), MOST_PLACES))
    if not sought or not found:
        return None
    start = min(found, key=lambda each: abs(each - near))
    return range(start, start + len(sought))


def _occurrences(whole: str, needle: str) -> Iterator[int]:
    """The numbers of the lines where it begins."""
    at, line, counted = whole.find(needle), 0, 0
    while at >= 0:
        line += whole.count("\n", counted, at)
        counted = at
        yield line
        at = whole.find(needle, at + 1)


def parted(before: str, after: str) -> tuple[list[str], list[str], int]:
    """The lines between what both share, and where they begin."""
    # An empty page has no lines, not an empty one.
    old = before.split("\n") if before else []
    new = after.split("\n") if after else []
    most = min(len(old), len(new))
    head = next((n for n in range(most) if old[n] != new[n]), most)
    most -= head
    tail = next((n for n in range(most) if old[-1 - n] != new[-1 - n]), most)
    return old[head : len(old) - tail], new[head : len(new) - tail], head


def _takes(left: Counter[str], line: str) -> bool:
    """Whether a line is one of those that are new."""
    if not line:
        return False
    if left[line] > 0:
        left[line] -= 1
        return False
    return True


def _line(text: str, lost: list[str]) -> Line | None:
    """:param lost: lines that are gone; somebody may have written into one of them"""
    for old in lost:
        words = _written_into(old, text)
        if words is not None:
            return Line(text, old, words) if words.strip() else None
    return Line(text, "", text)


def _written_into(old: str, new: str) -> str | None:
    """What stands in a line beyond all of another one."""
    if not plainly(old) or len(new) <= len(old):
        return None
    head = _shared(old, new)
    tail = _shared(old[head:][::-1], new[head:][::-1])
    if head + tail < len(old):
        return None
    return new[head : len(new) - len(old) + head]


def _shared(one: str, other: str) -> int:
    """With how many signs both begin."""
    pairs = enumerate(zip(one, other, strict=False))
    most = min(len(one), len(other))
    return next((index for index, (a, b) in pairs if a != b), most)


def _closed(lines: list[Line], end: int) -> list[Block]:
    """:param end: of the lines with the empty ones after them"""
    start = end - len(lines)
    while lines and not lines[-1].text.strip():
        lines = lines[:-1]
    return [Block(start, tuple(lines))] if lines else []
