"""A list of accounts: CSV or XLSX, headings in either language."""

from typing import BinaryIO

from rasmi.web import tables
from rasmi.web.tables import LARGEST, LARGEST_UNPACKED, ListError, Row, is_plain

__all__ = ["LARGEST", "LARGEST_UNPACKED", "ListError", "Row", "is_plain", "read"]

HEADINGS = {
    "platform": ("platform", "المنصة"),
    "handle": ("handle", "account", "الحساب", "معرف الحساب", "معرّف الحساب"),
    "name_ar": ("name in arabic", "الاسم", "الاسم بالعربية"),
    "name_en": ("name in english", "الاسم بالإنجليزية"),
    "owner": ("owner", "unit", "التقسيم الإداري", "الجهة المالكة"),
    "address": ("address", "url", "العنوان", "الرابط"),
}
NEEDED = ("platform", "handle", "name_ar", "owner")
MOST_ROWS = 2000


def read(file: BinaryIO) -> list[tuple[int, Row]]:
    """The rows of a list of accounts, as `tables.read` returns them."""
    return tables.read(file, HEADINGS, NEEDED, most_rows=MOST_ROWS)
