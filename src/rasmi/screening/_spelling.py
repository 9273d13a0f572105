"""Words that are spelled letter by letter, or with a letter masked, to get by."""

import re
from collections.abc import Iterator

from rasmi.screening._matching import forms
from rasmi.screening._text import Hit, Lexicon, Reading, listed

_MARKS = r"[\s.\-_*·•,،/|~+]"
_SPELLED = re.compile(
    rf"(?<![^\W_])[^\W\d_](?:{_MARKS}{{1,3}}[^\W\d_](?![^\W_])){{2,30}}"
)
_MASKED = re.compile(r"(?<![^\W_])([a-z]{1,3})[*#@$!]{1,4}([a-z]{0,4})(?![^\W_])")
# Only what is worth a mask, by its first letter and last letters.
_WORTH = tuple(
    sorted(
        listed(
            """
    fuck fucker fucking fucked shit shitty bitch bitches cunt cunts dick dicks pussy
    ass asshole assholes nigger niggers nigga niggas faggot fag whore slut hoe hoes
    """
        )
    )
)
_MASK = re.compile(r"(?<=[a-z])[*#@$!]")
_SHORTEST = 3
_ALONE = frozenset("abcdefghijklmnopqrstuvwxyzابتثجحخدذرزسشصضطظعغفقكلمنهويء")


def matches(reading: Reading) -> Iterator[Hit]:
    """Spelled and masked words of the lexicon."""
    if len(reading.vocabulary & _ALONE) >= 2:
        yield from _spelled(reading)
    if _MASK.search(reading.text):
        yield from _masked(reading)


def _spelled(reading: Reading) -> Iterator[Hit]:
    for run in _SPELLED.finditer(reading.text):
        letters = [
            (run.start() + at, letter)
            for at, letter in enumerate(run[0])
            if letter.isalpha()
        ]
        # The word may have a neighbor of one letter (و، a): drop one on either side.
        for start, end in ((0, 0), (1, 0), (0, 1), (1, 1)):
            part = letters[start : len(letters) - end]
            hit = _whole(reading.lexicon, part) if len(part) >= _SHORTEST else None
            if hit:
                yield hit
                break


def _whole(known: Lexicon, letters: list[tuple[int, str]]) -> Hit | None:
    word = "".join(letter for _, letter in letters)
    for form in sorted(forms(word)):
        for term in known.index.get(form, ()):
            if len(term.words) == 1 and term.rule.startswith("lexicon."):
                return Hit(term.rule, letters[0][0], letters[-1][0] + 1, term.score)
    return None


def _masked(reading: Reading) -> Iterator[Hit]:
    for found in _MASKED.finditer(reading.text):
        size = len(found[0])
        for word in _WORTH:
            if (
                len(word) in (size, size + 1)
                and word.startswith(found[1])
                and word.endswith(found[2])
                and (found[2] or size > 2)
            ):
                yield Hit("lexicon.improper", found.start(), found.end(), 0.9)
                break
