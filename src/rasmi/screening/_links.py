"""Links: where they lead, and whether they pretend to lead elsewhere."""

import re
import unicodedata
from collections.abc import Iterator

from rasmi.screening import _hosts
from rasmi.screening._text import Hit, Reading
from rasmi.screening._verdict import Lists

_INNER_POINT = re.compile(r"\.[^\s.]")
_TOKEN = re.compile(r"[^\s<>\"«»“”]+")
_SCHEME = re.compile(
    r"(?<![a-z0-9])[a-z][a-z0-9+.\-]{1,20}:/{1,2}|(?:javascript|vbscript):|data:(?=[a-z]{1,20}/)"
)
_BARE = re.compile(
    r"(?:[\w\-]{1,63}\.){1,8}(?P<top>[\w\-]{2,63})(?::\d{1,5})?(?:[/?#].*)?", re.DOTALL
)
_ARABIC_BEFORE = re.compile(r"[\u0621-\u064a]+(?=[a-z])")
_BEFORE, _AFTER = "([{.,;:!?'*_…|،؛؟-", ")]}.,;:!?'*_…|،؛؟"
_AUTHORITY_ENDS = re.compile(r"[/?#\\]")
_PORTS = frozenset({"", "80", "443"})
# Beyond this a browser takes no address; what is longer is no link but noise.
_LONGEST = 2_000


def matches(reading: Reading) -> Iterator[Hit]:
    """The links of a text that may not go out as they are, one rule each."""
    text = reading.text
    if not (
        _INNER_POINT.search(text)
        or "://" in text
        or "script:" in text
        or "data:" in text
    ):
        return
    for token in _TOKEN.finditer(text):
        place = _place(token[0])
        if place:
            start, end = token.start() + place[0], token.start() + place[1]
            rule = _rule(_as_written(reading, start, end), reading.lists)
            if rule:
                yield Hit(rule, start, end)


def _place(token: str) -> tuple[int, int] | None:
    """Where in a token without spaces a link stands, if there is one."""
    if "." not in token and ":" not in token:
        return None
    end = len(token.rstrip(_AFTER))
    scheme = _SCHEME.search(token[:_LONGEST])
    if scheme:
        return (scheme.start(), end) if end > scheme.end() else None
    start = len(token) - len(token.lstrip(_BEFORE))
    glued = _ARABIC_BEFORE.match(token, start)
    if glued:
        start = glued.end()
    if end - start > _LONGEST or "@" in token:
        return None
    bare = _BARE.fullmatch(token, start, end)
    return (start, end) if bare and bare["top"] in _hosts.TOPS else None


def _as_written(reading: Reading, start: int, end: int) -> str:
    # From the source: folding makes look-alikes one, and here they matter.
    first, last = reading.folded.span(start, end)
    written = unicodedata.normalize("NFKC", reading.source[first:last])
    seen = (each for each in written if unicodedata.category(each) not in ("Cf", "Cc"))
    return "".join(seen).casefold()


def _rule(link: str, lists: Lists) -> str:
    scheme, colon, rest = link.partition(":")
    if not colon or "." in scheme:
        scheme, rest = "https", "//" + link
    if scheme not in ("http", "https"):
        return "link.malformed"
    authority = _AUTHORITY_ENDS.split(rest.lstrip("/"), maxsplit=1)[0]
    userinfo, _, place = authority.rpartition("@")
    if userinfo:
        return "link.userinfo"
    if place.startswith("["):
        return "link.address_literal"
    host, _, port = place.partition(":")
    if "\\" in link or port not in _PORTS:
        return "link.malformed"
    rule = _hosts.judge(host.rstrip("."), lists)
    return rule or ("link.not_https" if scheme == "http" else "")
