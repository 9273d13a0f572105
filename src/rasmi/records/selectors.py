import hashlib
import json
from datetime import UTC, datetime
from typing import Any

from django.db.models import Model, QuerySet

from rasmi.records.classes import CLASSES
from rasmi.records.models import Part, Record, Ruling


def canonical(content: Any) -> bytes:
    """One way to write a content as bytes, so that equal contents have one SHA-256."""
    return json.dumps(
        content, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    ).encode()


def digest(content: Any) -> str:
    """SHA-256 of a content, hexadecimal."""
    return hashlib.sha256(canonical(content)).hexdigest()


def digest_of(part: Part) -> str:
    """SHA-256 of all that a part says, and of which part it follows, hexadecimal."""
    return digest(
        {
            "record": part.record_id,
            "stage": str(part.stage),
            "about": part.about,
            "by": part.by_id,
            "at": part.at.astimezone(UTC).isoformat(),
            "content": part.content,
            "file": part.file.digest if part.file else "",
            "previous": part.previous,
        }
    )


def is_intact(part: Part) -> bool:
    """Whether all of a part is still as it was kept."""
    return digest_of(part) == part.digest


def follows(part: Part, before: Part | None) -> bool:
    """
    Whether a part is the next one in its record.

    :param before: the part of any record that was read before it, in order of records
    """
    if before is None or before.record_id != part.record_id:
        return not part.previous
    return part.previous == before.digest


def record_of(subject: Model) -> Record | None:
    return Record.objects.filter(
        subject_type=subject._meta.label_lower, subject_id=str(subject.pk)
    ).first()


def has_words_of(record: Record | None) -> bool:
    """Whether a record holds what was heard, so that it may be hidden there."""
    return record is not None and record.parts.filter(stage=Part.Stage.HEARD).exists()


def parts(record: Record | None) -> QuerySet[Part]:
    """The parts of a record in the order in which they were kept."""
    found = Part.objects.filter(record=record) if record else Part.objects.none()
    return found.select_related("by", "file").order_by("pk")


def ruling(record_class: str, at: datetime) -> Ruling | None:
    """What held for a class of records at a time."""
    return Ruling.objects.in_force(at).filter(record_class=record_class).last()


def rulings(at: datetime) -> dict[str, Ruling]:
    """What held at a time, by class; a class that nobody decided on is missing."""
    found = Ruling.objects.in_force(at).select_related("decision", "confirmed_by")
    return {each.record_class: each for each in found}


def waiting_rulings() -> QuerySet[Ruling]:
    """Entered, and neither confirmed nor returned."""
    return Ruling.objects.waiting().select_related("decision", "entered_by")


def records(record_class: str = "") -> QuerySet[Record]:
    """Records, the newest first; of one class where it is named."""
    known = CLASSES.get(record_class)
    found = Record.objects.filter(subject_type__in=known.subjects) if known else None
    return (Record.objects.all() if found is None else found).order_by("-pk")
