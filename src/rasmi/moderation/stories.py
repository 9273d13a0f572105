"""How a contribution is told to who judges it."""

from collections.abc import Sequence
from dataclasses import dataclass

from rasmi.intake.models import RemoteObject, Version
from rasmi.moderation import selectors
from rasmi.moderation.models import Judgement
from rasmi.policy.pack import HouseRule, current
from rasmi.records import selectors as records
from rasmi.records.models import Part


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
