"""What the screening says of a text, in the reader's language."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from rasmi import screening
from rasmi.core.language import in_language
from rasmi.policy.annexforms.lexicon import changes
from rasmi.policy.annexforms.lines import HIDDEN, MARKS, bare
from rasmi.policy.selectors.annexes import annexes_in_force
from rasmi.screening import Category, Direction, Lists
from rasmi.screening import Decision as Decided

BAN = "publication_ban"
POINTS = f"[{MARKS}{HIDDEN}]*"  # what may stand within a word
GAP = rf"[{MARKS}]*[\s{HIDDEN}][\s{MARKS}{HIDDEN}]*"
ARTICLE = "ال"
SHORT = 3  # letters of a word in which one letter more makes another word
SAME = {
    **dict.fromkeys("اأإآ", "[اأإآ]"),
    **dict.fromkeys("هة", "[هة]"),
    **dict.fromkeys("يى", "[يى]"),
}


@dataclass(frozen=True)
class Screened:
    """One place in a text that the screening found, in the reader's language."""

    category: Category
    start: int  # code points of the text
    end: int
    text: str
    says: str
    remedy: str
    is_blocking: bool
    mark: str  # the same for the same words under the same rule
    rule: str

    @property
    def lever(self) -> str:
        return f"screening.{self.category.value}"


@dataclass(frozen=True)
class Screening:
    decision: Decided
    version: str  # of the lexicon
    findings: list[Screened]


def screened(
    text: str, direction: Direction = Direction.OUT, at: datetime | None = None
) -> Screening:
    """
    Screen a text that is to be said, or that was said to us.

    It is held against the annexes in force: the lexicon, and for what we say the sites
    that may be linked to and what may not be published.
    """
    at = at or timezone.now()  # noqa: TID251 — as one types
    if direction != Direction.OUT:
        lexicon = _lexicon(annexes_in_force(at, "lexicon"))
        verdict = screening.screen(text, direction=direction, lexicon=lexicon)
        return _of(verdict, [])
    held = annexes_in_force(at, "lexicon", "link_hosts", "publication_bans")
    verdict = screening.screen(
        text, direction=direction, lists=_lists(held), lexicon=_lexicon(held)
    )
    return _of(verdict, list(_banned(text, held["publication_bans"])))


def approved_words(at: datetime) -> tuple[screening.Lexicon, Lists]:
    """The lexicon and the lists of the annexes in force, for many texts at once."""
    held = annexes_in_force(at, "lexicon", "link_hosts")
    return _lexicon(held), _lists(held)


def _lexicon(held: dict[str, Any]) -> screening.Lexicon:
    return screening.amended(changes(held["lexicon"]))


def _lists(held: dict[str, Any]) -> Lists:
    return Lists(approved_hosts=frozenset(held["link_hosts"]))


def _of(verdict: screening.Verdict, banned: list[Screened]) -> Screening:
    found = [*banned, *(_screened(each) for each in verdict.findings)]
    decision = Decided.BLOCK if banned else verdict.decision
    return Screening(decision, verdict.version, found)


def _banned(text: str, bans: list[dict[str, str]]) -> Iterator[Screened]:
    for ban in bans:
        for place in _pattern(ban["words"]).finditer(text):
            seen = f"{BAN}\n{ban['words']}".encode()
            yield Screened(
                category=Category.ILLEGAL,
                start=place.start(),
                end=place.end(),
                text=place.group(),
                says=_("Its publication is banned: %(why)s") % {"why": ban["why"]},
                remedy=_("Leave it out until the ban is lifted by a decision."),
                is_blocking=True,
                mark=hashlib.sha256(seen).hexdigest()[:16],
                rule=BAN,
            )


@lru_cache(maxsize=512)
def _pattern(words: str) -> re.Pattern[str]:
    """
    The words however they are pointed, stretched or spelt at their alef and end, with
    what is written on to a word in Arabic («وبالقضية»), seen or unseen between them.
    """
    each = bare(words).split()
    is_short = len(each) == 1 and len(each[0]) <= SHORT
    pattern = GAP.join(_attached(word, is_short=is_short) for word in each)
    return re.compile(rf"(?<!\w){pattern}{POINTS}(?!\w)", re.IGNORECASE)


def _attached(word: str, *, is_short: bool) -> str:
    """
    A word, also with the article and «و» or «ف» and then «ب», «ك» or «ل» before it.

    A short word takes a single letter only before the article: «ريم» is not in «كريم»,
    nor «زير» in «وزير», but in «والريم» it is.
    """
    if word.isascii():
        return _spelt(word)
    joined = f"(?:[وف]{POINTS})?"
    apart = f"{joined}(?:[بك]{POINTS})?"  # «ل» and the article are written «لل»
    stem = word.removeprefix(ARTICLE)
    own = _spelt(stem)
    with_article = f"(?:{apart}{_spelt(ARTICLE)}{POINTS}{own})"
    with_lam = f"(?:{joined}{_spelt('لل')}{POINTS}{_spelt(stem.removeprefix('ل'))})"
    if stem != word:
        before_it = f"(?:{joined}(?:[بكل]{POINTS})?{_spelt(word)})"
        return f"(?:{before_it}|{with_lam})"
    alone = own if is_short else f"{joined}(?:[بكل]{POINTS})?{own}"
    return f"(?:{alone}|{with_article}|{with_lam})"


def _spelt(word: str) -> str:
    return POINTS.join(SAME.get(each, re.escape(each)) for each in word)


def _screened(found: screening.Finding) -> Screened:
    rule = screening.RULES[found.rule]
    seen = f"{found.rule}\n{found.text}".encode()
    return Screened(
        category=found.category,
        start=found.start,
        end=found.end,
        text=found.text,
        says=in_language(rule.says_ar, rule.says_en),
        remedy=in_language(rule.remedy_ar, rule.remedy_en),
        is_blocking=found.decision == Decided.BLOCK,
        mark=hashlib.sha256(seen).hexdigest()[:16],
        rule=found.rule,
    )
