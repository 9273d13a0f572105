"""After a restore or a copy nothing is said until two persons have looked."""

from datetime import datetime
from uuid import uuid4

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, override

from rasmi.audit import selectors as audit_log
from rasmi.audit import services as audit
from rasmi.audit.actions import register
from rasmi.audit.models import Log
from rasmi.channels.models import Channel
from rasmi.security import disk, selectors
from rasmi.security.models import Epoch, Stop, StoppedChannel
from rasmi.security.services import mails

BEGUN = register(
    "security.epoch.begin", gettext_lazy("Began a new life of the database: %(target)s")
)

Why = Epoch.Why
REASONS: dict[Why, str | Promise] = {
    Why.RESTORED: gettext_lazy("The database was restored from a backup."),
    Why.ELSEWHERE: gettext_lazy(
        "The database or its folder was moved, copied, or is new on this machine."
    ),
    Why.BEHIND: gettext_lazy(
        "The database lacks what it held before: an older copy took its place."
    ),
}


def watch_epoch(*, now: datetime) -> Epoch:
    """
    Compare the database with the mark beside it, before anything is sent.

    Whoever restores, copies or exchanges the database by any means is noticed here: the
    mark is elsewhere, or knows what the database does not. Then a new epoch begins and
    speaking stops.
    """
    mark = disk.read_mark()  # before the database, so that it can only be behind
    latest = selectors.epoch()
    why = _why_another(mark, latest)
    if latest is None or why:
        if why != Why.FIRST:
            # First, whether one can be written: else each look would begin another.
            disk.void_mark()
        latest = begin_epoch(why=why or Why.FIRST, now=now)
    seen = _mark(latest)
    if seen != mark:
        disk.write_mark(seen)
    return latest


def remember_epoch() -> None:
    """Let the mark beside the database be the one of how it stands."""
    latest = selectors.epoch()
    if latest:
        disk.write_mark(_mark(latest))


@transaction.atomic
def begin_epoch(
    *, why: Epoch.Why, now: datetime, reason: str = "", system_user: str = ""
) -> Epoch:
    """
    Begin a new life of the database; all but the first begin with speaking stopped.

    :param reason: of who restored it, in their words
    :param system_user: as the machine knows who restored it
    """
    before = selectors.epoch()
    if before and why == Why.FIRST:
        return before  # another worker was faster
    mark = disk.read_mark()
    known = [each for each in (before and before.number, mark and mark.epoch) if each]
    epoch = Epoch.objects.create(
        installation=before.installation if before else uuid4(),
        number=max(known, default=0) + 1,
        why=why,
        reason=reason[:300],
        begun_at=now,
        stop=_stopped(reason or _in_both_languages(why), now)
        if why in REASONS
        else None,
    )
    if why != Why.FIRST:
        # Under its name of before, the log would tell a witness two different things.
        audit.open_another(
            Log.Why(why), reason=reason, system_user=system_user, now=now
        )
    audit.record(
        BEGUN, actor=None, target=epoch, now=now, why=str(why), by=system_user[:80]
    )
    return epoch


def _in_both_languages(why: Epoch.Why) -> str:
    # Kept with the stop, where a person's own words would stand.
    said = []
    for language in ("ar", "en"):
        with override(language):
            said.append(str(REASONS[why]))
    return "\n".join(said)


def _why_another(mark: disk.Mark | None, latest: Epoch | None) -> Epoch.Why | None:
    """Why this is not the database that was looked at before; None where it is."""
    if not Channel.objects.exists():
        # Without an account nothing was ever said, and nothing is said twice.
        return None if latest else Why.FIRST
    if latest is None:
        # An upgrade has no mark yet; with one, an older database took the place.
        return Why.BEHIND if mark else Why.FIRST
    if (
        not mark
        or not mark.is_original
        or mark.installation != str(latest.installation)
    ):
        return Why.ELSEWHERE
    if mark.epoch < latest.number:
        # Begun on another machine, of which this one has yet to hear. Only a restore
        # that was told of takes away entries that the mark knows.
        is_fine = _is_known(mark) or selectors.was_restored_since(mark.epoch)
        return None if is_fine else Why.BEHIND
    is_another = mark.epoch > latest.number or not _is_known(mark)
    return Why.BEHIND if is_another else None


def _is_known(mark: disk.Mark) -> bool:
    # Not only as many entries, but the very one: a log that fell behind grows again.
    return audit_log.trace_of(mark.entries) == mark.trace


def _mark(latest: Epoch) -> disk.Mark:
    # The last one that was committed. What commits later with a lower key is no
    # contradiction: this one stays.
    entries = audit_log.last_key()
    trace = audit_log.trace_of(entries)
    return disk.Mark(str(latest.installation), latest.number, entries, trace)


def _stopped(reason: str, now: datetime) -> Stop:
    """The stop of a restore; one that nobody has ended yet serves again."""
    # In the order of their keys, as every stop holds them: what is armed is on its way.
    accounts = list(Channel.objects.order_by("pk").present().select_for_update())
    stop = selectors.stops().lasting().filter(kind=Stop.Kind.RESTORE).first()
    if stop and not stop.is_asked:
        return stop
    if stop:
        # Whoever asked has looked at what was queued in the life before.
        stop.resume_asked_by, stop.resume_asked_at = None, None
        stop.resume_reason = ""
        stop.save(update_fields=["resume_asked_by", "resume_asked_at", "resume_reason"])
    else:
        stop = Stop.objects.create(
            kind=Stop.Kind.RESTORE, reason=reason[:300], stopped_at=now
        )
        StoppedChannel.objects.bulk_create(
            StoppedChannel(stop=stop, channel=each) for each in accounts
        )
    mails.tell_of_stop(stop, now=now)
    return stop
