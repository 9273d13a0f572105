"""The sources of the package, as the architecture tests read them."""

import ast
from collections.abc import Iterator
from pathlib import Path

import rasmi

PACKAGE = Path(rasmi.__file__).parent
ROOT = PACKAGE.parent.parent


def modules() -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        if "migrations" not in path.parts:
            yield path, ast.parse(path.read_text())


def files(*suffixes: str) -> Iterator[Path]:
    for path in sorted(PACKAGE.rglob("*")):
        if path.suffix in suffixes:
            yield path


def short(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()
