"""
What a text says that policy forbids: text in, verdict out.

A pure library: it knows no Django, no network and no clause ids. It decides from a
packaged lexicon and fixed rules; who may still publish is decided elsewhere.
"""

from rasmi.screening._rules import RULES, Rule
from rasmi.screening._screen import screen
from rasmi.screening._verdict import (
    OFFENSIVE,
    Category,
    Decision,
    Direction,
    Finding,
    Lists,
    Verdict,
)
from rasmi.screening.lexicon import VERSION

__all__ = [
    "OFFENSIVE",
    "RULES",
    "VERSION",
    "Category",
    "Decision",
    "Direction",
    "Finding",
    "Lists",
    "Rule",
    "Verdict",
    "screen",
]
