"""
Whether a name was made to be taken for another, and where the two differ.

Skeletons follow the idea of Unicode's UTS 39, with what it leaves out: pairs of letters
that run together, digits for letters, and Arabic forms.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from rasmi.arabic import fold
from rasmi.platforms.addresses import PLATFORM_HOSTS, small, words

# Capitals that are drawn as Latin ones although their small letters are not; Arabic
# letters that carry a hamza; what is read as a letter and is none.
_BEFORE = str.maketrans(
    "ВНΒΖΗΜΝΡΥнв|¡!ؤئ$€",
    "bhbzhmnpyhbliiويse",
)
_DIGITS = str.maketrans("0134589i", "oleasbgl")
_PAIRS = (("rn", "m"), ("vv", "w"), ("cl", "d"))
_SEPARATORS = re.compile(r"[\W_]+")
_SIGNS = re.compile(r"[ ._·~+-]+")  # the ones that a person sees
_NUMBERS = re.compile(r"^\d{1,4}|\d{1,4}$")
_WORDS = words(
    "official officiel original real true verified rasmi rasmy oman om omn gov hq help "
    "helpdesk support service services info news team page account acc org online the "
    "new care live tv app portal web me contact center centre "
    "الرسمي الرسميه رسمي رسميه عمان العماني العمانيه دعم خدمه خدمات اخبار حساب الموثق "
    "جديد الجديد"
)
FEWEST_LETTERS = 5  # of a name one letter of which may differ
FEWEST_INSIDE = 8  # of a name that is looked for inside a longer one
LONGEST = 120
_MOST_PEELED = 3  # words taken off the ends of a name


class Trick(StrEnum):
    SIGNS = "signs"  # points and lines between the letters
    LETTERS = "letters"  # letters and digits that are drawn alike
    LETTER = "letter"  # one letter more, less or other
    WORDS = "words"  # a word was added or left out


class Script(StrEnum):
    DIGIT = "digit"
    LATIN = "latin"
    CYRILLIC = "cyrillic"
    GREEK = "greek"
    ARABIC = "arabic"
    UNSEEN = "unseen"
    SIGN = "sign"
    OTHER = "other"


@dataclass(frozen=True)
class Part:
    """A piece of a name, and whether the other name has it otherwise."""

    text: str
    differs: bool


@dataclass(frozen=True)
class Change:
    """What stands in the one name in the place of what stands in the other."""

    theirs: str
    ours: str


@dataclass(frozen=True)
class Likeness:
    trick: Trick
    theirs: tuple[Part, ...]
    ours: tuple[Part, ...]
    changes: tuple[Change, ...]

    @property
    def distance(self) -> int:
        """How many letters differ, to find the account that is imitated."""
        return sum(max(len(each.theirs), len(each.ours)) for each in self.changes)


def skeleton(name: str) -> str:
    """
    What is left of a name to the eye of somebody in a hurry.

    >>> skeleton("Dem0_rninistry") == skeleton("demo.ministry")
    True
    """
    folded = fold(name.translate(_BEFORE), squeezed=False).text
    letters = _SEPARATORS.sub("", folded).translate(_DIGITS)
    for pair, one in _PAIRS:
        letters = letters.replace(pair, one)
    return letters


_AFFIXES = tuple(sorted({skeleton(each) for each in _WORDS}, key=len, reverse=True))


def likeness(theirs: str, ours: str) -> Likeness | None:
    """
    How a name imitates ours; None where it does not, or is the very same.
    """
    if small(theirs) == small(ours) or len(theirs) > LONGEST:
        return None
    trick = _trick(theirs, ours)
    return Likeness(trick, *_compared(theirs, ours)) if trick else None


def _trick(theirs: str, ours: str) -> Trick | None:
    like, own = skeleton(theirs), skeleton(ours)
    if not own or not like:
        return None
    if like == own:
        plain = (_SIGNS.sub("", small(each)) for each in (theirs, ours))
        return Trick.SIGNS if len(set(plain)) == 1 else Trick.LETTERS
    if _is_near(like, own):
        return Trick.LETTER
    return Trick.WORDS if _has_words(theirs, like, ours, own) else None


def _has_words(theirs: str, like: str, ours: str, own: str) -> bool:
    if len(own) < 3:
        return False
    if len(own) >= FEWEST_INSIDE and own in like:
        return True
    peeled = {each for each in _peeled(like, _bare_of_numbers(theirs)) if each != like}
    if own in peeled or any(_is_near(each, own) for each in peeled):
        return True
    shorter = set(_peeled(own, _bare_of_numbers(ours))) - {own}
    return any(each == like and len(each) >= 4 for each in shorter)


def _bare_of_numbers(name: str) -> str:
    """The skeleton of a name without a number before or after it."""
    return skeleton(_NUMBERS.sub("", _SEPARATORS.sub("", small(name))))


def _peeled(*names: str) -> Iterator[str]:
    """Names without the usual words at their ends, one word after the other."""
    waiting = set(names)
    for _each in range(_MOST_PEELED + 1):
        yield from waiting
        waiting = {
            rest
            for name in waiting
            for affix in _AFFIXES
            for rest in (name.removeprefix(affix), name.removesuffix(affix))
            if rest and rest != name
        }


def _is_near(one: str, other: str) -> bool:
    """Whether one letter was added, left out, changed, or swapped with the next."""
    if min(len(one), len(other)) < FEWEST_LETTERS or abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    rest, another = one[start:], other[start:]
    swapped = rest[:2] == another[:2][::-1] and rest[2:] == another[2:]
    return swapped or rest[1:] in (another, another[1:]) or rest == another[1:]


def _compared(
    theirs: str, ours: str
) -> tuple[tuple[Part, ...], tuple[Part, ...], tuple[Change, ...]]:
    matcher = SequenceMatcher(None, small(theirs), small(ours), autojunk=False)
    left, right, changes = [], [], []
    for tag, start, end, begin, stop in matcher.get_opcodes():
        differs = tag != "equal"
        left.append(Part(theirs[start:end], differs))
        right.append(Part(ours[begin:stop], differs))
        if differs:
            changes.append(Change(theirs[start:end], ours[begin:stop]))
    return (
        tuple(each for each in left if each.text),
        tuple(each for each in right if each.text),
        tuple(changes),
    )


def host_imitated(host: str, ours: tuple[str, ...]) -> str:
    """The host of ours, or of a platform, for which another is to be taken; or none."""
    # Browsers show letters; the network has "xn--" instead.
    shown = ".".join(_shown(each) for each in host.partition(":")[0].split("."))
    for own in (*ours, *PLATFORM_HOSTS):
        name = own.removeprefix("www.").partition(":")[0]
        if host == own or host.endswith(f".{name}"):
            continue  # the same or beneath it, so of the same owner
        labels = _labels(shown)
        wanted = _labels(name)
        if labels[: len(wanted)] == wanted or _is_close(labels, wanted):
            return own
        if (
            own in PLATFORM_HOSTS
            and len(wanted[0]) > 4
            and wanted[0] in "".join(labels)
        ):
            return own
    return ""


def _labels(host: str) -> list[str]:
    return [skeleton(each) for each in host.removeprefix("www.").split(".")]


def _is_close(labels: list[str], wanted: list[str]) -> bool:
    """Whether two hosts differ in one letter; short ones differ so by chance."""
    one, other = "".join(labels), "".join(wanted)
    return len(other) >= FEWEST_INSIDE and (one == other or _is_near(one, other))


def _shown(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return label.removeprefix("xn--").encode("ascii").decode("punycode")
    except UnicodeError:
        return label


def script(letter: str) -> Script:
    """What kind of sign a letter is, to be told to a person."""
    if unicodedata.category(letter) in ("Cf", "Cc", "Zs") or letter in "\u3164\u2800":
        return Script.UNSEEN
    if letter.isdecimal():
        return Script.DIGIT
    if not letter.isalpha():
        return Script.SIGN
    first = unicodedata.name(letter, "").partition(" ")[0].lower()
    known = {each.value: each for each in Script}
    return known.get(first, Script.OTHER)
