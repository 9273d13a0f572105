"""What a pack holds of the annexes: what holds until the body approves an edition."""

from collections.abc import Callable
from typing import Any

from rasmi.policy.annexforms import classes, lexicon, replies, week
from rasmi.policy.annexforms.lines import AnnexError, Line
from rasmi.policy.packfiles import Entry, PackError

Rows = list[Entry]


def contents(file: Callable[[str], Any]) -> dict[str, Any]:
    """
    The first contents of the annexes, by kind.

    :param file: reads a file of the pack in its form
    :raises PackError: if a row is none that an edition could hold
    """
    return {
        "lexicon": _lexicon(file("lexicon.yaml")),
        "information_classes": _classes(file("information-classes.yaml")),
        "reply_rules": _replies(file("reply-rules.yaml")),
        "working_week": _week(file("working-week.yaml")),
    }


def _lexicon(rows: Rows) -> Any:
    content = [{"is": row["is"], "words": row["words"]} for row in rows]
    return _read("lexicon.yaml", lexicon.read, _numbered(rows, lexicon.write(content)))


def _classes(rows: Rows) -> Any:
    content = [
        {
            "key": row["key"],
            "ar": row["title"]["ar"],
            "en": row["title"]["en"],
            "is_releasable": row["releasable"],
        }
        for row in rows
    ]
    lines = _numbered(rows, classes.write(content))
    return _read("information-classes.yaml", classes.read, lines)


def _replies(rows: Rows) -> Any:
    content = [
        {"kind": row["kind"], "ar": row["rule"]["ar"], "en": row["rule"]["en"]}
        for row in rows
    ]
    lines = _numbered(rows, replies.write(content))
    return _read("reply-rules.yaml", replies.read, lines)


def _week(rows: Entry) -> Any:
    content = {
        day: [hours[each] for each in ("from", "to") if each in hours]
        for day, hours in rows.items()
    }
    written = zip(rows.lines.values(), week.write(content), strict=True)
    lines = [Line(number, text) for number, text in written]
    return _read("working-week.yaml", week.read, lines)


def _numbered(rows: Rows, written: list[str]) -> list[Line]:
    return [Line(row.line, text) for row, text in zip(rows, written, strict=True)]


def _read(name: str, read: Callable[[list[Line]], Any], lines: list[Line]) -> Any:
    try:
        return read(lines)
    except AnnexError as error:
        raise PackError(f"{name}:{error.number or 1}: {error}") from None
