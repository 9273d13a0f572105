"""What a file is, by its own bytes and never by its name."""

PDF = "application/pdf"
PNG = "image/png"
JPEG = "image/jpeg"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv"

SCANS = frozenset({PDF, PNG, JPEG})
PICTURES = frozenset({JPEG, PNG})
TABLES = frozenset({XLSX, CSV})

HEADS = (
    (b"%PDF-", PDF),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"\xff\xd8\xff", JPEG),
    (b"PK\x03\x04", XLSX),  # a zip; whoever opens it finds out whether it is a table
    (b"\xff\xfe", CSV),  # UTF-16, as Excel writes "Unicode text"
    (b"\xfe\xff", CSV),
)
LONGEST_HEAD = 4096  # bytes


def kind_of(head: bytes) -> str:
    """The media type of a file by its first bytes, or an empty text if unknown."""
    for mark, media_type in HEADS:
        if head.startswith(mark):
            return media_type
    # A text has no zero byte; what it says is for whoever reads it.
    return CSV if head and b"\x00" not in head else ""
