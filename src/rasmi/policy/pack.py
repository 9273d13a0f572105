"""
A policy pack: the clauses of a body's policy as files, read once and checked.

The code knows levers; the pack tells which clause each lever carries out, and holds our
own plain statement of every clause in Arabic and English.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

from rasmi.core.language import Text
from rasmi.people.models import Power
from rasmi.screening import Category

MODALITIES = ("must", "must_not", "should", "may", "aim", "statement")
BINDING = ("must", "must_not")
KINDS = ("gate", "check", "duty", "notice")
RULES_WHILE_UNSET = ("waits", "finding", "proposal")
FIELD_TYPES = ("integer", "text", "date", "choices")
# What the approval matrix has a row for.
ACTS = ("post", "urgent_post", "reply", "cited_reply", "hide", "show")
REASONS = ("definition", "planned: ", "outside software: ")


class PackError(Exception):
    """The pack cannot be read; the sentence names the file and the place."""


@dataclass(frozen=True)
class Clause:
    """
    One clause. `reason` says why it has no lever yet, or needs none.
    """

    id: str
    chapter: str
    modality: str
    scored: bool
    kinds: tuple[str, ...]
    roles: tuple[str, ...]
    title: Text
    statement: Text
    levers: tuple[str, ...] = ()
    reason: str = ""

    @property
    def is_binding(self) -> bool:
        """Whether it says "must": such a clause has no waiver."""
        return self.modality in BINDING


@dataclass(frozen=True)
class Field:
    """One value of a parameter; `value` is stated by the policy, `proposal` is ours."""

    name: str
    title: Text
    type: str
    minimum: int | None = None
    maximum: int | None = None
    choices: tuple[tuple[str, Text], ...] = ()
    proposal: Any = None
    value: Any = None


@dataclass(frozen=True)
class Parameter:
    name: str
    clause: str
    title: Text
    fields: tuple[Field, ...]
    is_fixed: bool = False
    while_unset: str = ""

    @property
    def stated(self) -> dict[str, Any]:
        return {each.name: each.value for each in self.fields}

    @property
    def proposal(self) -> dict[str, Any] | None:
        """Our proposal, or None where nobody but the body can know the value."""
        values = {each.name: each.proposal for each in self.fields}
        return None if None in values.values() else values


@dataclass(frozen=True)
class Approvals:
    """
    A row of the approval matrix.

    :param others: how many other persons approve the act before it is done
    :param looked_at_within: hours within which somebody looks at it afterwards; 0: no
    """

    act: str
    title: Text
    others: int
    looked_at_within: int = 0


@dataclass(frozen=True)
class HouseRule:
    """
    A reason for which a contribution of the public may be hidden.

    :param clause: the id of the clause that it rests on
    :param categories: of the screening, which warn of it and decide nothing
    """

    key: str
    title: Text
    means: Text
    clause: str
    categories: tuple[Category, ...]


@dataclass(frozen=True)
class Pack:
    name: str
    issue: str
    title: Text
    subject: Text
    owner: Text
    classification: Text
    roles: dict[str, Text]
    reviewers: dict[str, Power]  # the parties that review an issue, by role
    chapters: dict[str, Text]
    clauses: dict[str, Clause]
    parameters: dict[str, Parameter]
    reply_procedure: Text
    matrix: dict[str, Approvals]
    house_rules: tuple[HouseRule, ...]
    of_lever: dict[str, list[Clause]] = field(default_factory=dict)

    def chapter(self, key: str) -> list[Clause]:
        return [each for each in self.clauses.values() if each.chapter == key]

    def open_parameters(self) -> list[Parameter]:
        """What the policy leaves open, in the order of its clauses."""
        return [each for each in self.parameters.values() if not each.is_fixed]


def current() -> Pack:
    """The pack of this installation."""
    return load(Path(settings.POLICY_PACK))


@lru_cache(maxsize=4)
def load(folder: Path) -> Pack:
    """
    Read a pack and check it.

    :raises PackError: if a file is missing, wrongly formed or contradicts another
    """
    head = _read(folder / "pack.yaml")
    mapping = _read(folder / "levers.yaml")
    chapters = {key: _text(value) for key, value in head["chapters"].items()}
    clauses = {
        each.id: each for each in _clauses(folder, list(chapters), head, mapping)
    }
    unknown = sorted(set(mapping) - set(clauses))
    if unknown:
        raise PackError(f"levers.yaml names unknown clauses: {', '.join(unknown)}")
    of_lever: dict[str, list[Clause]] = {}
    for clause in clauses.values():
        for lever in clause.levers:
            of_lever.setdefault(lever, []).append(clause)
    return Pack(
        name=head["pack"],
        issue=head["issue"],
        title=_text(head["title"]),
        subject=_text(head["subject"]),
        owner=_text(head["roles"][head["owner"]]),
        classification=_text(head["classification"]),
        roles={key: _text(value) for key, value in head["roles"].items()},
        reviewers=_reviewers(head),
        chapters=chapters,
        clauses=clauses,
        parameters={each.name: each for each in _parameters(folder, clauses)},
        reply_procedure=_text(_read(folder / "reply-procedure.yaml")),
        matrix=_matrix(_read(folder / "approval-matrix.yaml")),
        house_rules=tuple(_house_rules(folder, clauses)),
        of_lever=of_lever,
    )


def _reviewers(head: Any) -> dict[str, Power]:
    found = head["reviewers"]
    if not found or not set(found) <= set(head["roles"]):
        raise PackError(
            "pack.yaml: reviewers are roles of the pack, each with a power."
        )
    try:
        return {role: Power(power) for role, power in found.items()}
    except ValueError as error:
        raise PackError(f"pack.yaml: reviewers: {error}") from None


def _matrix(rows: Any) -> dict[str, Approvals]:
    found = {
        act: Approvals(
            act,
            _text(row["title"]),
            row["others"],
            row.get("looked_at_within_hours", 0),
        )
        for act, row in rows.items()
    }
    for row in found.values():
        if not all(type(each) is int for each in (row.others, row.looked_at_within)):
            raise PackError(f"The row {row.act} counts persons and hours in numbers.")
        # Nobody speaks on one's own word without somebody looking at it: before, or
        # afterwards. What cites the answer of a unit is two people's word already.
        alone = row.others < 1 and row.looked_at_within < 1
        if alone and row.act in ("post", "urgent_post", "reply"):
            raise PackError(f"Nobody looks at {row.act}, neither before nor after.")
    if set(found) != set(ACTS):
        raise PackError(f"The approval matrix has one row for each of: {ACTS}")
    return found


def _house_rules(folder: Path, clauses: dict[str, Clause]) -> Iterator[HouseRule]:
    keys: set[str] = set()
    for entry in _read(folder / "house-rules.yaml"):
        rule = HouseRule(
            key=entry["key"],
            title=_text(entry["title"]),
            means=_text(entry["means"]),
            clause=entry["clause"],
            categories=_categories(entry),
        )
        if rule.key in keys or rule.clause not in clauses:
            raise PackError(f"The house rule {rule.key} is not well formed.")
        keys.add(rule.key)
        yield rule


def _categories(entry: Any) -> tuple[Category, ...]:
    try:
        return tuple(Category(each) for each in entry["categories"])
    except ValueError as error:
        raise PackError(f"The house rule {entry['key']}: {error}") from None


def _read(path: Path) -> Any:
    try:
        return yaml.safe_load(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise PackError(f"{path.name}: {error}") from None


def _text(value: Any) -> Text:
    if not (isinstance(value, dict) and value.get("ar") and value.get("en")):
        raise PackError(f"A text needs both languages: {value}")
    return Text(str(value["ar"]).strip(), str(value["en"]).strip())


def _clauses(
    folder: Path, chapters: list[str], head: Any, mapping: Any
) -> Iterator[Clause]:
    for number, chapter in enumerate(chapters, 1):
        for entry in _read(folder / f"clauses/{number:02}-{chapter}.yaml"):
            yield _clause(entry, chapter, head, mapping.get(entry["id"], {}))


def _clause(entry: Any, chapter: str, head: Any, mapped: Any) -> Clause:
    clause = Clause(
        id=entry["id"],
        chapter=chapter,
        modality=entry["modality"],
        scored=entry["scored"],
        kinds=tuple(entry["kinds"]),
        roles=tuple(entry["roles"]),
        title=_text(entry["title"]),
        statement=_text(entry["statement"]),
        levers=tuple(mapped.get("levers", ())),
        reason=mapped.get("reason", ""),
    )
    wrong = (
        clause.modality not in MODALITIES
        or not set(clause.kinds) <= set(KINDS)
        or not set(clause.roles) <= set(head["roles"])
        or not (clause.levers or clause.reason.startswith(REASONS))
    )
    if wrong:
        raise PackError(f"The clause {clause.id} is not well formed.")
    return clause


def _parameters(folder: Path, clauses: dict[str, Clause]) -> Iterator[Parameter]:
    for entry in _read(folder / "parameters.yaml"):
        parameter = Parameter(
            name=entry["name"],
            clause=entry["clause"],
            title=_text(entry["title"]),
            fields=tuple(_field(each) for each in entry["fields"]),
            is_fixed=entry.get("fixed", False),
            while_unset=entry.get("while_unset", ""),
        )
        rule_is_known = parameter.while_unset in RULES_WHILE_UNSET
        has_proposal = parameter.proposal is not None
        wrong = (
            parameter.clause not in clauses
            or parameter.is_fixed == rule_is_known
            or (parameter.while_unset == "proposal" and not has_proposal)
        )
        if wrong:
            raise PackError(f"The parameter {parameter.name} is not well formed.")
        yield parameter


def _field(entry: Any) -> Field:
    if entry["type"] not in FIELD_TYPES:
        raise PackError(f"{entry['name']} is of an unknown type: {entry['type']}")
    choices = ((each["key"], _text(each["title"])) for each in entry.get("choices", ()))
    return Field(
        name=entry["name"],
        title=_text(entry["title"]),
        type=entry["type"],
        minimum=entry.get("minimum"),
        maximum=entry.get("maximum"),
        choices=tuple(choices),
        proposal=entry.get("proposal"),
        value=entry.get("value"),
    )
