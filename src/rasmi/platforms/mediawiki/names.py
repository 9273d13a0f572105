"""What a post and its pictures are called on a wiki: from the op alone."""

import re
import unicodedata

from rasmi.platforms.connector import Deed, Invalid, Medium, Op

LONGEST_TITLE = 255  # bytes; a wiki does not count the name of its namespace, we do
LONGEST_HEADING = 60  # letters of a text that its title repeats
EXTENSIONS = {
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/webp": "webp",
    "image/gif": "gif",
}
LINK = re.compile(r"https?://\S+", re.IGNORECASE)
SPACES = re.compile(r"\s+")
# Signs of a text that are legal in a title and mean nothing there.
FIT_FOR_TITLES = frozenset("\n -–—.,!?()«»،؛؟٪")
AT_ENDS = " -–—.,،؛"


def marker(key: str) -> str:
    """What the summary of every change of ours carries."""
    return f"[rasmi:{key}]"


def summary_of(op: Op) -> str:
    """What the summary of a change says: whose it is, and what it hides or shows."""
    mark = marker(op.key)
    if op.target is None or op.deed in (Deed.POST, Deed.REPLY):
        return mark
    return f"{mark} {about(op.deed, op.target.remote_id)}"


def about(deed: Deed, remote_id: str) -> str:
    """How a summary ends that hides or shows what somebody said."""
    return f"{deed.value} {remote_id}"


def title_of(handle: str, op: Op) -> str:
    """
    The title of the page of a post: under its prefix, as the text begins.

    A part of the key tells two posts apart that begin alike.

    :raises Invalid: if the prefix leaves no room
    """
    prefix, mark = f"{handle.replace('_', ' ').strip('/ ')}/", f"({op.key[:8]})"
    room = LONGEST_TITLE - len(f"{prefix} {mark}".encode())
    if room < 0:
        raise Invalid("The prefix of the pages is too long for a title.")
    return prefix + " ".join(filter(None, (_heading(op.text, room), mark)))


def file_name(key: str, medium: Medium) -> str:
    """
    What a picture of a post is called, so that uploading it again changes nothing.

    :raises Invalid: if it is of no kind that a wiki takes
    """
    extension = EXTENSIONS.get(medium.media_type)
    if extension is None:
        raise Invalid(f"{medium.media_type}: no kind of picture that a wiki takes")
    return f"Rasmi-{key}-{medium.digest[:16]}.{extension}"


def _heading(text: str, room: int) -> str:
    """:param room: in bytes"""
    # A wiki in Arabic writes ligatures out, and we would look for another title.
    text = unicodedata.normalize("NFKC", LINK.sub(" ", text))
    letters = "".join(each if _is_fit(each) else " " for each in text)
    lines = (_even(each) for each in letters.split("\n"))
    return _cut(next(filter(None, lines), ""), room)


def _is_fit(letter: str) -> bool:
    return unicodedata.category(letter)[0] in "LMN" or letter in FIT_FOR_TITLES


def _even(line: str) -> str:
    return SPACES.sub(" ", line).strip(AT_ENDS)


def _cut(line: str, room: int) -> str:
    """As many whole words as there is room for; of a word that is longer, its begin."""
    short = line[:LONGEST_HEADING].encode()[:room].decode(errors="ignore")
    if short != line and line[len(short)] != " ":
        short = short.rpartition(" ")[0] or short
    return _even(short)
