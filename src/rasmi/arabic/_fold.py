import re
from array import array
from functools import cached_property

from rasmi.arabic._letters import Letters, is_mark

_LETTERS = Letters()
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")


class Folded:
    """
    A text as it is compared, and where each of its letters stood.

    :param source: the text as it was written
    :param text: the same with one form for each letter
    """

    def __init__(self, source: str, text: str, *, squeezed: bool) -> None:
        self.source = source
        self.text = text
        self._squeezed = squeezed

    def span(self, start: int, end: int) -> tuple[int, int]:
        """
        Where letters `start` to `end` (exclusive) of the folded text stand in the
        source, in code points. Marks and tatweel belong to the letter they are on.

        :raises IndexError: if the folded text has no such letters
        """
        if not 0 <= start < end <= len(self.text):
            raise IndexError(f"no letters {start} to {end} in {len(self.text)}")
        starts, ends = self._places
        return starts[start], ends[end - 1]

    @cached_property
    def _places(self) -> tuple["array[int]", "array[int]"]:
        # Only asked where something was found, so the many texts in which nothing is
        # found do not pay for it.
        starts, ends, letters = array("L"), array("L"), []
        for place, letter in enumerate(self.source):
            folded = _LETTERS[ord(letter)]
            for each in folded:
                starts.append(place)
                ends.append(place + 1)
                letters.append(each)
            if not folded and ends and is_mark(letter):
                ends[-1] = place + 1
        if self._squeezed:
            return _squeezed_places("".join(letters), starts, ends)
        return starts, ends


def fold(text: str, *, squeezed: bool = True) -> Folded:
    """
    Return the text with one form for each letter, in time linear to its length.

    Compatibility forms, case, accents, diacritics, tatweel, unseen characters, forms
    of alef, hamza, ya and ta marbuta, Persian and Urdu letters, Latin look-alikes and
    digits of all scripts are made one. Spaces stay in number, line ends become `\\n`.

    :param squeezed: also shorten three or more of the same letter to two
    """
    folded = text.translate(_LETTERS)
    return Folded(text, squeeze(folded) if squeezed else folded, squeezed=squeezed)


def squeeze(folded: str) -> str:
    """
    Shorten a letter that stands three times or more to two; digits and signs stay.

    Two and not one: Arabic and English have true doubles, as in الله and in "class".
    """
    return _STRETCHED.sub(r"\1\1", folded)


def _squeezed_places(
    letters: str, starts: "array[int]", ends: "array[int]"
) -> tuple["array[int]", "array[int]"]:
    kept_starts, kept_ends, done = array("L"), array("L"), 0
    for run in _STRETCHED.finditer(letters):
        keep = run.start() + 2
        kept_starts.extend(starts[done:keep])
        kept_ends.extend(ends[done:keep])
        kept_ends[-1] = ends[run.end() - 1]
        done = run.end()
    kept_starts.extend(starts[done:])
    kept_ends.extend(ends[done:])
    return kept_starts, kept_ends
