"""What a comment says, read out of its HTML in time that grows with its length only."""

import re
from html import unescape

from rasmi.platforms.connector import readable

# A name is taken whole: to try each part of a long one would take time without end.
TAG = re.compile(r"<(?:/?([A-Za-z][A-Za-z0-9]*+)|[!?])[^<>]*>")
# No number of a letter is so long; the library would not read it.
LONG_NUMBER = re.compile(r"&#(?:[0-9]{20,}|[xX][0-9A-Fa-f]{20,});?")
# Control signs, and those that turn the direction of what stands after them.
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
LINE_END = re.compile("\r\n?|[\u2028\u2029]")
SPACES = re.compile(r"[\t\n\r ]+")
PARAGRAPHS = frozenset(("p", "blockquote", "pre", "ul", "ol", "table"))
LINES = frozenset(("br", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6"))


def plain(html: str, *, is_raw: bool) -> str:
    """
    The text that a reader sees, without markup.

    :param is_raw: as it was typed, where a new line is one, and not as a page has it
    """
    html = _without_comments(html)
    html = LINE_END.sub("\n", html) if is_raw else SPACES.sub(" ", html)
    text = LONG_NUMBER.sub("\ufffd", TAG.sub(_gap, html))
    text = UNSEEN.sub("", LINE_END.sub("\n", readable(unescape(text))))
    lines = "\n".join(" ".join(each.split()) for each in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", lines).strip()


def one_line(text: str) -> str:
    """A name as it may stand within a line."""
    return " ".join(plain(text, is_raw=True).split())


def _gap(tag: re.Match[str]) -> str:
    """What stands in the place of a tag."""
    name = (tag.group(1) or "").lower()
    if name in PARAGRAPHS:
        return "\n\n"
    return "\n" if name in LINES else ""


def _without_comments(html: str) -> str:
    """What no reader sees is left out; one that does not end reaches to the end."""
    first, *others = html.split("<!--")
    kept = [first]
    is_within = False
    for part in others:
        # Both forms end where they begin.
        if not is_within and part.startswith((">", "->")):
            kept.append(part.removeprefix("-")[1:])
            continue
        _, end, after = part.partition("-->")
        kept.append(after)
        is_within = not end
    return "".join(kept)
