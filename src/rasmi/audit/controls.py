from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from rasmi.audit import selectors
from rasmi.audit.models import Entry, Log
from rasmi.rules import Finding, Result, control

SEALED_WITHIN = timedelta(minutes=5)  # it takes seconds; more means that nobody seals
VERIFIED_EVERY = timedelta(days=2)  # each day, and one that may be missed
TOLD_EVERY = timedelta(days=2)


def _finding(detail: str) -> Finding:
    return Finding(_("Audit log"), detail, reverse("audit:seal"))


@control("audit.is_sealed", gettext_lazy("Each entry of the log is sealed at once"))
def what_is_done_is_sealed_at_once(now: datetime) -> Result:
    count = Entry.objects.count()
    waiting = selectors.unsealed(now).filter(at__lte=now - SEALED_WITHIN).count()
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
    if found is None or found.at < now - VERIFIED_EVERY:
        detail = _("The log was not verified in the last two days.")
        return Result(1, unknown=[_finding(detail)])
    if found.is_sound:
        return Result(found.entries)
    detail = _("It is not as it was. Export it and have it looked at outside.")
    return Result(found.entries, [_finding(detail)])


@control(
    "audit.restores_are_declared",
    gettext_lazy("No older database took the place of this one unsaid"),
)
def no_older_database_took_the_place(now: datetime) -> Result:
    logs = selectors.logs()
    undeclared = logs.filter(why=Log.Why.BEHIND)
    detail = _("The database was found older than it was, and nobody had restored it.")
    return Result(
        logs.count(),
        [Finding(str(each), detail, reverse("audit:seal")) for each in undeclared],
    )


@control(
    "audit.is_witnessed", gettext_lazy("A witness outside keeps checkpoints of the log")
)
def a_witness_outside_holds_checkpoints(now: datetime) -> Result:
    witness = selectors.witness()
    if witness is None:
        return Result(1, [_finding(_("Nobody outside keeps checkpoints of the log."))])
    last = selectors.last_telling(witness)
    since = last.at if last else witness.since_at
    if since < now - TOLD_EVERY:
        detail = _("The witness was sent no checkpoint in the last two days.")
        return Result(1, [_finding(detail)])
    return Result(1)
