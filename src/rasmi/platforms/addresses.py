"""
What people type or paste to name an account: a handle, a link, a page of a site.

A link is read as strictly as a deceiver would wish it were not: host, port and handle
are compared letter by letter, and only A to Z are the same as a to z.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import parse_qs, unquote

from rasmi.platforms.catalog import clean_handle


def words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_HOSTS: dict[str, tuple[str, ...]] = {
    "x": ("x.com", "twitter.com"),
    "instagram": ("instagram.com",),
    "facebook": ("facebook.com", "fb.com", "m.me"),
    "linkedin": ("linkedin.com",),
    "threads": ("threads.net", "threads.com"),
    "bluesky": ("bsky.app",),
    "whatsapp": ("wa.me", "whatsapp.com"),
    "telegram": ("t.me", "telegram.me"),
    "snapchat": ("snapchat.com",),
    "tiktok": ("tiktok.com",),
    "youtube": ("youtube.com",),
    "flickr": ("flickr.com",),
}
_DOORS = words("www m mobile web mbasic touch api chat")  # of the same platform
_PLATFORM_OF = {
    door + host: platform
    for platform, hosts in _HOSTS.items()
    for host in hosts
    for door in ("", *(f"{each}." for each in _DOORS))
}
_OF_A_COUNTRY = re.compile(
    r"(?:[a-z]{2}|[a-z]{2}-[a-z]{2})\.((?:linkedin|facebook)\.com)"
)
PLATFORM_HOSTS = tuple(host for hosts in _HOSTS.values() for host in hosts)
SHORT_LINKS = words(
    "t.co bit.ly goo.gl tinyurl.com is.gd buff.ly ow.ly lnkd.in fb.me wa.link rb.gy "
    "cutt.ly tiny.cc shorturl.at rebrand.ly vm.tiktok.com vt.tiktok.com instagr.am "
    "l.facebook.com lm.facebook.com l.instagram.com youtu.be linktr.ee"
)
# Where in a path the handle stands; `*` is any one step.
_PATHS: dict[str, tuple[str, ...]] = {
    "instagram": ("stories/{}", "{}"),
    "facebook": ("pg/{}", "people/*/{}", "{}"),
    "linkedin": ("company/{}", "school/{}", "showcase/{}", "in/{}"),
    "threads": ("@{}",),
    "bluesky": ("profile/{}",),
    "whatsapp": ("channel/{}", "{}"),
    "telegram": ("s/{}", "{}"),
    "snapchat": ("add/{}", "@{}"),
    "tiktok": ("@{}",),
    "youtube": ("@{}", "c/{}", "user/{}", "channel/{}"),
    "flickr": ("people/{}", "photos/{}"),
}
# On these the same handle is another account in another place of the site.
_PLACES_APART = words("linkedin youtube whatsapp")
_NO_HANDLE = words(
    "i home search intent hashtag share explore messages notifications settings login "
    "signup compose p reel reels tv stories accounts direct watch groups events c "
    "marketplace photo photo.php permalink.php story.php sharer sharer.php profile.php "
    "joinchat addstickers feed help about privacy tos send pages gaming"
)
_IN_QUERY = {"facebook": "id", "whatsapp": "phone", "x": "screen_name"}
_LINK = re.compile(
    r"[a-z][a-z0-9+.-]*://.*|//.+|[^\s/@?#]+\.[^\s/@?#]+[/?#].*", re.IGNORECASE
)
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*)://", re.IGNORECASE)
_FIRST_PAGE = re.compile(r"(?:index|default|home)\.\w+")
_WIKI_ENTRANCES = words("wiki w index.php index.php5")
_WIKI_FIRST_PAGES = words("Main_Page index.php الصفحة_الرئيسية الصفحة_الرئيسة")
# Marks that say in which direction a copied text runs; no handle has any.
_RUNS = "\u200e\u200f\u061c\ufeff" + "".join(map(chr, range(0x202A, 0x202F)))
_RUNS += "".join(map(chr, range(0x2066, 0x206A)))
_AROUND = _RUNS + "<>«»“”\"'"
_CAPITALS = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}


class Form(StrEnum):
    HANDLE = "handle"  # a name, of whichever platform
    ACCOUNT = "account"  # the link of an account on a platform that we know
    UNNAMED = "unnamed"  # a link on such a platform that names no account
    SHORT = "short"  # a link that leads nobody knows where
    SITE = "site"  # any other link
    CROOKED = "crooked"  # a link that leads elsewhere than it seems to


@dataclass(frozen=True)
class Mention:
    """
    How somebody named an account.

    :param host: of a link, with its port unless that is the usual one
    :param place: where on its platform the handle stands, where that makes a difference
    :param path: the steps of a link after its host
    """

    form: Form
    handle: str = ""
    platform: str = ""
    place: str = ""
    host: str = ""
    path: tuple[str, ...] = ()
    query: str = ""


def small(text: str) -> str:
    """A to Z as a to z and nothing else: no other letter may become one of them."""
    return text.translate(_CAPITALS)


def read(text: str) -> Mention:
    """Say what somebody typed: of a sentence with one link in it, the link."""
    text = _bare(text)
    words = [_bare(each) for each in text.split()]
    links = [each for each in words if _LINK.fullmatch(each)]
    others = [each for each in words if each not in links]
    if len(links) == 1 and not any("@" in each or "." in each for each in others):
        return _read_link(links[0])
    handle = clean_handle(text)
    is_host = len(words) == 1 and "." in text and "@" not in text
    host = small(text) if is_host else ""
    if host in _PLATFORM_OF:
        return Mention(Form.UNNAMED, platform=_PLATFORM_OF[host], host=host)
    return Mention(Form.HANDLE, handle=handle, host=host)


def _bare(text: str) -> str:
    previous = None
    while text != previous:
        previous, text = text, text.strip().strip(_AROUND)
    return text


def _read_link(link: str) -> Mention:
    known = _SCHEME.match(link)
    scheme = small(known[1]) if known else "https"
    rest = link[known.end() :] if known else link.lstrip("/")
    authority = re.split(r"[/?#]", rest, maxsplit=1)[0]
    # Browsers take a backslash for a slash, and what stands before @ for a user's name.
    if (
        scheme not in ("http", "https")
        or re.search(r"[\\\x00-\x1f\x7f]", link)
        or "@" in authority
    ):
        return Mention(Form.CROOKED, host=small(authority.rpartition("@")[2]))
    steps, _, query = rest.partition("#")[0].partition("?")
    host = small(authority).removesuffix(":80" if scheme == "http" else ":443")
    path = tuple(unquote(each) for each in steps.split("/")[1:] if each)
    if {".", ".."} & set(path):  # a browser goes up; what is read here is not where
        return Mention(Form.CROOKED, host=host)
    if host in SHORT_LINKS:
        return Mention(Form.SHORT, host=host)
    platform = _platform_of(host)
    if not platform:
        return _on_a_site(host, path, query)
    place, handle = _handle_in(platform, path, query)
    form = Form.ACCOUNT if handle else Form.UNNAMED
    return Mention(form, handle, platform, place, host, path, query)


def _platform_of(host: str) -> str:
    local = _OF_A_COUNTRY.fullmatch(host)
    return _PLATFORM_OF.get(local[1] if local else host, "")


def _on_a_site(host: str, path: tuple[str, ...], query: str) -> Mention:
    # Mastodon has no host of its own: its accounts stand under @ on many.
    steps = path[1:] if path[:1] == ("users",) else path
    name = steps[0] if steps and (steps is not path or steps[0][:1] == "@") else ""
    handle = f"{clean_handle(name)}@{host}" if name else ""
    return Mention(Form.SITE, handle, host=host, path=path, query=query)


def _handle_in(platform: str, path: tuple[str, ...], query: str) -> tuple[str, str]:
    """The place and the handle that a path names; both empty where it names none."""
    for pattern in _PATHS.get(platform, ("{}",)):
        steps = pattern.split("/")
        if len(path) >= len(steps) and all(map(_fits, path, steps)):
            found = path[len(steps) - 1]
            handle = found.removeprefix("@")
            if pattern != "{}" or small(handle) not in _NO_HANDLE:
                place = pattern if platform in _PLACES_APART else ""
                return place, handle
    asked = parse_qs(query).get(_IN_QUERY.get(platform, ""), [])
    return ("{}" if platform in _PLACES_APART else "", asked[0]) if asked else ("", "")


def _fits(step: str, wanted: str) -> bool:
    if wanted == "@{}":
        return step.startswith("@") and len(step) > 1
    return wanted in ("{}", "*") or step == wanted


def same_handle(platform: str, one: str, other: str) -> bool:
    """Whether two handles are one account of a platform, to the letter."""
    one, other = small(one), small(other)
    if platform == "facebook":  # where points make no difference
        one, other = one.replace(".", ""), other.replace(".", "")
    if platform == "whatsapp":
        return one == other or (_number(one) == _number(other) != "")
    return one == other


def _number(written: str) -> str:
    """The digits of a telephone number; empty for anything else."""
    digits = re.sub(r"[\s()-]", "", written).removeprefix("+")
    if not digits.isdecimal():
        return ""
    return "".join(str(unicodedata.decimal(each)) for each in digits).removeprefix("00")


def is_of_site(page: Mention, address: str, *, is_wiki: bool = False) -> bool:
    """
    Whether a page belongs to the site of an address: the same host, beneath its path.

    :param is_wiki: the address of its first page stands for the whole host
    """
    home = _read_link(address)
    if not page.host or _without_www(page.host) != _without_www(home.host):
        return False
    beneath = home.path
    if beneath and _FIRST_PAGE.fullmatch(beneath[-1]):
        beneath = beneath[:-1]
    if is_wiki and _is_first_page_of_a_wiki(home.path):
        return True
    if not beneath and _platform_of(home.host):
        return False  # an address of a whole platform is nobody's site
    if home.query and home.query != page.query:
        return False
    hides = any("/" in step for step in page.path)
    return page.path[: len(beneath)] == beneath and not (beneath and hides)


def _is_first_page_of_a_wiki(path: tuple[str, ...]) -> bool:
    is_wiki = path[:1] and path[0] in _WIKI_ENTRANCES
    return bool(is_wiki) and (len(path) == 1 or path[-1] in _WIKI_FIRST_PAGES)


def _without_www(host: str) -> str:
    return host.removeprefix("www.")
