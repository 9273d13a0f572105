from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rasmi.audit import services as audit
from rasmi.audit.actions import Action, register
from rasmi.core.models import locked
from rasmi.people.models import User
from rasmi.people.services import refuse_both_sides
from rasmi.rules import Refusal, gate
from rasmi.security import selectors
from rasmi.security.models import Stop
from rasmi.security.services import mails

ASKED = register(
    "security.stop.ask", gettext_lazy("Asked that speaking resumes: %(target)s")
)
RESUMED = register(
    "security.stop.resume", gettext_lazy("Let speaking resume: %(target)s")
)
KEPT = register("security.stop.keep", gettext_lazy("Kept speaking stopped: %(target)s"))

MAY_RESUME = gate("security.may_resume")
TWO_RESUME = gate("security.two_resume")
IN_FORCE = gate("security.only_a_stop_in_force_is_ended")


@transaction.atomic
def ask_to_resume(stop: Stop, *, reason: str, by: User, now: datetime) -> None:
    """
    Say that speaking may resume, after a look at what is queued: the first of two.

    :raises Refusal: if one may not, it is over, or somebody has asked already
    """
    stop = _held(stop, by, now)
    if stop.is_asked:
        raise Refusal(
            TWO_RESUME,
            _("%(person)s has asked for it already.")
            % {"person": stop.resume_asked_by},
            remedy=_("Somebody else confirms it, or takes it back."),
            target=stop,
        )
    stop.resume_asked_by, stop.resume_asked_at = by, now
    stop.resume_reason = reason
    stop.save(update_fields=ASKING)
    _record(ASKED, stop, by, now)
    mails.tell_of_asking(stop, now=now)


@transaction.atomic
def resume(stop: Stop, *, by: User, now: datetime) -> None:
    """
    Let speaking resume, as the second of two.

    Where another stop is for the same account, that one goes on.

    :raises Refusal: if one may not, it is over, nobody asked, or one asked oneself
    """
    stop = _held(stop, by, now)
    asked_by, asked_at = _asking(stop)
    refuse_both_sides(by, asked_by, now=now, since=asked_at, target=stop)
    stop.resumed_by, stop.resumed_at = by, now
    stop.save(update_fields=["resumed_by", "resumed_at"])
    _record(RESUMED, stop, by, now)
    mails.tell_of_resuming(stop, now=now)


@transaction.atomic
def keep_stopped(stop: Stop, *, by: User, now: datetime) -> None:
    """
    Take back or decline that somebody asked for speaking to resume.

    :raises Refusal: if one may not, it is over, or nobody asked
    """
    stop = _held(stop, by, now)
    asked_by, _asked_at = _asking(stop)
    stop.resume_asked_by, stop.resume_asked_at, stop.resume_reason = None, None, ""
    stop.save(update_fields=ASKING)
    _record(KEPT, stop, by, now)
    mails.tell_of_keeping(stop, asked_by, by, now=now)


ASKING = ["resume_asked_by", "resume_asked_at", "resume_reason"]


def _held(stop: Stop, by: User, now: datetime) -> Stop:
    """The stop as it is now, held; refuse where it is over or not one's own to end."""
    stop = locked(stop)
    if not selectors.may_resume(by, stop, now):
        raise Refusal(
            MAY_RESUME,
            _("Speaking resumes by who watches over accounts or owns these."),
            remedy=_("Ask information security, or who holds an office in that unit."),
            target=stop,
        )
    if stop.is_over:
        raise Refusal(
            IN_FORCE,
            _("This stop is over: speaking has resumed."),
            remedy=_("Its page shows since when, and by whom."),
            target=stop,
        )
    return stop


def _asking(stop: Stop) -> tuple[User, datetime]:
    if stop.resume_asked_by is None or stop.resume_asked_at is None:
        raise Refusal(
            TWO_RESUME,
            _("It takes two persons to resume, and nobody has asked for it yet."),
            remedy=_("Look at what is queued and ask for it; somebody else confirms."),
            target=stop,
        )
    return stop.resume_asked_by, stop.resume_asked_at


def _record(action: Action, stop: Stop, by: User, now: datetime) -> None:
    held = selectors.authority(by, now)
    audit.record(
        action,
        actor=by,
        acting_for=held.acting_for if held else None,
        target=stop,
        now=now,
    )
