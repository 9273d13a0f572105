"""
How long a text may be on each platform, counted as the platform counts.

The figures are those of each platform's own documents; where a platform is not named
here nothing is refused beforehand, and the platform itself will say.
"""

import re
import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """
    :param characters: the longest text
    :param pictures: the most pictures beside it
    :param needs_picture: whether it takes no text without a picture
    """

    characters: int
    pictures: int
    needs_picture: bool = False


LIMITS = {
    "x": Limits(280, 4),
    "instagram": Limits(2_200, 10, needs_picture=True),
    "facebook": Limits(63_206, 10),
    "linkedin": Limits(3_000, 20),
    "threads": Limits(500, 20),
    "bluesky": Limits(300, 4),
    "mastodon": Limits(500, 4),
    "sandbox": Limits(1_000, 4),
}

LINK = re.compile(r"https?://\S+", re.IGNORECASE)
LINK_LENGTH = 23  # of any link, on X and Mastodon
# Code points that X counts as one; every other one counts as two (its configuration 3).
SINGLE = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))


def length(platform: str, text: str) -> int:
    """How long a platform finds a text, in its own characters."""
    text = unicodedata.normalize("NFC", text)
    if platform not in ("x", "mastodon"):
        return len(text)
    links = len(LINK.findall(text))
    rest = LINK.sub("", text)
    weigh = _weight if platform == "x" else (lambda letter: 1)
    return links * LINK_LENGTH + sum(weigh(letter) for letter in rest)


def _weight(letter: str) -> int:
    return 1 if any(first <= ord(letter) <= last for first, last in SINGLE) else 2


def too_long(platform: str, text: str) -> int:
    """By how many characters a text is too long for a platform; 0 if it fits."""
    found = LIMITS.get(platform)
    return max(length(platform, text) - found.characters, 0) if found else 0
