"""Numbers as they are written: in one piece, in groups, digit by digit."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_GROUP = re.compile(r"\d+")
# Between the groups of one number: a space, a dash, a point, a line end, twice at most.
_JOIN = re.compile(r"[\s\-.\\/·_،,–—]{1,3}")
_LONGEST = 19  # digits: a bank card; anything longer is no identifier of ours
_MOST_GROUPS = 6


@dataclass(frozen=True)
class Number:
    """
    :param groups: how many digits stood together, group by group
    """

    digits: str
    start: int
    end: int
    groups: tuple[int, ...]


def numbers(text: str) -> Iterator[Number]:
    """
    Every way in which neighboring groups of digits may be one number: each group alone,
    up to six groups together, and runs of single digits as a whole.
    """
    chain: list[re.Match[str]] = []
    for group in _GROUP.finditer(text):
        if chain and not _JOIN.fullmatch(text, chain[-1].end(), group.start()):
            yield from _windows(chain)
            chain = []
        chain.append(group)
        if len(chain) > 10_000:
            # A page of numbers is read in pieces, for its memory.
            yield from _windows(chain)
            chain = chain[-_MOST_GROUPS:]
    yield from _windows(chain)


def _windows(chain: list[re.Match[str]]) -> Iterator[Number]:
    singles: list[re.Match[str]] = []
    for at, first in enumerate(chain):
        size = len(first[0])
        if size == 1:
            singles.append(first)
            continue
        yield from _run(singles)
        singles = []
        for last in range(at, min(at + _MOST_GROUPS, len(chain))):
            window = chain[at : last + 1]
            digits = "".join(group[0] for group in window)
            if len(digits) > _LONGEST or len(chain[last][0]) == 1:
                break
            yield _number(digits, window)
    yield from _run(singles)


def _run(singles: list[re.Match[str]]) -> Iterator[Number]:
    if 1 < len(singles) <= _LONGEST:
        yield _number("".join(group[0] for group in singles), singles)


def _number(digits: str, groups: list[re.Match[str]]) -> Number:
    sizes = tuple(len(group[0]) for group in groups)
    return Number(digits, groups[0].start(), groups[-1].end(), sizes)
