import os
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy

from rasmi.audit import selectors
from rasmi.audit.actions import register
from rasmi.audit.services.entries import record
from rasmi.ledger import Writer

if TYPE_CHECKING:
    from rasmi.people.models import User

EXPORTED = register(
    "audit.ledger.export", gettext_lazy("Exported the audit log, to be checked outside")
)


def export(
    path: Path,
    *,
    now: datetime,
    by: "User | None" = None,
    acting_for: "User | None" = None,
    system_user: str = "",
) -> int:
    """
    Write everything that is sealed into one file; return how many entries it holds.

    :param path: a new file
    :raises FileExistsError: if there is one already
    :raises OSError: if it cannot be written
    """
    live = selectors.LiveExport()
    with open(path, "xb", opener=_closed_to_others) as file, Writer(file) as writer:
        words = render_to_string("audit/export.txt", {"now": now, "logs": live.logs})
        writer.add_text("README.txt", words)
        writer.add_logs(live.logs)
        for log in live.logs:
            writer.add_entries(log, live.entries(log))
            writer.add_checkpoints(log, live.checkpoints(log))
    record(
        EXPORTED,
        actor=by,
        acting_for=acting_for,
        now=now,
        entries=live.size,
        by=system_user[:80],
    )
    return live.size


def _closed_to_others(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
