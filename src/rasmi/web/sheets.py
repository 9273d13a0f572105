"""A list as XLSX: a sheet that says what stands in it, and runs nothing."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from io import BytesIO

from django.http import HttpResponse
from django.utils import timezone, translation

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_CELL = 32_767  # characters; Excel refuses more
WIDEST = 60  # characters of a column

Value = str | int | float | datetime | None


def xlsx(title: str, head: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """
    Write a list as one sheet: text stays text, whatever it begins with (ASVS V1.2.10).

    :param title: of the sheet; Excel allows 31 characters
    :param rows: moments are written in the time of the body
    """
    # Only here, as in `tables`.
    from openpyxl import Workbook
    from openpyxl.cell import Cell as Written
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.sheet_view.rightToLeft = translation.get_language_bidi()
    sheet.freeze_panes = "A2"
    for number, name in enumerate(head, 1):
        width = min(max(len(name) + 4, 16), WIDEST)
        sheet.column_dimensions[get_column_letter(number)].width = width

    def cell(value: Value, *, is_head: bool = False) -> Written:
        if isinstance(value, datetime):
            value = timezone.localtime(value).replace(tzinfo=None)
        if isinstance(value, str):
            value = ILLEGAL_CHARACTERS_RE.sub("", value)[:LONGEST_CELL]
        written = WriteOnlyCell(sheet, value=value)
        if isinstance(value, str):
            written.data_type = "s"  # never a formula
        if is_head:
            written.font = Font(bold=True)
        return written

    sheet.append([cell(name, is_head=True) for name in head])
    for row in rows:
        sheet.append([cell(value) for value in row])
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def xlsx_response(content: bytes, *, name: str) -> HttpResponse:
    """:param name: of the file, without its ending, in ASCII"""
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response
