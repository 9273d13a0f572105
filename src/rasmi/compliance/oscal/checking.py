"""Nothing leaves that NIST's schema refuses, or that points to what is not there."""

import json
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs

from rasmi.compliance.oscal.naming import Json

SCHEMAS = Path(__file__).resolve().parent.parent / "oscal_schemas"
FILES = {
    "catalog": "catalog",
    "profile": "profile",
    "assessment-results": "assessment-results",
    "plan-of-action-and-milestones": "poam",
}
NAMED = ("uuid", "id")  # what a thing is called by
POINTERS = (
    "observation-uuid",
    "risk-uuid",
    "finding-uuid",
    "subject-uuid",
    "actor-uuid",
)
OF_THE_CATALOG = ("control-id", "target-id", "param-id")
MOST_SAID = 5


class Unsound(Exception):
    """A document that must not leave: the sentence says what is wrong and where."""


def sound(document: Json, *, known: frozenset[str] = frozenset()) -> Json:
    """
    Return the document, if it is valid and whole.

    :param known: ids of the catalog, to which other models point
    :raises Unsound: if the schema refuses it, a name is there twice, or a pointer leads
        nowhere
    """
    (model,) = document
    wrong = [
        f"{error.instance_path}: {error.message}"
        for error in _schema(model).iter_errors(document)
    ]
    wrong += _broken(document, known)
    if wrong:
        raise Unsound(f"The {model} is not sound: {'; '.join(wrong[:MOST_SAID])}")
    return document


@cache
def _schema(model: str) -> jsonschema_rs.Validator:
    text = (SCHEMAS / f"{FILES[model]}.json").read_text("utf-8")
    return jsonschema_rs.validator_for(json.loads(text), validate_formats=True)


def _broken(document: Json, known: frozenset[str]) -> list[str]:
    names, pointers = Counter[str](), set[str]()
    for key, value in _walk(document):
        if key in NAMED:
            names[value] += 1
        elif key in POINTERS or (key in OF_THE_CATALOG and known):
            pointers.add(value)
        elif key == "href" and value.startswith("#"):
            pointers.add(value[1:])
    twice = [f"{name} is there twice" for name, count in names.items() if count > 1]
    nowhere = sorted(pointers - set(names) - known)
    return [*twice, *(f"{name} is nowhere" for name in nowhere)]


def _walk(node: Any) -> Iterator[tuple[str, str]]:
    if isinstance(node, dict):
        for key, value in node.items():
            if isinstance(value, str):
                yield key, value
            else:
                yield from _walk(value)
    elif isinstance(node, list):
        for each in node:
            yield from _walk(each)


def ids_of(catalog: Json) -> frozenset[str]:
    """All ids that other models may point to."""
    return frozenset(value for key, value in _walk(catalog) if key == "id")
