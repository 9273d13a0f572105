from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Model

from rasmi.core.models import locked
from rasmi.files.models import Evidence
from rasmi.records import selectors
from rasmi.records.models import Part, Record

if TYPE_CHECKING:
    from rasmi.people.models import User


@transaction.atomic
def open_record(subject: Model, *, now: datetime) -> Record:
    """The record of a thing, opened where there is none."""
    record, _is_new = Record.objects.get_or_create(
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        defaults={"opened_at": now},
    )
    return record


@transaction.atomic
def keep(  # noqa: PLR0913 — what a part consists of
    record: Record,
    stage: Part.Stage,
    *,
    now: datetime,
    by: "User | None" = None,
    about: str = "",
    content: Mapping[str, Any] | None = None,
    file: Evidence | None = None,
) -> Part:
    """
    Add a part, in the transaction of the change that it tells of.

    :param about: what it concerns in a few words, such as the account
    :param content: plain values, kept word for word
    """
    # Held until the end, so that no two parts follow the same one.
    last = selectors.parts(locked(record)).last()
    part = Part(
        record=record,
        stage=stage,
        about=about[:120],
        by=by,
        at=now,
        content=dict(content or {}),
        file=file,
        previous=last.digest if last else "",
    )
    part.digest = selectors.digest_of(part)
    part.save()
    return part
