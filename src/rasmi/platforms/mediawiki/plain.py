"""
The words of wikitext, for a person and for the screening: what readers do not see of it
is left out, as far as that is simple.
"""

import re
from html import unescape

from rasmi.platforms.mediawiki.lines import INDENT, level_of

# A link to the writer, mostly one to the writer's talk page, and a time with a zone.
SIGNATURE = re.compile(
    r"\[\[([^\[\]\n]{1,300})\]\][ \t]{0,5}(?:\(\[\[[^\[\]\n]{1,300}\]\]\))?"
    r"[^\[\]\n]{0,10}\d{1,2}:\d{2}[^\[\]()\n]{4,60}\([^()\n]{1,20}\)\Z"
)
BEFORE_SIGNATURE = " \t-—–"
LONGEST_SIGNATURE = 1_000  # characters
LINK = re.compile(r"\[\[([^\[\]|\n]{1,300})(?:\|([^\[\]\n]{0,300}))?\]\]")
ADDRESS = re.compile(
    r"\[((?:https?:)?//[^\s\[\]]{1,2000})(?:[ \t]([^\[\]\n]{0,500}))?\]", re.IGNORECASE
)
LINE_END = re.compile(r"<br\s{0,5}/?>\n?|</?p(?:\s[^<>]{0,300})?>", re.IGNORECASE)
TAG = re.compile(r"</?[A-Za-z][^<>]{0,500}>")
EMPHASIS = re.compile(r"'{2,5}")
# No letter has so long a number, and Python reads none that is much longer.
ZEROS = re.compile(r"(?<=&#)0+(?=[0-9])")
NO_LETTER = re.compile(r"&(?=#[0-9]{10})")
GAPS = re.compile(r"\n{3,}")


def plain(wikitext: str, user: str) -> str:
    """
    :param user: who wrote it; no other signature is taken for one
    """
    lines = [
        _unmarked(_unsigned(each.rstrip(), user))
        for each in _uncommented(wikitext).split("\n")
    ]
    text = TAG.sub("", LINE_END.sub("\n", "\n".join(lines)))
    return GAPS.sub("\n\n", _unreferenced(text)).strip()


def _unreferenced(text: str) -> str:
    """A number that is no letter stays as it was written, as on a wiki."""
    return unescape(NO_LETTER.sub("&amp;", ZEROS.sub("", text)))


def _uncommented(text: str) -> str:
    kept: list[str] = []
    at = 0
    while True:
        opening = text.find("<!--", at)
        closing = text.find("-->", opening + 4) if opening >= 0 else -1
        if closing < 0:
            return "".join((*kept, text[at:]))
        kept.append(text[at:opening])
        at = closing + 3


def _unsigned(line: str, user: str) -> str:
    end = line[-LONGEST_SIGNATURE:]
    found = SIGNATURE.search(end)
    if not found or not _names(found[1], user):
        return line
    return line[: len(line) - len(end) + found.start()].rstrip(BEFORE_SIGNATURE)


def _names(link: str, user: str) -> bool:
    page = link.partition("|")[0].replace("_", " ").rstrip()
    return bool(user) and page.endswith((f":{user}", f"/{user}"))


def _unmarked(line: str) -> str:
    level = level_of(line)
    if level:
        line = line.rstrip()[level:-level]
    line = EMPHASIS.sub("", line.lstrip(INDENT))
    line = LINK.sub(lambda found: found[2] or found[1], line)
    return ADDRESS.sub(_address, line).strip()


def _address(found: re.Match[str]) -> str:
    """An address stays to be seen, whatever it is called."""
    address, name = found[1], (found[2] or "").strip()
    if not name or _unreferenced(name) == _unreferenced(address):
        return address
    return f"{name} ({address})"
