"""
A record as a bag (BagIt, RFC 8493): what is in it, each file under its SHA-256.

Whoever has `sha256sum` checks it: ``sha256sum -c manifest-sha256.txt`` names any file
that is not what it was.
"""

import hashlib
import json
import zipfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from rasmi.files import selectors as files
from rasmi.records import selectors
from rasmi.records.models import Hold, Part, Record

README_AR = """هذه حزمة إثبات لما صدر عن حساب رسمي أو ورد إليه.

data/record.json    مراحل السجل بترتيبها، وفي كل جزء بصمته وبصمة ما قبله (SHA-256).
                    وقد يُترك بينها ما ليس متاحاً للجميع.
                    وholds حجوز الحفظ القانوني السارية على السجل يوم إعداد الحزمة.
data/files/         الملفات كما هي، واسم كل منها بصمته.
data/checkpoint.txt آخر ختم لسجل التدقيق قبل إعداد الحزمة.

للتحقق: sha256sum -c manifest-sha256.txt داخل مجلد الحزمة، فيظهر اسم كل ملف تغيّر.
وبصمة كل جزء هي بصمة نص JSON بترميز UTF-8 بمفاتيح مرتبة وبلا مسافات، وفيه: record
وstage وabout وby وat وcontent وfile وprevious. ولا تثبت الحزمة وحدها أنها كما سُلّمت:
قارن بصمة manifest-sha256.txt بالبصمة المحفوظة لدى الجهة التي سلّمتها.
"""
README_EN = """This is an evidence bundle of what was said on an official account,
or heard there.

data/record.json    the stages of the record in their order; each part names its
                    SHA-256 and that of the part before it
                    what is not open to everybody may be left out between them
                    holds: the legal holds over the record when this was made
data/files/         the files as they are, each named by its SHA-256
data/checkpoint.txt how the audit log stood, signed, when it was last sealed before

To check it: sha256sum -c manifest-sha256.txt in its folder. It names any changed file.
The digest of a part is the SHA-256 of a JSON text in UTF-8, its keys sorted, without
spaces, of: record, stage, about, by, at, content, file, previous. A bundle alone does
not prove that it is as it was handed over: compare the SHA-256 of manifest-sha256.txt
with the one that the body keeps of the handing over.
"""
DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
EPOCH = (1980, 1, 1, 0, 0, 0)  # so that the same bundle has the same bytes


@dataclass(frozen=True)
class Bundle:
    """:param digest: SHA-256 of its manifest, hexadecimal"""

    content: bytes
    digest: str


def bundle(
    record: Record,
    *,
    made_at: datetime,
    note: str,
    until: Part | None,
    stages: Collection[str] | None = None,
) -> Bundle:
    """
    A record as it stood at a time, to be checked without Rasmi.

    :param note: how the log stood, signed
    :param until: the last part that is in it
    :param stages: of these parts alone; None for all of them
    """
    found = selectors.parts(record).filter(pk__lte=until.pk if until else 0)
    parts = list(found if stages is None else found.filter(stage__in=stages))
    holds = list(selectors.holds_over([record], made_at)[record.pk])
    payload = dict(_payload(record, parts, holds, note))
    manifest = _manifest(payload)
    tags = {
        "bagit.txt": DECLARATION.encode(),
        "bag-info.txt": _about(record, payload, made_at, holds).encode(),
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


def _payload(
    record: Record, parts: list[Part], holds: list[Hold], note: str
) -> Iterator[tuple[str, bytes]]:
    told = {
        "record": record.pk,
        "subject": {"type": record.subject_type, "id": record.subject_id},
        "opened_at": record.opened_at.astimezone(UTC).isoformat(),
        "holds": [_hold(each) for each in holds],
        "parts": [_part(each) for each in parts],
    }
    text = json.dumps(told, ensure_ascii=False, indent=1)
    yield "data/record.json", text.encode()
    yield "data/README.ar.txt", README_AR.encode()
    yield "data/README.en.txt", README_EN.encode()
    yield "data/checkpoint.txt", note.encode()
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


def _hold(hold: Hold) -> dict[str, Any]:
    """That it is held and since when; why is for who handles the case."""
    return {"id": hold.pk, "since": hold.placed_at.astimezone(UTC).isoformat()}


def _manifest(files: dict[str, bytes]) -> bytes:
    lines = (
        f"{hashlib.sha256(content).hexdigest()}  {name}\n"
        for name, content in sorted(files.items())
    )
    return "".join(lines).encode()


def _about(
    record: Record, payload: dict[str, bytes], made_at: datetime, holds: list[Hold]
) -> str:
    size = sum(map(len, payload.values()))
    return (
        f"Bagging-Date: {made_at.astimezone(UTC):%Y-%m-%d}\n"
        f"External-Identifier: {record.subject_type}/{record.subject_id}\n"
        f"Payload-Oxum: {size}.{len(payload)}\n"
        f"Legal-Hold: {'yes' if holds else 'no'}\n"
        "Bag-Software-Agent: Rasmi\n"
    )
