"""A guard on the database connection: rooms write their own tables only."""

import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import rasmi

PACKAGE = str(Path(rasmi.__file__).parent)
WRITE = re.compile(r'^\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+?)_', re.IGNORECASE)
ROOMS = {path.name for path in Path(PACKAGE).iterdir() if path.is_dir()}
# Code that only carries the statement: the writer is further out.
CARRIERS = (
    "/django/db/",
    "/contextlib.py",
    "/tests/architecture/walls.py",
    "/rasmi/core/models.py",  # claim, settle and postpone of whichever room's row
)


class WallBroken(AssertionError):
    pass


def nobody_writes_another_rooms_table(
    execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
) -> Any:
    found = WRITE.match(sql)
    if found and found[1] in ROOMS:
        writer = _writer()
        if writer not in (None, found[1]):
            raise WallBroken(f"{writer} writes a table of {found[1]}: {sql[:80]}")
    return execute(sql, params, many, context)


def _writer() -> str | None:
    """The room whose code writes, or None if it is a library or a test."""
    frame = sys._getframe(1)
    while frame:
        name = frame.f_code.co_filename
        if not any(carrier in name for carrier in CARRIERS):
            if name.startswith(PACKAGE):
                return name.removeprefix(PACKAGE).split("/")[1]
            return None
        assert frame.f_back
        frame = frame.f_back
    return None
