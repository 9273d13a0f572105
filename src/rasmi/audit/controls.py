from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from rasmi.audit import selectors
from rasmi.audit.models import Entry, Log
from rasmi.rules import Finding, Result, control

VERIFIED_EVERY = timedelta(days=2)  # each day, and one that may be missed


def _finding(detail: str) -> Finding:
    return Finding(_("Audit log"), detail, reverse("audit:seal"))


@control("audit.is_sealed", gettext_lazy("Each entry of the log is sealed at once"))
def what_is_done_is_sealed_at_once(now: datetime) -> Result:
    count = Entry.objects.count()
    late = selectors.unsealed(now, from_the_first=True)
    waiting = late.filter(at__lte=now - selectors.SEALED_WITHIN).count()
    if not waiting:
        return Result(count)
    words = ngettext(
        "%(count)s entry has waited for its seal for over five minutes.",
        "%(count)s entries have waited for their seal for over five minutes.",
        waiting,
    )
    return Result(count, [_finding(words % {"count": waiting})])


@control("audit.is_whole", gettext_lazy("The audit log is as it was"))
def the_log_is_as_it_was(now: datetime) -> Result:
    """As it was reckoned last; long ago says nothing of today."""
    found = selectors.latest_verification()
    if (
        found is None
        or not now - VERIFIED_EVERY < found.at <= now + selectors.SEALED_WITHIN
    ):
        detail = _("The log was not verified in the last two days.")
        return Result(1, unknown=[_finding(detail)])
    # Each by itself: one that is known already hides no other.
    return Result(found.entries, [_finding(each) for each in selectors.told(found)])


@control(
    "audit.restores_are_declared",
    gettext_lazy("No older database took the place of this one unsaid"),
)
def no_older_database_took_the_place(now: datetime) -> Result:
    logs = selectors.logs()
    if not logs:
        return Result(0, unknown=[_finding(_("Nothing was sealed yet."))])
    undeclared = logs.filter(why=Log.Why.BEHIND)
    detail = _("The database was found older than it was, and nobody had restored it.")
    return Result(
        logs.count(),
        [Finding(str(each), detail, reverse("audit:seal")) for each in undeclared],
    )
