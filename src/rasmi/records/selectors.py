import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Model, Q, QuerySet

from rasmi.people.models import Power
from rasmi.records import kinds
from rasmi.records.classes import CLASSES
from rasmi.records.models import Hold, HoldQuerySet, Part, Record, Release, Ruling

# Who agrees to what another of those who own the policy asked for.
SECONDS = (Power.POLICY, Power.HEAD, Power.DECIDE)
# Our own number: a case that nobody asked about for a year may have ended unseen.
HOLD_IS_FRESH = timedelta(days=365)


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


def releases() -> QuerySet[Release]:
    return Release.objects.select_related(
        "record", "ruling__decision", "asked_by", "agreed_by", "declined_by"
    )


def asked_releases() -> QuerySet[Release]:
    """Asked for, and neither agreed to nor declined."""
    return releases().filter(made_at=None, declined_at=None)


def holds() -> HoldQuerySet:
    """All holds, those that were lifted too, the newest first."""
    return Hold.objects.select_related(
        "record", "channel", "placed_by", "lifted_by"
    ).order_by("-pk")


def forgotten_holds(at: datetime) -> HoldQuerySet:
    """Holds in force of which nobody said for long that they go on."""
    return holds().in_force(at).filter(looked_at__lt=at - HOLD_IS_FRESH)


def holds_over(records: Collection[Record], at: datetime) -> Mapping[int, list[Hold]]:
    """
    The holds in force over records, by the key of the record; its account's among them.

    One look at the holds and one for each kind of subject, however many records.
    """
    places = _channels_of(records)
    channels = set().union(*places.values()) if places else set()
    found = Hold.objects.in_force(at).filter(
        Q(record__in=[each.pk for each in records]) | Q(channel__in=channels)
    )
    over: dict[int, list[Hold]] = defaultdict(list)
    for hold in found.order_by("pk"):
        for each in records:
            is_own = hold.record_id == each.pk
            if is_own or hold.channel_id in places.get(each.pk, ()):
                over[each.pk].append(hold)
    return over


def _channels_of(records: Collection[Record]) -> dict[int, set[int]]:
    of_kind: dict[str, dict[str, int]] = defaultdict(dict)
    for each in records:
        of_kind[each.subject_type][each.subject_id] = each.pk
    return {
        subjects[subject]: channels
        for kind, subjects in of_kind.items()
        for subject, channels in kinds.channels_of(kind, list(subjects)).items()
    }
