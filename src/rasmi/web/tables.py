"""A list as people keep it: CSV or XLSX, with headings in either language."""

import csv
import io
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import BinaryIO

Headings = Mapping[str, Sequence[str]]
LARGEST = 2 * 1024 * 1024  # bytes
LARGEST_UNPACKED = 40 * 1024 * 1024  # bytes; a bomb unpacks to more
LONGEST_CELL = 300  # characters


class ListError(Exception):
    """The list cannot be read; `reason` is one of the keys that the form words."""

    def __init__(self, reason: str, columns: Sequence[str] = ()) -> None:
        super().__init__(reason)
        self.reason = reason
        self.columns = columns


Row = dict[str, str]


def read(
    file: BinaryIO, headings: Headings, needed: Sequence[str], *, most_rows: int
) -> list[tuple[int, Row]]:
    """
    Return the rows that say something, each with its number as a person counts it.

    :param headings: by the name of a column what people write above it, small letters
    :param needed: the columns without which a list says nothing
    :raises ListError: if it is no table, has no known headings, or is too large
    """
    content = file.read(LARGEST + 1)
    file.seek(0)
    if len(content) > LARGEST:
        raise ListError("large")
    table = (
        _xlsx(content, most_rows)
        if content.startswith(b"PK\x03\x04")
        else _csv(content)
    )
    numbered = enumerate(table, 1)
    columns = _columns(next(numbered, (0, ()))[1], headings, needed)
    rows = []
    for number, cells in numbered:
        row = {name: _cell(cells, at) for name, at in columns.items()}
        if any(row.values()):
            rows.append((number, row))
        if len(rows) > most_rows:
            raise ListError("large")
    if not rows:
        raise ListError("empty")
    return rows


def _columns(
    cells: Iterable[object], headings: Headings, needed: Sequence[str]
) -> dict[str, int]:
    found: dict[str, int] = {}
    for at, heading in enumerate(cells):
        said = str(heading or "").strip().casefold()
        for name, known in headings.items():
            if said in known:
                found.setdefault(name, at)
    missing = [headings[name][-1] for name in needed if name not in found]
    if missing:
        raise ListError("headings", missing)
    return found


def _cell(cells: Sequence[object], at: int) -> str:
    value = cells[at] if at < len(cells) else None
    return "" if value is None else str(value).strip()


def is_plain(text: str) -> bool:
    """Whether a cell is short enough and holds nothing that no keyboard writes."""
    strange = {"Cc", "Cs", "Co", "Cn"}
    return len(text) <= LONGEST_CELL and not any(
        unicodedata.category(letter) in strange for letter in text
    )


def _csv(content: bytes) -> Iterator[Sequence[object]]:
    text = _decoded(content)
    first = text.split("\n", 1)[0]
    # Excel writes semicolons where the comma is a decimal mark, as in Arabic settings.
    delimiter = max(",;\t", key=first.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error:
        raise ListError("table") from None


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "utf-16" if content[:2] in _MARKS else "cp1256"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ListError("table")


_MARKS = (b"\xff\xfe", b"\xfe\xff")


def _xlsx(content: bytes, most_rows: int) -> Iterator[Sequence[object]]:
    try:
        rows = None if _is_bomb(content) else _rows_of(content, most_rows)
    except Exception:  # noqa: BLE001 — a broken workbook breaks its reader in any way
        raise ListError("table") from None
    if rows is None or len(rows) > most_rows + 1:
        raise ListError("large")
    yield from rows


def _is_bomb(content: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return sum(each.file_size for each in packed.infolist()) > LARGEST_UNPACKED


def _rows_of(content: bytes, most_rows: int) -> list[Sequence[object]]:
    """All rows at once, so that a broken sheet is found here and not on the way."""
    # Only here: it takes longer to load than everything else that a page needs.
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    return [tuple(row) for row in _first_rows(book.worksheets[0], most_rows)]


def _first_rows(sheet: object, most_rows: int) -> Iterator[Sequence[object]]:
    yield from sheet.iter_rows(  # type: ignore[attr-defined]  # a read-only sheet
        max_row=most_rows + 2, max_col=30, values_only=True
    )
