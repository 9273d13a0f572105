"""
What a text says that policy forbids: text in, verdict out.

A pure library: it knows no Django, no network and no clause ids. It decides from a
packaged lexicon and fixed rules; who may still publish is decided elsewhere.
"""

from rasmi.screening._rules import RULES, Rule
from rasmi.screening._screen import screen
from rasmi.screening._text import Lexicon
from rasmi.screening._verdict import (
    OFFENSIVE,
    Category,
    Decision,
    Direction,
    Finding,
    Lists,
    Verdict,
)
from rasmi.screening.lexicon import SAFE, VERSION, Change, amended, is_known

__all__ = [
    "OFFENSIVE",
    "RULES",
    "SAFE",
    "VERSION",
    "Category",
    "Change",
    "Decision",
    "Direction",
    "Finding",
    "Lexicon",
    "Lists",
    "Rule",
    "Verdict",
    "amended",
    "is_known",
    "screen",
]
