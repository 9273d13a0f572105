"""A record handed over, with what its bytes are checked by (BagIt, RFC 8493)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rasmi.audit import selectors as log
from rasmi.audit import services as audit
from rasmi.audit.actions import register
from rasmi.core.models import locked
from rasmi.people.models import Power, User
from rasmi.people.services import refuse_both_sides, require
from rasmi.records import bags, selectors
from rasmi.records.classes import class_of
from rasmi.records.models import Part, Record, Release, Ruling
from rasmi.records.services.seconds import require_second
from rasmi.rules import Refusal, gate

ASKED = register(
    "records.release.ask", gettext_lazy("Asked to hand a record over: %(target)s")
)
AGREED = register(
    "records.release.agree", gettext_lazy("Agreed to hand a record over: %(target)s")
)
DECLINED = register(
    "records.release.decline",
    gettext_lazy("Did not agree to hand a record over: %(target)s"),
)
RELEASED = register("records.record.release", gettext_lazy("Handed over: %(target)s"))

OPEN = gate("records.open_by_decision")
SEALED = gate("records.log_is_sealed")
STILL_ASKED = gate("records.release_is_still_asked")
AS_AGREED = gate("records.bundle_is_as_agreed")

# What everybody could see; drafts and remarks on them are no part of it.
OUTWARD = (
    Part.Stage.HEARD,
    Part.Stage.SENT,
    Part.Stage.CHANGED,
    Part.Stage.GONE,
    Part.Stage.JUDGED,
)


@transaction.atomic
def ask_release(
    record: Record, *, recipient: str, reason: str, by: User, now: datetime
) -> Release:
    """
    Ask to hand a record to somebody outside.

    What is open to everybody takes one person; what is open case by case, two.

    :raises Refusal: if one does not own the policy, no decision opens the class, or the
        log was never sealed
    """
    held = require(by, Power.POLICY, now=now, target=record)
    ruling = _opened(record, now)
    release = Release.objects.create(
        record=record,
        ruling=ruling,
        recipient=recipient,
        reason=reason,
        asked_by=by,
        asked_at=now,
    )
    audit.record(
        ASKED,
        actor=by,
        acting_for=held.acting_for,
        target=release,
        now=now,
        ruling=ruling.pk,
    )
    if ruling.is_open:
        _fix(release, now)
    return release


@transaction.atomic
def agree_release(release: Release, *, by: User, now: datetime) -> None:
    """
    Agree, as the second person: what is handed over is fixed from now on.

    :raises Refusal: if one asked for it oneself, may not agree, it is settled already,
        or no decision opens the class any more
    """
    held = require_second(by, now=now, target=release)
    release = _asked(release)
    refuse_both_sides(
        by, release.asked_by, now=now, since=release.asked_at, target=release
    )
    release.ruling = _opened(release.record, now)
    release.agreed_by = by
    _fix(release, now)
    audit.record(
        AGREED,
        actor=by,
        acting_for=held.acting_for,
        target=release,
        now=now,
        manifest=release.digest,
    )


@transaction.atomic
def decline_release(release: Release, *, reason: str, by: User, now: datetime) -> None:
    """
    Say that a record is not handed over, and why.

    :raises Refusal: if one may not agree to it, or it is settled already
    """
    held = require_second(by, now=now, target=release)
    release = _asked(release)
    release.declined_by, release.declined_at = by, now
    release.decline_reason = reason
    release.save(update_fields=["declined_by", "declined_at", "decline_reason"])
    audit.record(
        DECLINED, actor=by, acting_for=held.acting_for, target=release, now=now
    )


@transaction.atomic
def release(release: Release, *, by: User, now: datetime) -> bytes:
    """
    Make the bundle that was agreed to, and keep that it was taken.

    :return: a zip of a bag: the record as it stood at the agreement, its files, how the
        log stood then, and how to check
    :raises Refusal: if one does not own the policy, it is not agreed to, its class was
        closed since, or it would not be what was agreed to
    """
    held = require(by, Power.POLICY, now=now, target=release)
    if release.made_at is None:
        raise Refusal(
            STILL_ASKED,
            _("Nobody has agreed to this yet."),
            remedy=_("A second person agrees on its page."),
            target=release,
        )
    _opened(release.record, now)
    bundle = _bundle(release)
    if bundle.digest != release.digest:
        raise Refusal(
            AS_AGREED,
            _("The file would not be the one that was agreed to."),
            remedy=_("Ask for it anew, and a second person agrees to what is now."),
            target=release,
        )
    audit.record(
        RELEASED,
        actor=by,
        acting_for=held.acting_for,
        target=release.record,
        now=now,
        manifest=bundle.digest,
        ruling=release.ruling_id,
    )
    return bundle.content


def _fix(release: Release, now: datetime) -> None:
    """Keep what is handed over: up to which part, and how the log stood."""
    note = log.newest_note()
    if not note:
        raise Refusal(
            SEALED,
            _("The audit log was never sealed: the bundle could not show its state."),
            remedy=_("It is sealed by itself while the worker runs. Try again later."),
            target=release.record,
        )
    release.made_at, release.checkpoint = now, note
    release.last_part = selectors.parts(locked(release.record)).last()
    release.digest = _bundle(release).digest
    release.save()


def _bundle(release: Release) -> bags.Bundle:
    assert release.made_at  # noqa: S101 — of what is agreed to
    return bags.bundle(
        release.record,
        made_at=release.made_at,
        note=release.checkpoint,
        until=release.last_part,
        stages=OUTWARD if release.ruling.is_open else None,
    )


def _asked(release: Release) -> Release:
    release = locked(release)
    if not release.is_asked:
        raise Refusal(
            STILL_ASKED,
            _("This is settled already."),
            remedy=_("Load the page again to see how it stands."),
            target=release,
        )
    return release


def _opened(record: Record, now: datetime) -> Ruling:
    found = class_of(record.subject_type)
    ruling = selectors.ruling(found.key, now) if found else None
    if ruling is None or ruling.access == Ruling.Access.NOBODY:
        raise Refusal(
            OPEN,
            _("No decision opens records of this class to outsiders.")
            if ruling is None
            else _("By the decision %(decision)s this class is not open to outsiders.")
            % {"decision": ruling.decision},
            remedy=_("A decision of the head says for whom a class is open."),
            target=record,
        )
    return ruling
