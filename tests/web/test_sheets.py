from datetime import UTC, datetime
from io import BytesIO

import pytest
from django.utils import translation
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from rasmi.web.sheets import Value, xlsx


def sheet(*row: Value) -> Worksheet:
    found = load_workbook(BytesIO(xlsx("قائمة", ["الاسم", "القيمة"], [row]))).active
    assert isinstance(found, Worksheet)
    return found


@pytest.mark.parametrize(
    "text",
    ["=HYPERLINK(1)", "+1", "-1", "@x", "\t=1", "＝1", "\u200b=1", "|x", "%x"],
)
def test_text_is_never_a_formula(text: str) -> None:
    cell = sheet(text)["A2"]

    assert (cell.value, cell.data_type) == (text, "s")


def test_moments_are_in_the_time_of_the_body() -> None:
    at = datetime(2026, 11, 28, 21, tzinfo=UTC)

    assert sheet(at)["A2"].value == datetime(2026, 11, 29, 1)  # noqa: DTZ001


def test_it_reads_from_the_right_in_arabic() -> None:
    with translation.override("ar"):
        assert sheet("a").sheet_view.rightToLeft
    with translation.override("en"):
        assert not sheet("a").sheet_view.rightToLeft


def test_what_excel_refuses_is_left_out() -> None:
    assert sheet("a\x00b\x0bc")["A2"].value == "abc"
