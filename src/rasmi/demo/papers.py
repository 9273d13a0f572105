"""A signed paper that nobody signed: the scans of the demonstration."""

from django.core.files.base import ContentFile

WIDTH, HEIGHT, LEADING = 595, 842, 26  # points; A4


def paper(number: str, *lines: str, kind: str = "decision") -> "ContentFile[bytes]":
    """A one-page PDF with lines of Latin text, since its own fonts know no other."""
    said = [f"DEMONSTRATION - not a real {kind}", f"{kind.title()} {number}", *lines]
    shown = "\n".join(
        f"1 0 0 1 72 {HEIGHT - 110 - LEADING * at} Tm ({_plain(line)}) Tj"
        for at, line in enumerate(said)
    )
    stream = f"BT /F1 15 Tf\n{shown}\nET".encode("latin-1")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] "
        "/Resources << /Font << /F1 5 0 R >> >> /Contents 4 0 R >>".encode(),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    name = f"{kind}-{number.replace('/', '-')}.pdf"
    return ContentFile(_file(objects), name=name)


def _plain(line: str) -> str:
    kept = line.encode("ascii", "replace").decode()
    return kept.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def _file(objects: list[bytes]) -> bytes:
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    return out + (
        b"xref\n0 %d\n0000000000 65535 f \n%s" % (count, table)
        + b"trailer\n<< /Size %d /Root 1 0 R >>\n" % count
        + b"startxref\n%d\n%%%%EOF\n" % len(out)
    )
