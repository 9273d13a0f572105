"""The Arabic catalog: gathered from code and templates, compiled, and checked."""

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).resolve().parent.parent
PO = PACKAGE / "locale/ar/LC_MESSAGES/django.po"
MO = PO.with_suffix(".mo")
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
}


def _sources() -> Iterator[tuple[str, bytes]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        yield path.relative_to(PACKAGE).as_posix(), path.read_bytes()
    for path in sorted(PACKAGE.rglob("templates/**/*.html")):
        # One line: what is left of a template beside its messages has no indentation
        # that Python's tokenizer would accept.
        source = templatize(path.read_text(), origin=str(path)).replace("\n", " ")
        yield path.relative_to(PACKAGE).as_posix(), source.strip().encode()


def gathered() -> Catalog:
    """All messages of code and templates, with where they stand."""
    catalog = Catalog(locale="ar", project="Rasmi", charset="utf-8")
    for name, source in _sources():
        for _line, message, _comments, context in extract(
            "python", BytesIO(source), keywords=KEYWORDS
        ):
            catalog.add(message, locations=[(name, 0)], context=context)
    return catalog


def kept() -> Catalog:
    """The catalog as translators keep it."""
    with PO.open("rb") as file:
        return read_po(file, locale="ar")


def update() -> None:
    """Bring the kept catalog in step with the sources, without guessing anything."""
    catalog = kept() if PO.exists() else Catalog(locale="ar", project="Rasmi")
    made = catalog.creation_date
    catalog.update(gathered(), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    catalog.creation_date = made  # or each run would be a change
    PO.parent.mkdir(parents=True, exist_ok=True)
    with PO.open("wb") as file:
        write_po(
            file,
            catalog,
            width=88,
            omit_header=False,
            sort_by_file=True,
            include_lineno=False,
        )


def compile_catalog() -> None:
    """Write the binary catalog that Django reads, if it is older than its source."""
    if MO.exists() and MO.stat().st_mtime >= PO.stat().st_mtime:
        return
    written = MO.with_suffix(".new")
    with written.open("wb") as file:
        write_mo(file, kept())
    written.replace(MO)


if __name__ == "__main__":
    {"update": update, "compile": compile_catalog}[sys.argv[1]]()
