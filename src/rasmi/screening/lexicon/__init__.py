"""
The packaged lexicon: words and phrases by category and by how sure they are.

The words are our own choice, made by reading; which of them earn their place was
decided on the training parts of MPOLD (Apache-2.0), MLMA (MIT) and of Davidson and
others (MIT).
"""

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module

from rasmi.arabic import fold
from rasmi.screening._text import WORD, Lexicon, Term

VERSION = "2026.11.1"
SAFE = "safe"
WEAK = "weak"
CUE = "cue."
_PARTS = (
    "arabic",
    "arabic_speech",
    "arabic_subjects",
    "english",
    "english_subjects",
    "cues",
)


@dataclass(frozen=True)
class Change:
    """
    What a body changes of the packaged lexicon.

    :param words: with what Arabic joins to them found too; "=" before: only as written
    :param rule: a code of `RULES`, `SAFE`, or empty: they are taken out of the lexicon
    :param score: how sure it is, from 0 to 1
    """

    words: str
    rule: str = ""
    score: float = 0.0


@lru_cache(maxsize=1)
def packaged() -> Lexicon:
    """The lexicon of this release."""
    return Lexicon(VERSION, _index())


@lru_cache(maxsize=8)
def amended(changes: tuple[Change, ...]) -> Lexicon:
    """The packaged lexicon with what a body changes of it; made once."""
    if not changes:
        return packaged()
    index = dict(packaged().index)
    for change in changes:
        term = _term(change.words, change.rule, change.score)
        if term is None:
            continue
        anchor = term.words[term.anchor]
        others = (
            each
            for each in index.get(anchor, ())
            if each.words != term.words or each.rule.startswith(CUE)
        )
        index[anchor] = (*others, term) if change.rule else tuple(others)
    told = hashlib.sha256(repr(changes).encode()).hexdigest()[:8]
    return Lexicon(f"{VERSION}+{told}", index)


def is_known(words: str) -> bool:
    """Whether these very words are a term of the packaged lexicon."""
    term = _term(words, "", 0.0)
    return term is not None and any(
        each.words == term.words and not each.rule.startswith(CUE)
        for each in packaged().index.get(term.words[term.anchor], ())
    )


def _index() -> dict[str, tuple[Term, ...]]:
    """The terms by the word that they are looked up by, folded."""
    terms: dict[str, list[Term]] = {}
    for part in _PARTS:
        groups = import_module(f"{__name__}.{part}").TERMS
        for rule, score, listed in groups:
            for written in listed.replace("\n", " ").split("،"):
                term = _term(written.strip(), rule, score)
                if term:
                    terms.setdefault(term.words[term.anchor], []).append(term)
    return {anchor: tuple(listed) for anchor, listed in terms.items()}


def _term(written: str, rule: str, score: float) -> Term | None:
    # "=" before a word: only as written.
    words = tuple(WORD.findall(fold(written).text))
    if not words:
        return None
    # The longest word is the rarest, near enough; "يا" would be met in every text.
    anchor = max(range(len(words)), key=lambda each: (len(words[each]), each))
    return Term(words, rule, score, anchor, written.startswith("="))
