"""Accounts that may be taken for ours: reported, looked at by two, taken down."""

from datetime import datetime

from django.core.files import File
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rasmi.audit import services as audit
from rasmi.audit.actions import register
from rasmi.channels import selectors
from rasmi.channels.models import Suspect
from rasmi.channels.selectors import suspects
from rasmi.channels.selectors.likes import most_like
from rasmi.core.models import locked
from rasmi.files import kinds
from rasmi.files import services as files
from rasmi.people.models import Power, User
from rasmi.people.services import refuse_both_sides, require
from rasmi.platforms.addresses import Form, read
from rasmi.rules import Refusal, gate

REPORTED = register(
    "channels.suspect.report", gettext_lazy("Reported an account: %(target)s")
)
EXAMINED = register(
    "channels.suspect.examine", gettext_lazy("Looked at a reported account: %(target)s")
)
CONFIRMED = register(
    "channels.suspect.confirm",
    gettext_lazy("Confirmed that it pretends to be ours: %(target)s"),
)
RETURNED = register(
    "channels.suspect.return",
    gettext_lazy("Did not confirm that it pretends to be ours: %(target)s"),
)
ASKED = register(
    "channels.suspect.ask", gettext_lazy("Asked that it be taken down: %(target)s")
)
GONE = register(
    "channels.suspect.end", gettext_lazy("Saw that it is taken down: %(target)s")
)

NAMED = gate("channels.suspect_is_named")
IN_TURN = gate("channels.suspect_is_dealt_with_in_turn")

MOST_OPEN = 5000  # reports of the public that wait; more than people can look at
State = Suspect.State


@transaction.atomic
def report_suspect(
    *,
    asked: str,
    note: str = "",
    screenshot: "File[bytes] | None" = None,
    by: User | None,
    now: datetime,
) -> Suspect:
    """
    Report an account that may be taken for one of ours; the same one is counted once.

    :param asked: its link or name, as somebody saw it
    :param by: None for the public, of whom nothing is kept
    :raises Refusal: if nothing is named, it is ours, or too many wait already
    """
    asked = asked.strip()[:300]
    mention = read(asked)
    if mention.form == Form.HANDLE and not mention.handle:
        raise Refusal(
            NAMED,
            _("This names no account."),
            remedy=_("Paste the link of the account, or write its name."),
        )
    if suspects.ours(mention):
        raise Refusal(
            NAMED,
            _("This account is one of ours: it stands in the register."),
            remedy=_("If something on it looks wrong, tell the unit that owns it."),
        )
    before = suspects.known(mention, asked)
    if before:
        Suspect.objects.filter(pk=before.pk).update(reports=F("reports") + 1)
        audit.record(REPORTED, actor=by, target=before, now=now, again=True)
        return before
    if by is None and Suspect.objects.filter(state=State.REPORTED).count() >= MOST_OPEN:
        raise Refusal(
            NAMED,
            _("So many reports wait that no more can be taken now."),
            remedy=_("Please try again tomorrow."),
        )
    like = most_like(mention, list(selectors.in_register()))
    kept = (
        files.keep(screenshot, kinds_allowed=kinds.PICTURES, now=now)
        if screenshot
        else None
    )
    suspect = Suspect.objects.create(
        platform=mention.platform,
        handle=mention.handle or asked,
        asked=asked,
        note=note,
        screenshot=kept,
        like=like[0] if like else None,
        reported_by=by,
        reported_at=now,
    )
    audit.record(REPORTED, actor=by, target=suspect, now=now, again=False)
    return suspect


@transaction.atomic
def examine_suspect(
    suspect: Suspect, *, state: str, finding: str, by: User, now: datetime
) -> None:
    """
    Say what a reported account is.

    :param state: harmless, ours (and not in the register), or found to pretend
    :raises Refusal: if one does not keep the registers, or it was looked at already
    """
    held = require(by, Power.REGISTER, now=now, target=suspect)
    suspect = _in(State.REPORTED, locked(suspect))
    suspect.state, suspect.finding = state, finding
    suspect.examined_by, suspect.examined_at = by, now
    suspect.save(update_fields=["state", "finding", "examined_by", "examined_at"])
    audit.record(
        EXAMINED,
        actor=by,
        acting_for=held.acting_for,
        target=suspect,
        now=now,
        state=state,
    )


@transaction.atomic
def confirm_suspect(suspect: Suspect, *, agrees: bool, by: User, now: datetime) -> None:
    """
    Say, as the second person, that an account pretends to be ours, or send it back.

    :raises Refusal: if one neither keeps the registers nor owns the policy, or looked
        at it first oneself
    """
    suspect = _in(State.FOUND, locked(suspect))
    examined_by, examined_at = suspect.examined_by, suspect.examined_at
    assert examined_by and examined_at  # noqa: S101, PT018 — of what is found
    held = require(by, Power.REGISTER, now=now, target=suspect)
    refuse_both_sides(by, examined_by, now=now, since=examined_at, target=suspect)
    if agrees:
        suspect.state, suspect.confirmed_by = State.CONFIRMED, by
        suspect.confirmed_at = now
    else:
        suspect.state = State.REPORTED
    suspect.save(update_fields=["state", "confirmed_by", "confirmed_at"])
    audit.record(
        CONFIRMED if agrees else RETURNED,
        actor=by,
        acting_for=held.acting_for,
        target=suspect,
        now=now,
    )


@transaction.atomic
def ask_takedown(suspect: Suspect, *, reference: str, by: User, now: datetime) -> None:
    """
    Say that the platform was asked to take the account down.

    :param reference: of the request, as the platform gave it
    :raises Refusal: if one does not keep the registers, or it is not confirmed
    """
    held = require(by, Power.REGISTER, now=now, target=suspect)
    suspect = _in(State.CONFIRMED, locked(suspect))
    suspect.asked_reference, suspect.asked_at = reference, now
    suspect.save(update_fields=["asked_reference", "asked_at"])
    audit.record(ASKED, actor=by, acting_for=held.acting_for, target=suspect, now=now)


@transaction.atomic
def end_suspect(suspect: Suspect, *, by: User, now: datetime) -> None:
    """
    Say that the account is no longer there.

    :raises Refusal: if one does not keep the registers, or it is not confirmed
    """
    held = require(by, Power.REGISTER, now=now, target=suspect)
    suspect = _in(State.CONFIRMED, locked(suspect))
    suspect.state, suspect.gone_at = State.GONE, now
    suspect.save(update_fields=["state", "gone_at"])
    audit.record(GONE, actor=by, acting_for=held.acting_for, target=suspect, now=now)


def _in(state: str, suspect: Suspect) -> Suspect:
    if suspect.state != state:
        raise Refusal(
            IN_TURN,
            _("This case stands otherwise by now: %(state)s.")
            % {"state": suspect.get_state_display()},
            remedy=_("Load its page again to see how it stands."),
            target=suspect,
        )
    return suspect
