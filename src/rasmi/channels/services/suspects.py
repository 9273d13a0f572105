"""Accounts that may be taken for ours: reported, looked at by two, taken down."""

from collections.abc import Collection
from datetime import datetime

from django.core.files import File
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rasmi.audit import services as audit
from rasmi.audit.actions import register
from rasmi.channels import selectors
from rasmi.channels.models import Sighting, Suspect
from rasmi.channels.selectors import suspects
from rasmi.channels.selectors.likes import most_like
from rasmi.core.models import locked
from rasmi.files import kinds
from rasmi.files import services as files
from rasmi.files.models import Evidence
from rasmi.people import selectors as people
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
WITHDRAWN = register(
    "channels.suspect.withdraw",
    gettext_lazy("Took back that it pretends to be ours: %(target)s"),
)

NAMED = gate("channels.suspect_is_named")
IN_TURN = gate("channels.suspect_is_dealt_with_in_turn")

MOST_OPEN = 5000  # reports of the public that wait; more than people can look at
MOST_SIGHTINGS = 50  # of one account that are kept of the public
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

    What was found of it does not end it: who reports it again has it looked at again.

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
    _one_after_the_other()
    before = suspects.known(mention, asked)
    if before:
        return _again(locked(before), note, screenshot, by, now)
    like = most_like(mention, list(selectors.in_register()))
    waiting = Suspect.objects.filter(state=State.REPORTED)
    if by is None and like is None and waiting.count() >= MOST_OPEN:
        raise Refusal(
            NAMED,
            _("So many reports wait that no more can be taken now."),
            remedy=_("Please try again tomorrow."),
        )
    kept = _kept(screenshot, now)
    suspect = Suspect.objects.create(
        platform=mention.platform,
        handle=mention.handle or asked,
        asked=asked,
        site=suspects.site_of(mention),
        note=note,
        screenshot=kept,
        like=like[0] if like else None,
        reported_by=by,
        reported_at=now,
        step_began_at=now,
    )
    audit.record(REPORTED, actor=by, target=suspect, now=now, again=False)
    return suspect


def _one_after_the_other() -> None:
    """Two who report one account at the same time find one case, not two."""
    installation = people.installation()
    if installation:
        locked(installation)


def _again(
    suspect: Suspect,
    note: str,
    screenshot: "File[bytes] | None",
    by: User | None,
    now: datetime,
) -> Suspect:
    """Count it, keep what is told of it, and begin anew what was settled."""
    suspect.reports = F("reports") + 1
    if suspect.state in (State.HARMLESS, State.OURS):
        suspect.state, suspect.step_began_at = State.REPORTED, now
    suspect.save(update_fields=["reports", "state", "step_began_at"])
    suspect.refresh_from_db()
    told = suspect.sightings.filter(by=None)
    if (note or screenshot) and (by or told.count() < MOST_SIGHTINGS):
        Sighting.objects.create(
            suspect=suspect,
            note=note,
            screenshot=_kept(screenshot, now),
            by=by,
            at=now,
        )
    audit.record(REPORTED, actor=by, target=suspect, now=now, again=True)
    return suspect


def _kept(screenshot: "File[bytes] | None", now: datetime) -> Evidence | None:
    if not screenshot:
        return None
    return files.keep(screenshot, kinds_allowed=kinds.PICTURES, now=now)


@transaction.atomic
def examine_suspect(  # noqa: PLR0913 — what is seen of an account
    suspect: Suspect,
    *,
    state: str,
    finding: str,
    platform: str = "",
    is_whole_site: bool = False,
    by: User,
    now: datetime,
) -> None:
    """
    Say what a reported account is; what was taken for ours may be looked at again.

    :param state: harmless, ours (and not in the register), or found to pretend
    :param platform: where it is, if the report does not tell
    :param is_whole_site: all of the site is meant, not the page of the report alone
    :raises Refusal: if one does not keep the registers, it was looked at already, or
        it is found to pretend and nobody says where it is
    """
    held = require(by, Power.REGISTER, now=now, target=suspect)
    suspect = _in((State.REPORTED, State.OURS), locked(suspect))
    suspect.platform = suspect.platform or platform
    if is_whole_site:
        suspect.site = suspect.site.partition("/")[0]
    if state == State.FOUND:
        _require_placed(suspect)
    suspect.state, suspect.finding, suspect.step_began_at = state, finding, now
    suspect.examined_by, suspect.examined_at = by, now
    suspect.save()
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

    :raises Refusal: if one does not keep the registers, looked at it first oneself, or
        nobody says where it is
    """
    suspect = _in((State.FOUND,), locked(suspect))
    examined_by, examined_at = suspect.examined_by, suspect.examined_at
    assert examined_by and examined_at  # noqa: S101, PT018 — of what is found
    held = require(by, Power.REGISTER, now=now, target=suspect)
    refuse_both_sides(by, examined_by, now=now, since=examined_at, target=suspect)
    suspect.step_began_at = now
    if agrees:
        _require_placed(suspect)
        suspect.state, suspect.confirmed_by = State.CONFIRMED, by
        suspect.confirmed_at = now
    else:
        suspect.state = State.REPORTED
    suspect.save(
        update_fields=["state", "step_began_at", "confirmed_by", "confirmed_at"]
    )
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
    :raises Refusal: if one does not keep the registers, it is not confirmed, or it was
        asked already: the days run from the first time
    """
    held = require(by, Power.REGISTER, now=now, target=suspect)
    suspect = _in((State.CONFIRMED,), locked(suspect))
    if suspect.asked_at:
        raise Refusal(
            IN_TURN,
            _("The platform was asked already."),
            remedy=_("Its page shows when, and under which number."),
            target=suspect,
        )
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
    suspect = _in((State.CONFIRMED,), locked(suspect))
    suspect.state, suspect.gone_at = State.GONE, now
    suspect.save(update_fields=["state", "gone_at"])
    audit.record(GONE, actor=by, acting_for=held.acting_for, target=suspect, now=now)


@transaction.atomic
def withdraw_suspect(suspect: Suspect, *, reason: str, by: User, now: datetime) -> None:
    """
    Take back that an account pretends to be ours: the public is warned no longer.

    To accuse takes two persons, to take it back one.

    :raises Refusal: if one does not keep the registers, or it is not confirmed
    """
    held = require(by, Power.REGISTER, now=now, target=suspect)
    suspect = _in((State.CONFIRMED,), locked(suspect))
    suspect.state, suspect.withdrawal_reason = State.WITHDRAWN, reason
    suspect.withdrawn_by, suspect.withdrawn_at = by, now
    suspect.save(
        update_fields=["state", "withdrawal_reason", "withdrawn_by", "withdrawn_at"]
    )
    audit.record(
        WITHDRAWN, actor=by, acting_for=held.acting_for, target=suspect, now=now
    )


def _require_placed(suspect: Suspect) -> None:
    if not suspects.is_placed(suspect):
        raise Refusal(
            NAMED,
            _("Nobody says on which platform this account is."),
            remedy=_("Name it: the same name elsewhere may be an innocent person's."),
            target=suspect,
        )


def _in(states: Collection[str], suspect: Suspect) -> Suspect:
    if suspect.state not in states:
        raise Refusal(
            IN_TURN,
            _("This case stands otherwise by now: %(state)s.")
            % {"state": suspect.get_state_display()},
            remedy=_("Load its page again to see how it stands."),
            target=suspect,
        )
    return suspect
