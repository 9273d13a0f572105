"""
A record as a bag (BagIt, RFC 8493): what is in it, each file under its SHA-256.

Whoever has `sha256sum` checks it: ``sha256sum -c manifest-sha256.txt`` names any file
that is not what it was.
"""

import hashlib
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from rasmi.audit import selectors as audit
from rasmi.files import selectors as files
from rasmi.records import selectors
from rasmi.records.models import Part, Record

README_AR = """هذه حزمة إثبات لما صدر عن حساب رسمي أو ورد إليه.

data/record.json    مراحل السجل بترتيبها، وفي كل جزء بصمة ما قبله (SHA-256).
data/files/         الملفات كما هي، واسم كل منها بصمته.
data/checkpoint.txt ختم سجل التدقيق عند إعداد الحزمة.

للتحقق: sha256sum -c manifest-sha256.txt داخل مجلد الحزمة، فيظهر اسم كل ملف تغيّر.
"""
README_EN = """This is an evidence bundle of what was said on an official account,
or heard there.

data/record.json    the stages of the record in their order; each part names the
                    SHA-256 of the part before it
data/files/         the files as they are, each named by its SHA-256
data/checkpoint.txt how the audit log stood, signed, when the bundle was made

To check it: sha256sum -c manifest-sha256.txt in its folder. It names any changed file.
"""
DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
EPOCH = (1980, 1, 1, 0, 0, 0)  # so that the same bundle has the same bytes


@dataclass(frozen=True)
class Bundle:
    """:param digest: SHA-256 of its manifest, hexadecimal"""

    content: bytes
    digest: str


def bundle(record: Record, *, made_at: datetime) -> Bundle:
    """
    All of a record, to be checked without Rasmi.

    :param made_at: stands in the bag
    """
    payload = dict(_payload(record))
    manifest = _manifest(payload)
    tags = {
        "bagit.txt": DECLARATION.encode(),
        "bag-info.txt": _about(record, payload, made_at).encode(),
        "manifest-sha256.txt": manifest,
    }
    tags["tagmanifest-sha256.txt"] = _manifest(tags)
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**tags, **payload}.items():
            entry = zipfile.ZipInfo(f"record-{record.pk}/{name}", EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return Bundle(file.getvalue(), hashlib.sha256(manifest).hexdigest())


def _payload(record: Record) -> Iterator[tuple[str, bytes]]:
    parts = list(selectors.parts(record))
    told = {
        "subject": {"type": record.subject_type, "id": record.subject_id},
        "opened_at": record.opened_at.astimezone(UTC).isoformat(),
        "parts": [_part(each) for each in parts],
    }
    text = json.dumps(told, ensure_ascii=False, indent=1)
    yield "data/record.json", text.encode()
    yield "data/README.ar.txt", README_AR.encode()
    yield "data/README.en.txt", README_EN.encode()
    yield "data/checkpoint.txt", audit.newest_note().encode()
    for evidence in {each.file for each in parts if each.file}:
        extension = evidence.media_type.rpartition("/")[2]
        with files.open_evidence(evidence) as kept:
            yield f"data/files/{evidence.digest}.{extension}", kept.read()


def _part(part: Part) -> dict[str, Any]:
    return {
        "id": part.pk,
        "stage": part.stage,
        "about": part.about,
        "by": part.by_id,
        "at": part.at.astimezone(UTC).isoformat(),
        "content": part.content,
        "file": part.file.digest if part.file else "",
        "previous": part.previous,
        "digest": part.digest,
    }


def _manifest(files: dict[str, bytes]) -> bytes:
    lines = (
        f"{hashlib.sha256(content).hexdigest()}  {name}\n"
        for name, content in sorted(files.items())
    )
    return "".join(lines).encode()


def _about(record: Record, payload: dict[str, bytes], made_at: datetime) -> str:
    size = sum(map(len, payload.values()))
    return (
        f"Bagging-Date: {made_at.astimezone(UTC):%Y-%m-%d}\n"
        f"External-Identifier: {record.subject_type}/{record.subject_id}\n"
        f"Payload-Oxum: {size}.{len(payload)}\n"
        "Bag-Software-Agent: Rasmi\n"
    )
