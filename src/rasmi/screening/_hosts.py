"""Names of hosts: approved, shortened, or made to look like another."""

import re
import unicodedata
from functools import lru_cache

from rasmi.arabic import fold
from rasmi.screening._text import listed
from rasmi.screening._verdict import Lists

# Endings that make words with a point between them a link although it has no "https".
TOPS = listed(
    """
    com net org info biz om ae sa qa kw bh eg jo lb iq uk us eu de fr in pk ir tr ru
    cn gov edu mil int io co me ly gl app dev ai tv cc ws xyz top shop store online
    site website link click live club icu vip pro tech cloud page blog news zip mov
    gg be fm at gd cm ga tk ml cf gq to st sh ee by email world today space fun win
    loan work عمان عربي امارات السعوديه قطر مصر شبكه موقع
    """
)
# Our own list of what hides where it leads; the full address is always at hand.
_SHORTENERS = listed(
    """
    bit.ly bitly.com tinyurl.com t.co goo.gl ow.ly is.gd v.gd buff.ly cutt.ly
    rebrand.ly shorturl.at shorturl.com rb.gy t.ly lnkd.in bit.do tiny.cc soo.gd
    s.id adf.ly snip.ly qr.ae x.co tr.im bl.ink short.io short.gy surl.li urlz.fr
    clck.ru u.to n9.cl kutt.it dub.sh dub.co t2m.io shorte.st ouo.io trib.al dlvr.it
    fb.me amzn.to j.mp db.tt bc.vc cli.gs po.st q.gs su.pr yourls.org mcaf.ee ity.im
    tny.im lc.chat rotf.lol shrtco.de vk.cc qrco.de qrto.org me-qr.com linkr.bio
    l.ead.me urlr.me tinu.be zpr.io spoo.me maps.app.goo.gl forms.gle shor.by
    hyperurl.co smarturl.it gg.gg chilp.it hubs.ly ift.tt wp.me git.io youtu.be.link
    tinylink.com linktr.ee msha.ke beacons.ai
    """
)
_NUMBER = re.compile(
    r"(?:0x[0-9a-f]{1,8}|\d{1,12})(?:\.(?:0x[0-9a-f]{0,8}|\d{1,12})){0,3}"
)
_LABEL = re.compile(r"[\w\-]{1,63}")
# Pairs and digits that pass for a letter at a glance.
_PASSES_FOR = (("rn", "m"), ("vv", "w"), ("0", "o"), ("1", "l"), ("i", "l"), ("-", ""))
# One letter away means little in a short name: "head" is no "heac".
_LONG_ENOUGH = 5


def judge(host: str, lists: Lists) -> str:
    """The rule that a host breaks; empty if it may be linked to."""
    if _NUMBER.fullmatch(host):
        return "link.address_literal"
    labels = _readable(host)
    if labels is None or len(labels) < 2:
        return "link.malformed"
    return _trick(labels, lists) or _standing(".".join(labels), lists)


def _standing(name: str, lists: Lists) -> str:
    if is_approved(name, lists):
        return ""
    short = name.removeprefix("www.")
    return "link.shortener" if short in _SHORTENERS else "link.not_approved"


def is_approved(name: str, lists: Lists) -> bool:
    """Whether a host, as people read it, is on the list or beneath one that is."""
    return any(
        name == host or name.endswith("." + host)
        for host in _approved(lists.approved_hosts)
    )


@lru_cache(maxsize=64)
def _approved(hosts: frozenset[str]) -> frozenset[str]:
    return frozenset(".".join(_readable(host) or ()) or host for host in hosts)


def _readable(host: str) -> tuple[str, ...] | None:
    """The labels as people read them; None if one is no label of a host."""
    labels = tuple(_decoded(label) for label in host.casefold().split("."))
    return labels if all(map(_LABEL.fullmatch, labels)) else None


def _decoded(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    import idna  # only where a link asks for it: it loads large tables

    try:
        return idna.decode(label)
    except (idna.IDNAError, UnicodeError):
        return ""


def _trick(labels: tuple[str, ...], lists: Lists) -> str:
    if any(len(_scripts(label)) > 1 for label in labels):
        return "link.mixed_script"
    name = ".".join(labels)
    approved = is_approved(name, lists)
    if not approved and _holds_official(name, lists):
        return "link.suffix_trick"
    if any(_imitates(label, approved, lists.protected_names) for label in labels):
        return "link.look_alike"
    return ""


def _holds_official(name: str, lists: Lists) -> bool:
    """Whether an official address stands at the front of one that is another's."""
    dotted, dashed = f".{name}.", name.replace(".", "-")
    return any(
        f".{host}." in dotted or host.replace(".", "-") + "-" in dashed + "-"
        for host in lists.approved_hosts
    )


def _imitates(label: str, approved: bool, names: frozenset[str]) -> bool:
    if label in names:
        return not approved
    looks = _skeleton(label)
    for name in names:
        if looks == _skeleton(name):
            return True
        if not approved and _skeleton(name) in looks:
            return True
        if len(name) >= _LONG_ENOUGH and _is_one_away(label, name):
            return True
    return False


@lru_cache(maxsize=1_000)
def _skeleton(label: str) -> str:
    looks = fold(label).text
    for pair, letter in _PASSES_FOR:
        looks = looks.replace(pair, letter)
    return looks


def _is_one_away(label: str, name: str) -> bool:
    """One letter more, less or other, or two neighbors exchanged."""
    if abs(len(label) - len(name)) > 1:
        return False
    at = 0
    while at < min(len(label), len(name)) and label[at] == name[at]:
        at += 1
    rest, wanted = label[at:], name[at:]
    return (
        rest[1:] == wanted[1:]
        or rest[1:] == wanted
        or rest == wanted[1:]
        or (rest[:2] == wanted[:2][::-1] and rest[2:] == wanted[2:])
    )


def _scripts(label: str) -> set[str]:
    return {
        unicodedata.name(letter, "?").partition(" ")[0]
        for letter in label
        if letter.isalpha()
    }
