"""
Which clauses the code carries out: the pack's levers joined with the registered ones.

A clause is covered when each of its levers exists and some test names it. What is
planned counts as uncovered, whatever else the clause has.
"""

import ast
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

from django.conf import settings

from rasmi.policy import pack
from rasmi.rules import Kind, levers

GROUPS = {
    Kind.GATE: "gates",
    Kind.CHECK: "checks",
    Kind.DUTY: "duties",
    Kind.NOTICE: "notices",
}
TESTS = Path(__file__).resolve().parents[3] / "tests"


@dataclass
class Coverage:
    """One clause: the names of its levers by kind, the tests that name them, or why."""

    id: str
    gates: list[str] = field(default_factory=list)
    checks: list[str] = field(default_factory=list)
    duties: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    tests: list[str] = field(default_factory=list)
    reason: str = ""

    @property
    def state(self) -> str:
        if self.reason:
            return self.reason.split(":")[0].replace("outside software", "outside")
        return "covered" if self.tests else "untested"


@dataclass(frozen=True)
class Report:
    clauses: list[Coverage]
    unknown: list[str]  # levers of the pack that no code has
    untested: list[str]  # levers of the code that no test names

    @property
    def is_sound(self) -> bool:
        return not self.unknown and not self.untested

    def as_json(self) -> dict[str, object]:
        """The report as `rasmi policy coverage --format json` prints it."""
        states = [each.state for each in self.clauses]
        known = ("covered", "planned", "definition", "outside", "untested")
        return {
            "clauses": [asdict(each) for each in self.clauses],
            "totals": {
                "clauses": len(states),
                **{state: states.count(state) for state in known},
                "unknown_levers": self.unknown,
                "untested_levers": self.untested,
            },
        }


def report(tests: Path = TESTS) -> Report:
    """
    Join the pack of this installation with the levers of the running code.

    :param tests: where the tests are; an installed package has none beside it, and then
        says of every lever that it is untested
    """
    named = _tests_by_lever(tests)
    kinds: dict[str, list[Kind]] = {}
    for lever in levers():
        kinds.setdefault(lever.name, []).append(lever.kind)
    current = pack.current()
    return Report(
        [_covered(each, kinds, named) for each in current.clauses.values()],
        unknown=sorted(current.levers - set(kinds)),
        untested=sorted(name for name in kinds if name not in named),
    )


def oddities(folder: Path) -> list[str]:
    """
    What keeps a pack that can be read from being used: one line each.

    :raises PackError: if it cannot even be read
    """
    read = pack.load(folder.resolve())
    known = {lever.name for lever in levers()}
    asked = set(pack.load(Path(settings.POLICY_PACK)).parameters)
    return [
        *(f"levers: the code has no {name}" for name in sorted(read.levers - known)),
        *(
            f"parameters.yaml: {name} is missing, which the code asks for"
            for name in sorted(asked - set(read.parameters))
        ),
    ]


def _covered(
    clause: pack.Clause, kinds: dict[str, list[Kind]], named: dict[str, list[str]]
) -> Coverage:
    found = Coverage(clause.id, reason=clause.reason)
    for name in clause.levers:
        for kind in kinds.get(name, []):
            getattr(found, GROUPS[kind]).append(name)
        found.tests += [test for test in named.get(name, []) if test not in found.tests]
    return found


def _tests_by_lever(folder: Path) -> dict[str, list[str]]:
    """The tests that name each lever as a string, by lever."""
    names = {lever.name for lever in levers()}
    found: dict[str, list[str]] = {}
    for path in sorted(folder.rglob("test_*.py")):
        for test, strings in _tests_of(path):
            for name in sorted(strings & names):
                where = f"{path.relative_to(folder.parent).as_posix()}::{test}"
                found.setdefault(name, []).append(where)
    return found


def _tests_of(path: Path) -> Iterator[tuple[str, set[str]]]:
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            constants = (each for each in ast.walk(node))
            yield (
                node.name,
                {
                    each.value
                    for each in constants
                    if isinstance(each, ast.Constant) and isinstance(each.value, str)
                },
            )
