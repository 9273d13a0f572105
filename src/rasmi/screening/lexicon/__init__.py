"""
The packaged lexicon: words and phrases by category and by how sure they are.

The words are our own choice, made by reading; which of them earn their place was
decided on the training parts of MPOLD (Apache-2.0), MLMA (MIT) and of Davidson and
others (MIT).
"""

from functools import lru_cache
from importlib import import_module

from rasmi.arabic import fold
from rasmi.screening._text import WORD, Term

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


@lru_cache(maxsize=1)
def index() -> dict[str, tuple[Term, ...]]:
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
