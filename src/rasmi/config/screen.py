"""`rasmi screen`: standard input to verdicts, without Django."""

import argparse
import json
import math
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache, partial
from typing import Any, BinaryIO, NoReturn

from rasmi.config import packs
from rasmi.screening import RULES, Direction, Verdict, screen

_LEVER = "screening."
Screen = Callable[[str], Verdict]


def run(options: argparse.Namespace) -> int:
    """Screen standard input; return 0, or 1 if a line could not be read."""
    known: dict[str, Any] = {"direction": Direction(options.direction)}
    if options.installation:
        from rasmi.config.approved import words

        known |= words()
    try:
        return _run(partial(screen, **known), jsonl=options.jsonl)
    except BrokenPipeError:
        # Nobody reads any more; let the interpreter not complain of it at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _run(screened: Screen, *, jsonl: bool) -> int:
    if jsonl:
        return _lines(sys.stdin.buffer, sys.stdout.buffer, screened)
    text = sys.stdin.buffer.read().decode("utf-8-sig", "replace")
    _write(sys.stdout.buffer, _sentences(screened(text)))
    return 0


def _lines(source: BinaryIO, out: BinaryIO, screened: Screen) -> int:
    status = 0
    for number, line in enumerate(source):
        if number == 0:
            line = line.removeprefix(b"\xef\xbb\xbf")
        if not line.strip():
            continue
        answer = _answer(line, screened)
        status = status or int("error" in answer)
        _write(out, [json.dumps(answer, ensure_ascii=False)])
    return status


def _answer(line: bytes, screened: Screen) -> dict[str, object]:
    try:
        asked = _read(line)
    except (ValueError, RecursionError) as error:
        return {"id": None, "error": f"not a line of JSON in UTF-8: {error}"}
    if not isinstance(asked, dict):
        return {"id": None, "error": "not an object with id and text"}
    text = asked.get("text")
    if not isinstance(text, str):
        return {"id": asked.get("id"), "error": "text is missing or no string"}
    verdict = screened(text)
    return {"id": asked.get("id"), **_as_json(verdict)}


def _read(line: bytes) -> object:
    return json.loads(line.decode(), parse_constant=_no_number, parse_float=_number)


def _no_number(word: str) -> NoReturn:
    # Python reads NaN and Infinity, and would write them back: JSON has neither.
    raise ValueError(f"{word} is no number")


def _number(digits: str) -> float:
    number = float(digits)
    return number if math.isfinite(number) else _no_number(digits)


def _as_json(verdict: Verdict) -> dict[str, object]:
    return {
        "decision": verdict.decision.value,
        "offensive": verdict.offensive,
        "findings": [
            {
                "category": each.category.value,
                "clause": _clauses().get(each.category.value, ""),
                "start": each.start,
                "end": each.end,
                "text": each.text,
                "rule": each.rule,
                "score": each.score,
            }
            for each in verdict.findings
        ],
    }


def _sentences(verdict: Verdict) -> Iterator[str]:
    yield f"decision: {verdict.decision.value}"
    yield f"offensive: {verdict.offensive}"
    for each in verdict.findings:
        rule = RULES[each.rule]
        clause = _clauses().get(each.category.value, "")
        shown = each.text.replace("\n", " ")
        yield f"{each.decision.value} {each.rule} {clause} {each.start}-{each.end}"
        yield f"  {shown}"
        yield f"  {rule.says_ar} {rule.remedy_ar}"
        yield f"  {rule.says_en} {rule.remedy_en}"


@lru_cache(maxsize=1)
def _clauses() -> Mapping[str, str]:
    """The first clause of the sample pack that each category serves."""
    import yaml  # only where something was found: it is half of the start

    levers = yaml.safe_load((packs.sample() / "levers.yaml").read_text("utf-8"))
    found: dict[str, str] = {}
    for clause, entry in levers.items():
        for lever in (entry or {}).get("levers", ()):
            if lever.startswith(_LEVER):
                found.setdefault(lever.removeprefix(_LEVER), clause)
    return found


def _write(out: BinaryIO, lines: Iterator[str] | list[str]) -> None:
    # Line by line: whoever pipes texts in waits for each answer. A lone surrogate,
    # which JSON can carry and UTF-8 cannot, goes out as its escape.
    for line in lines:
        out.write(line.encode("utf-8", "backslashreplace") + b"\n")
        out.flush()
