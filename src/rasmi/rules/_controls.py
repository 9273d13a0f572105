from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.utils.functional import Promise

from rasmi.rules._levers import Kind, register


class Verdict(StrEnum):
    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"  # cannot be checked: never "met"
    NOT_SET = "not_set"  # its parameter is empty


@dataclass(frozen=True)
class Finding:
    """A subject that a control found wrong, or could not look at."""

    subject: str
    detail: str
    url: str


@dataclass(frozen=True)
class Result:
    """
    What a control saw, from rows only.

    :param population: how many subjects it looked at, findings included
    :param unknown: subjects of which nothing can be said now
    :param is_set: False where the policy's number is not set, so nothing is measured
    """

    population: int
    findings: Sequence[Finding] = ()
    unknown: Sequence[Finding] = ()
    is_set: bool = True

    @property
    def verdict(self) -> Verdict:
        if not self.is_set:
            return Verdict.NOT_SET
        if self.findings:
            return Verdict.NOT_MET
        return Verdict.UNKNOWN if self.unknown else Verdict.MET


Reading = Callable[[datetime], Result]


@dataclass(frozen=True)
class Control:
    """
    A rule that the rows can show to be kept.

    :param title: the rule as kept, for a person: "Each appeal is answered in time"
    :param is_accepted: a finding closes when a second person accepts how it was put
        right, not as soon as it is no longer found
    """

    title: str | Promise
    read: Reading
    is_accepted: bool = False


_controls: dict[str, Control] = {}


def control(
    lever: str, title: str | Promise, *, is_accepted: bool = False
) -> Callable[[Reading], Reading]:
    """Register a function that reads the rows and says whether a rule is held."""

    def add(function: Reading) -> Reading:
        register(lever, Kind.CHECK)
        _controls[lever] = Control(title, function, is_accepted)
        return function

    return add


def controls() -> dict[str, Control]:
    """Every control of every room, by the name of its lever."""
    return dict(sorted(_controls.items()))
