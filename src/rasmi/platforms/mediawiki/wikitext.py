"""
What is said, as wikitext in which nothing is markup but what we put there ourselves.

Every sign that could begin markup becomes a character reference, which a wiki shows as
the sign. The words stay readable in the source of the page.
"""

import hashlib
import re
import unicodedata

from rasmi.platforms.connector import Medium, Op
from rasmi.platforms.mediawiki.names import SPACES, file_name

MARKUP = re.compile(
    r"[&<>\[\]{}|]"
    r"|'(?=')|~(?=~)|_(?=_)"  # bold, signatures, switches such as __NOTOC__
    r"|(?<=\w):(?=\S)"  # a scheme such as mailto: makes a link
    r"|\b[RPI](?=(?:FC|MID|SBN)\s)"  # the magic links of old wikis
    # A wiki in Arabic writes these out, and would show other letters than approved.
    r"|[\uFB50-\uFDFF\uFE70-\uFEFF]"
)
AT_START = frozenset("*#:;=-+!")  # of a line: lists, headings, rules, tables
# No wiki takes them.
CONTROLS = re.compile(r"[\x00-\x08\x0B\x0C\x0E-\x1F\x7F\uFFFD-\uFFFF]")
LINK = re.compile(
    r"https?://[^\s<>\"\[\]\u200B-\u200F\u202A-\u202E\u2066-\u2069]+", re.IGNORECASE
)
AFTER_LINK = ".,;:!?'…،؛؟»”’"
IN_ADDRESS = re.compile(r"['{}|~\\^`]|_(?=_)")


def page(op: Op) -> str:
    """
    The whole page: its paragraphs, each in its own direction, and its pictures.

    :raises Invalid: if a picture is of no kind that a wiki takes
    """
    parts = [_paragraph(each) for each in re.split(r"\n\s*\n", _plain(op.text))]
    parts += [_picture(op.key, each) for each in op.media]
    # As a wiki would put it by itself, so that what it keeps is what was sent.
    return unicodedata.normalize("NFC", "\n\n".join(filter(None, parts)))


def md5(text: str) -> str:
    """By which a wiki sees that all of a text came."""
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def sha1(content: bytes) -> str:
    """As a wiki names what a revision or a file holds."""
    return hashlib.sha1(content, usedforsecurity=False).hexdigest()


def inert(text: str) -> str:
    """A text within a line, in which nothing is markup."""
    return MARKUP.sub(lambda match: _reference(match[0]), text)


def _reference(letter: str) -> str:
    return f"&#{ord(letter)};"


def _plain(text: str) -> str:
    return CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def line(text: str) -> str:
    """A whole text within one line of a page."""
    return "<br />".join(_line(each) for each in _plain(text).strip().split("\n"))


def _paragraph(text: str) -> str:
    lines = "<br />\n".join(_line(each) for each in text.strip().split("\n"))
    return f'<p dir="auto">{lines}</p>' if lines else ""


def _line(text: str) -> str:
    """One line, in which the addresses of pages are links."""
    text = text.strip()
    done, at = "", 0
    for match in LINK.finditer(text):
        address = _without_end(match[0])
        if address.partition("://")[2]:
            done += inert(text[at : match.start()]) + _link(address)
            at = match.start() + len(address)
    done += inert(text[at:])
    return _reference(done[0]) + done[1:] if done[:1] in AT_START else done


def _without_end(address: str) -> str:
    """A link without what ends the sentence around it."""
    end = len(address)
    extra = address.count(")") - address.count("(")
    while end and (
        address[end - 1] in AFTER_LINK or _is_extra(address[end - 1], extra)
    ):
        end -= 1
        extra -= address[end] == ")"
    return address[:end]


def _is_extra(letter: str, extra: int) -> bool:
    """Whether it closes what the address did not open."""
    return letter == ")" and extra > 0


def _link(address: str) -> str:
    target = IN_ADDRESS.sub(lambda match: f"%{ord(match[0]):02X}", address)
    return f"[{target.replace('&', '&amp;')} {inert(address)}]"


def _picture(key: str, medium: Medium) -> str:
    alt = inert(SPACES.sub(" ", _plain(medium.alt)).strip())
    return f"[[File:{file_name(key, medium)}|thumb|center|upright=2|alt={alt}]]"
