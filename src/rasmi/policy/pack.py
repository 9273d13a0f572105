"""
A policy pack: the clauses of a body's policy as files, read once and checked.

The code knows levers; the pack tells which clause each lever carries out, and holds our
own plain statement of every clause in Arabic and English.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from django.conf import settings

from rasmi.core.language import Text
from rasmi.people.models import Power
from rasmi.policy.packannexes import contents
from rasmi.policy.packfiles import Entry, read
from rasmi.policy.packfiles import PackError as PackError
from rasmi.policy.packforms import ACTS, BINDING, FILES
from rasmi.screening import Category

# Nobody says these on one's own word: another looks at them, before or afterwards.
SEEN_BY_ANOTHER = ("post", "urgent_post", "reply")
REASONS = ("definition", "planned: ", "outside software: ")


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
    choices_of: str = ""  # an annex, which names them
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
class Copyright:
    """
    With what the notice of copyright begins.

    :param law: number and year of the law that it must name
    :param short: for the page of an account; ``{address}`` is that of the full text
    """

    law: str
    full: Text
    short: Text


@dataclass(frozen=True)
class PlatformRule:
    """
    A rule of ours for what the policy does not speak about: never one of its clauses.

    :param reason: who sees to it where the software cannot
    """

    id: str
    title: Text
    statement: Text
    levers: tuple[str, ...]
    reason: str = ""

    @property
    def is_planned(self) -> bool:
        return self.reason.startswith("planned")


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
    copyright: Copyright
    matrix: dict[str, Approvals]
    house_rules: tuple[HouseRule, ...]
    platform_rules: tuple[PlatformRule, ...]
    annexes: dict[str, Any]  # what holds of each until an edition is approved
    of_lever: dict[str, list[Clause]] = field(default_factory=dict)

    def chapter(self, key: str) -> list[Clause]:
        return [each for each in self.clauses.values() if each.chapter == key]

    @property
    def levers(self) -> set[str]:
        """The levers that clauses or platform rules name."""
        rules = {lever for rule in self.platform_rules for lever in rule.levers}
        return {*self.of_lever, *rules}

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
    head = _file(folder, "pack.yaml")
    mapping = _file(folder, "levers.yaml")
    if head["owner"] not in head["roles"]:
        raise PackError(f"{head.place('owner')}: owner is none of the roles")
    chapters = {key: _text(value) for key, value in head["chapters"].items()}
    clauses = dict(_clauses(folder, head, mapping))
    for name in mapping:
        if name not in clauses:
            raise PackError(f"{mapping.place(name)}: there is no clause {name}")
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
        parameters=dict(_parameters(folder, clauses)),
        reply_procedure=_text(_file(folder, "reply-procedure.yaml")),
        copyright=_copyright(folder),
        matrix=matrix_of(_file(folder, "approval-matrix.yaml")),
        house_rules=tuple(_house_rules(folder, clauses)),
        platform_rules=tuple(_platform_rules(folder, clauses)),
        annexes=contents(partial(_file, folder)),
        of_lever=of_lever,
    )


def _copyright(folder: Path) -> Copyright:
    row = _file(folder, "copyright.yaml")
    return Copyright(str(row["law"]), _text(row["full"]), _text(row["short"]))


def _file(folder: Path, name: str, form: str = "") -> Any:
    """A file of the pack in the form that `FILES` asks for."""
    found = read(folder, name)
    FILES[form or name](found, f"{name}:1")
    return found


def _reviewers(head: Entry) -> dict[str, Power]:
    found = head["reviewers"]
    for role in found:
        if role not in head["roles"]:
            raise PackError(f"{found.place(role)}: reviewers: no role is called {role}")
    if not found:
        raise PackError(
            f"{head.place('reviewers')}: reviewers: nobody reviews an issue"
        )
    return {role: Power(power) for role, power in found.items()}


def matrix_of(rows: Entry) -> dict[str, Approvals]:
    """
    The approval matrix, of a pack or of an annex.

    :raises PackError: if an act has no row, or somebody would speak unseen
    """
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
        # What cites the answer of a unit is two people's word already.
        alone = row.others < 1 and row.looked_at_within < 1
        if alone and row.act in SEEN_BY_ANOTHER:
            raise PackError(
                f"{rows.place(row.act)}: nobody looks at {row.act}, before or after"
            )
    missing = [each for each in ACTS if each not in found]
    if missing:
        raise PackError(f"{rows.place()}: no row for {', '.join(missing)}")
    return found


def _house_rules(folder: Path, clauses: dict[str, Clause]) -> Iterator[HouseRule]:
    keys: set[str] = set()
    for each in _file(folder, "house-rules.yaml"):
        if each["key"] in keys:
            raise PackError(f"{each.place('key')}: {each['key']} stands twice")
        _known(each, clauses)
        keys.add(each["key"])
        yield HouseRule(
            key=each["key"],
            title=_text(each["title"]),
            means=_text(each["means"]),
            clause=each["clause"],
            categories=tuple(Category(name) for name in each["categories"]),
        )


def _platform_rules(folder: Path, clauses: dict[str, Clause]) -> Iterator[PlatformRule]:
    """A pack may have none; an id that looks like one of a clause would mislead."""
    if not (folder / "platform-rules.yaml").exists():
        return
    ids = set(clauses)
    for each in _file(folder, "platform-rules.yaml"):
        reason = each.get("reason", "")
        if each["id"] in ids or not each["id"].startswith("Z"):
            raise PackError(
                f"{each.place('id')}: {each['id']}: such an id begins with Z, once"
            )
        if not (each["levers"] or reason.startswith(REASONS)):
            raise PackError(f"{each.place()}: {each['id']} has no lever and no reason")
        ids.add(each["id"])
        title, says = _text(each["title"]), _text(each["statement"])
        yield PlatformRule(each["id"], title, says, tuple(each["levers"]), reason)


def _known(each: Entry, clauses: dict[str, Clause]) -> None:
    if each["clause"] not in clauses:
        raise PackError(f"{each.place('clause')}: there is no clause {each['clause']}")


def _text(value: Any) -> Text:
    return Text(value["ar"].strip(), value["en"].strip())


def _clauses(folder: Path, head: Entry, mapping: Entry) -> Iterator[tuple[str, Clause]]:
    ids: set[str] = set()
    for count, chapter in enumerate(head["chapters"], 1):
        for each in _file(folder, f"clauses/{count:02}-{chapter}.yaml", "clauses"):
            if each["id"] in ids:
                raise PackError(f"{each.place('id')}: {each['id']} stands twice")
            for role in each["roles"]:
                if role not in head["roles"]:
                    raise PackError(f"{each.place('roles')}: no role is called {role}")
            ids.add(each["id"])
            yield each["id"], _clause(each, chapter, mapping)


def _clause(each: Entry, chapter: str, mapping: Entry) -> Clause:
    mapped = mapping.get(each["id"], {})
    clause = Clause(
        id=each["id"],
        chapter=chapter,
        modality=each["modality"],
        scored=each["scored"],
        kinds=tuple(each["kinds"]),
        roles=tuple(each["roles"]),
        title=_text(each["title"]),
        statement=_text(each["statement"]),
        levers=tuple(mapped.get("levers", ())),
        reason=mapped.get("reason", ""),
    )
    if not (clause.levers or clause.reason.startswith(REASONS)):
        raise PackError(
            f"{mapping.place(clause.id)}: {clause.id} has no lever and no known reason"
        )
    return clause


def _parameters(
    folder: Path, clauses: dict[str, Clause]
) -> Iterator[tuple[str, Parameter]]:
    for each in _file(folder, "parameters.yaml"):
        _known(each, clauses)
        parameter = Parameter(
            name=each["name"],
            clause=each["clause"],
            title=_text(each["title"]),
            fields=tuple(_field(one) for one in each["fields"]),
            is_fixed=each.get("fixed", False),
            while_unset=each.get("while_unset", ""),
        )
        if parameter.is_fixed == bool(parameter.while_unset):
            raise PackError(
                f"{each.place()}: {parameter.name} is fixed, or says what holds while "
                "it is not set"
            )
        if parameter.while_unset == "proposal" and parameter.proposal is None:
            raise PackError(f"{each.place()}: {parameter.name} has no proposal to use")
        yield parameter.name, parameter


def _field(each: Entry) -> Field:
    choices = ((one["key"], _text(one["title"])) for one in each.get("choices", ()))
    return Field(
        name=each["name"],
        title=_text(each["title"]),
        type=each["type"],
        minimum=each.get("minimum"),
        maximum=each.get("maximum"),
        choices=tuple(choices),
        choices_of=each.get("choices_of", ""),
        proposal=each.get("proposal"),
        value=each.get("value"),
    )
