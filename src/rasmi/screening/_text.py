"""A folded text as the rules look at it, and what they hand back."""

import re
from dataclasses import dataclass
from typing import NamedTuple

from rasmi.arabic import Folded, fold
from rasmi.screening._verdict import Decision, Direction, Lists, Verdict

WORD = re.compile(r"[^\W_]+")
_DIGIT = re.compile(r"\d")


def listed(words: str) -> frozenset[str]:
    """The words of a list that is written with spaces between."""
    return frozenset(words.split())


@dataclass(frozen=True)
class Hit:
    """
    A rule that fits letters `start` to `end` of the folded text.

    :param softened: it is quoted or denied, so a person decides
    """

    rule: str
    start: int
    end: int
    score: float = 1.0
    softened: bool = False


@dataclass(frozen=True)
class Term:
    """
    A word or phrase of the lexicon.

    :param anchor: which of its words it is looked up by
    :param is_exact: it is meant only as written, with nothing joined to it
    """

    words: tuple[str, ...]
    rule: str
    score: float
    anchor: int
    is_exact: bool


class Lexicon:
    """
    Terms by the word that they are looked up by, and what was found out with them.

    :param version: tells one lexicon from another in what is kept of a screening
    """

    def __init__(self, version: str, index: dict[str, tuple[Term, ...]]) -> None:
        self.version = version
        self.index = index
        self.passed = Verdict(Decision.PASS, 0.0, (), version)
        # Words that were looked up and begin nothing: nearly all of nearly all texts.
        self.clean: set[str] = set()


class Word(NamedTuple):
    text: str
    start: int
    end: int


class Reading:
    """
    One text, read once for all rules.
    """

    def __init__(
        self, source: str, direction: Direction, lists: Lists, lexicon: Lexicon
    ) -> None:
        # Not squeezed: digits and keys are matched as they are; words are squeezed one
        # by one when they are looked up.
        self.folded: Folded = fold(source, squeezed=False)
        self.source = source
        self.text = self.folded.text
        self.direction = direction
        self.lists = lists
        self.lexicon = lexicon
        self.vocabulary = set(WORD.findall(self.text))
        # Filled when the words are looked up.
        self.known: dict[str, tuple[Term, ...]] = {}
        self.cues: set[str] = set()
        self.has_long_word = False
        self.has_digits = _DIGIT.search(self.text) is not None
        self._words: list[Word] | None = None

    @property
    def words(self) -> list[Word]:
        # Few texts need their words one by one, and a cached property has a lock.
        if self._words is None:
            self._words = [
                Word(found[0], found.start(), found.end())
                for found in WORD.finditer(self.text)
            ]
        return self._words
