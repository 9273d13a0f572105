"""Words and phrases of the lexicon, found under what Arabic joins to them."""

import re
from collections.abc import Iterator
from functools import lru_cache

from rasmi.arabic import squeeze
from rasmi.screening import lexicon
from rasmi.screening._text import Hit, Lexicon, Reading, Term, Word

_PREFIXES = (
    *("", "و", "ف", "ب", "ك", "ل", "ال", "وال", "فال", "بال", "كال", "لل", "ولل", "وب"),
    *("ول", "يا", "ويا", "يال", "ياال", "هال", "هاال", "عال", "عل"),
)
_SUFFIXES = (
    *("", "ه", "ها", "هم", "هن", "ك", "كم", "كن", "ي", "نا", "ين", "ون", "ات", "ا"),
    *(
        "ان",
        "يه",
        "يين",
        "وا",
        "تك",
        "تكم",
        "ته",
        "تها",
        "تهم",
        "هما",
        "كي",
        "ني",
        "اتهم",
    ),
)
_SHORTEST = 3
_ENDINGS = ("s", "es", "ed", "d", "ing", "in", "er", "ers", "y", "z", "ish")
_LEET = str.maketrans("013457", "oieast")
# Letters. No word of the lexicon is half as long, however it is drawn out.
_LONGEST = 60
_AS_A_KEY = 12  # letters and digits mixed: may be a key or a token
_TELLING = 2  # first letters: no ending changes them
_CLEAN_AT_MOST = 200_000


def look_up(reading: Reading) -> None:
    """Note which words of a text the lexicon knows, and what they give a cue for."""
    for word in reading.vocabulary - reading.lexicon.clean:
        if word.isdigit():
            continue
        if len(word) > _LONGEST:
            reading.has_long_word = True
            continue
        known = _anchored(reading.lexicon, word)
        if known:
            _note(reading, word, known)
        elif len(word) >= _AS_A_KEY and not word.isalpha():
            reading.has_long_word = True
        else:
            _remember(reading.lexicon.clean, word)


def _note(reading: Reading, word: str, known: tuple[Term, ...]) -> None:
    terms = []
    for term in known:
        if term.rule.startswith(lexicon.CUE):
            reading.cues.add(term.rule)
        # Most phrases fail here, before the words of the text are told apart.
        elif all(other[:_TELLING] in reading.text for other in term.words):
            terms.append(term)
    if terms:
        reading.known[word] = tuple(terms)


def _remember(clean: set[str], word: str) -> None:
    if len(clean) >= _CLEAN_AT_MOST:
        clean.clear()
    clean.add(word)


def matches(reading: Reading) -> Iterator[Hit]:
    """The terms of the lexicon in a text, by place; longer ones hide those within."""
    if not reading.known:
        return
    hidden: list[tuple[int, int]] = []
    found = []
    for place, word in enumerate(reading.words):
        for term in reading.known.get(word.text, ()):
            start = place - term.anchor
            last = start + len(term.words) - 1
            if not _stands(reading.words, start, term):
                continue
            span = reading.words[start].start, reading.words[last].end
            if term.rule == lexicon.SAFE:
                hidden.append(span)
            else:
                found.append(Hit(term.rule, *span, term.score))
    yield from _longest(found, hidden)


def _stands(words: list[Word], start: int, term: Term) -> bool:
    """Whether all words of a term stand here; that its anchor does is known."""
    if start < 0 or start + len(term.words) > len(words):
        return False
    return all(
        words[start + step].text == wanted
        or (not term.is_exact and wanted in forms(words[start + step].text))
        for step, wanted in enumerate(term.words)
        if step != term.anchor
    )


@lru_cache(maxsize=20_000)
def _anchored(known: Lexicon, word: str) -> tuple[Term, ...]:
    return tuple(
        term
        for form in sorted(forms(word))
        for term in known.index.get(form, ())
        if form == word or not term.is_exact
    )


def _longest(found: list[Hit], hidden: list[tuple[int, int]]) -> Iterator[Hit]:
    # One pass over both, each sorted by place, as a hostile text may hold very many.
    found.sort(key=lambda hit: (hit.start, -hit.end, -hit.score))
    hidden.sort()
    reached: dict[str, int] = {}
    safe = 0
    for hit in found:
        while safe < len(hidden) and hidden[safe][1] <= hit.start:
            safe += 1
        if safe < len(hidden) and hidden[safe][0] <= hit.start:
            continue
        # A weak word within an insult is no second evidence.
        kind = hit.rule.partition(".")[0].replace(lexicon.WEAK, "lexicon")
        if hit.start >= reached.get(kind, 0):
            reached[kind] = hit.end
            yield hit


@lru_cache(maxsize=20_000)
def forms(word: str) -> frozenset[str]:
    """What a folded word may be without what is joined to it; itself among them."""
    if len(word) > _LONGEST:
        return frozenset()
    short = squeeze(word)
    found = _bare(short)
    if short != word:
        # It was drawn out, so the doubles that are left may be no doubles.
        found |= _bare(re.sub(r"(.)\1", r"\1", short)) | {word}
    if not word.isalpha() and not word.isdigit():
        found |= _bare(short.translate(_LEET))
    return frozenset(found)


def _bare(word: str) -> set[str]:
    if word.isascii():
        return set(_english(word))
    return set(_arabic(word))


def _english(word: str) -> Iterator[str]:
    yield word
    for ending in _ENDINGS:
        left = word.removesuffix(ending)
        # Short words take no ending but the plural: "cumin", "spicy" and "Niger" are
        # other words.
        if left == word or len(left) < (_SHORTEST if ending in "sz" else 5):
            continue
        yield left
        yield left + "e"
        if left[-1] == left[-2]:
            yield left[:-1]


def _arabic(word: str) -> Iterator[str]:
    for prefix in _PREFIXES:
        if not word.startswith(prefix):
            continue
        left = word[len(prefix) :]
        for suffix in _SUFFIXES:
            if suffix and not left.endswith(suffix):
                continue
            core = left[: len(left) - len(suffix)]
            if not (prefix or suffix) or len(core) >= _SHORTEST:
                yield core
                if suffix == "ات" or (suffix and core.endswith("ت")):
                    # زباله: زبالتكم، زبالات
                    yield core.removesuffix("ت") + "ه"
