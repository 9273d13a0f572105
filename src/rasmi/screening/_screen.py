import math
from collections.abc import Iterator
from itertools import chain

from rasmi.screening import (
    _credentials,
    _identifiers,
    _links,
    _markings,
    _matching,
    _spelling,
)
from rasmi.screening._context import softened
from rasmi.screening._rules import OUT_ONLY, RULES
from rasmi.screening._text import Hit, Lexicon, Reading
from rasmi.screening._verdict import (
    OFFENSIVE,
    Decision,
    Direction,
    Finding,
    Lists,
    Verdict,
)
from rasmi.screening.lexicon import WEAK, packaged

# Of one rule: whoever sees a hundred needs no more; a hostile text may hold millions.
_AT_MOST = 100
_ORDER = {Decision.PASS: 0, Decision.HOLD: 1, Decision.BLOCK: 2}
_NO_LISTS = Lists()


def screen(
    text: str,
    *,
    direction: Direction = Direction.OUT,
    lists: Lists = _NO_LISTS,
    lexicon: Lexicon | None = None,
) -> Verdict:
    """
    Return what a text says that policy forbids, in time linear to its length.

    What the body says is passed, held for a person or blocked; what the public says is
    never blocked, only held.

    :param lexicon: what `amended` made; without one, the packaged lexicon
    """
    known = lexicon or packaged()
    reading = Reading(text, direction, lists, known)
    _matching.look_up(reading)
    hits = [
        *_words(reading),
        *_markings.matches(reading),
        *_credentials.matches(reading),
        *_links.matches(reading),
        *_identifiers.matches(reading),
    ]
    if not hits:
        return known.passed
    if direction is Direction.IN:
        hits = [hit for hit in hits if hit.rule not in OUT_ONLY]
    offensive = _offence(hits)
    findings = tuple(_findings(reading, _settled(hits, offensive)))
    decision = max(
        (each.decision for each in findings),
        key=_ORDER.__getitem__,
        default=Decision.PASS,
    )
    return Verdict(decision, offensive, findings, known.version)


def _words(reading: Reading) -> Iterator[Hit]:
    counts: dict[str, int] = {}
    for hit in chain(_matching.matches(reading), _spelling.matches(reading)):
        counts[hit.rule] = counts.get(hit.rule, 0) + 1
        if counts[hit.rule] <= _AT_MOST:
            yield softened(reading, hit)


def _offence(hits: list[Hit]) -> float:
    # As if each were independent evidence: two weak words are less than one plain one.
    doubt = math.prod(
        1 - hit.score
        for hit in hits
        if hit.rule == WEAK or RULES[hit.rule].category in OFFENSIVE
    )
    return round(1.0 - doubt, 3)


def _settled(hits: list[Hit], offensive: float) -> Iterator[Hit]:
    """Weak words count as a mild insult where together they make a text offensive."""
    for hit in hits:
        if hit.rule != WEAK:
            yield hit
        elif offensive >= 0.5:
            yield Hit("lexicon.insult_mild", hit.start, hit.end, hit.score)


def _findings(reading: Reading, hits: Iterator[Hit]) -> Iterator[Finding]:
    counts: dict[str, int] = {}
    for hit in sorted(hits, key=lambda each: (each.start, each.end, each.rule)):
        counts[hit.rule] = counts.get(hit.rule, 0) + 1
        if counts[hit.rule] > _AT_MOST:
            continue
        rule = RULES[hit.rule]
        start, end = reading.folded.span(hit.start, hit.end)
        held = hit.softened or reading.direction is Direction.IN
        yield Finding(
            category=rule.category,
            start=start,
            end=end,
            text=reading.source[start:end],
            rule=hit.rule,
            score=hit.score,
            decision=Decision.HOLD if held else rule.decision,
        )
