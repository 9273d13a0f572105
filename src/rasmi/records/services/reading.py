from datetime import datetime

from django.utils.translation import gettext_lazy

from rasmi.audit import services as audit
from rasmi.audit.actions import register
from rasmi.people.models import User

OPENED = register(
    "records.record.open", gettext_lazy("Opened the records, with a reason")
)


def open_records_with_reason(
    reader: User, *, reason: str, now: datetime, acting_for: User | None = None
) -> None:
    """
    Keep why an auditor opens what was kept.

    :raises Refusal: if no real reason is given
    """
    audit.open_with_reason(
        OPENED, reader=reader, reason=reason, now=now, acting_for=acting_for
    )
