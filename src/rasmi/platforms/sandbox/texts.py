"""What may be stored of what people type."""

import re
import unicodedata

from rasmi.platforms.sandbox.problems import Invalid

LONGEST_TEXT = 1000  # code points, of a post or a comment
LONGEST_ALT = 1500  # code points; room to describe a chart
LONGEST_NAME = 100  # code points
LONGEST_KEY = 200  # code points
HANDLE = re.compile("[A-Za-z0-9_]{1,30}")


def said(text: object, field: str = "text", longest: int = LONGEST_TEXT) -> str:
    """
    The text as it is stored: as it came, but with one kind of line end.

    :raises Invalid: if it is no text, shows nothing, or is too long
    """
    kept = anything(text, field, longest)
    if not any(unicodedata.category(letter)[0] not in "CZ" for letter in kept):
        raise Invalid("empty", field)
    return kept


def anything(text: object, field: str, longest: int) -> str:
    """The same, but it may be empty."""
    if not isinstance(text, str):
        raise Invalid("no_text", field)
    kept = text.replace("\r\n", "\n").replace("\r", "\n")
    if len(kept) > longest:
        raise Invalid("too_long", field)
    if any(unicodedata.category(letter) == "Cs" or letter == "\0" for letter in kept):
        raise Invalid("no_text", field)  # half a letter, or the end of one in C
    return kept


def name(text: object, field: str = "name") -> str:
    """A name in one line, without marks that are not seen or turn the direction."""
    kept = "".join(
        letter
        for letter in anything(text, field, LONGEST_TEXT)
        if unicodedata.category(letter) not in {"Cc", "Cf"}
    )
    return said(" ".join(kept.split()), field, LONGEST_NAME)


def handle(text: object) -> str:
    if not isinstance(text, str) or not HANDLE.fullmatch(text):
        raise Invalid("handle", "handle")
    return text
