"""Which clause stands behind a lever: told by the room that knows the policy."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Explanation:
    """A clause in plain words, in the reader's language, and where to read it."""

    clause: str
    title: str
    statement: str
    url: str


Explain = Callable[[str], list[Explanation]]
_explain: list[Explain] = []


def explained_by(function: Explain) -> Explain:
    """Register the one function that tells the clauses of a lever by its name."""
    if _explain:
        raise ValueError("Levers are explained by one policy at a time.")
    _explain.append(function)
    return function


def explanations(lever: str) -> list[Explanation]:
    """The clauses that a lever carries out; none where it is a rule of the house."""
    return _explain[0](lever) if _explain else []
