"""How a contribution is told to who judges it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rasmi import screening
from rasmi.core.language import in_language
from rasmi.intake.models import RemoteObject, Version
from rasmi.moderation import selectors
from rasmi.moderation.models import Judgement
from rasmi.policy.pack import HouseRule, current
from rasmi.records import selectors as records
from rasmi.records.models import Part


@dataclass(frozen=True)
class Found:
    """A place in a contribution that the screening found when it was heard."""

    start: int
    end: int
    text: str
    says: str
    lever: str


@dataclass(frozen=True)
class Piece:
    """A stretch of the words, underlined where something was found."""

    text: str
    is_found: bool = False


def found_in(version: Version) -> list[Found]:
    """What the screening found, in the order of the words."""
    made = [_found(each, version.text) for each in version.findings]
    return sorted(made, key=lambda each: each.start)


def _found(kept: Mapping[str, Any], words: str) -> Found:
    rule = screening.RULES.get(str(kept.get("rule", "")))
    start, end = int(kept["start"]), int(kept["end"])
    # A rule of an older lexicon may be gone; what it found was found all the same.
    says = in_language(rule.says_ar, rule.says_en) if rule else str(kept["category"])
    return Found(start, end, words[start:end], says, f"screening.{kept['category']}")


def pieces(version: Version) -> list[Piece]:
    made, at = [], 0
    for each in found_in(version):
        if each.start < at or each.end <= each.start:
            continue  # inside one that is underlined already
        made.append(Piece(version.text[at : each.start]))
        made.append(Piece(version.text[each.start : each.end], is_found=True))
        at = each.end
    return [*made, Piece(version.text[at:])]


def suggested(version: Version) -> str:
    """The key of the first house rule that what was found may break; or nothing."""
    found = {str(each.get("category", "")) for each in version.findings}
    of = (
        rule.key
        for rule in current().house_rules
        if found & {each.value for each in rule.categories}
    )
    return next(of, "")


@dataclass(frozen=True)
class Told:
    """A judgement with the rule that it names, as the pack has it now."""

    judgement: Judgement
    rule: HouseRule | None


def told(contribution: RemoteObject) -> Sequence[Told]:
    found = selectors.judgements().filter(object=contribution)
    return [Told(each, selectors.rule(each.rule)) for each in found]


def capture(contribution: RemoteObject) -> Part | None:
    """The part of the record that holds what was heard, with its SHA-256."""
    kept = records.parts(contribution.record)
    return kept.filter(stage__in=(Part.Stage.HEARD, Part.Stage.CHANGED)).last()
