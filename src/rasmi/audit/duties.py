from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from rasmi.audit import selectors
from rasmi.rules import Owed, Viewer, duty

ANSWERING = {"policy", "audit"}


@duty("audit.tampering_is_looked_into")
def tampering_is_looked_into(viewer: Viewer, now: datetime) -> Iterator[Owed]:
    """At once, and before anything else."""
    found = selectors.latest_verification()
    if found is None or found.is_sound or not ANSWERING & viewer.powers:
        return
    yield Owed(
        title=_("The audit log is not as it was"),
        detail=_("Export it, and have it looked at by somebody outside."),
        act=_("See what was found"),
        url=reverse("audit:seal"),
        due_at=found.at,
        icon="alert-triangle",
    )
