"""What the screening says of a text, in the reader's language."""

import hashlib
from dataclasses import dataclass

from rasmi import screening
from rasmi.core.language import in_language
from rasmi.screening import Category, Direction
from rasmi.screening import Decision as Decided


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


def screened(text: str, direction: Direction = Direction.OUT) -> Screening:
    """Screen a text that is to be said, or that was said to us."""
    verdict = screening.screen(text, direction=direction)
    return Screening(
        verdict.decision,
        verdict.version,
        [_screened(each) for each in verdict.findings],
    )


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
