from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rasmi.audit import selectors as audit_log
from rasmi.notify import selectors as notify
from rasmi.rules import Finding, Result, control
from rasmi.security import selectors
from rasmi.security.controls import posture, registers
from rasmi.security.models import Credential
from rasmi.security.models.credentials import STALE
from rasmi.security.services.witness_mails import CHECKPOINT

TOLD_EVERY = timedelta(days=2)  # each day, and one that a mail server may be away


def _finding(credential: Credential, detail: str) -> Finding:
    page = reverse("security:connection", args=[credential.channel_id])
    return Finding(str(credential.channel), detail, page)


@control("security.rotated_in_time", gettext_lazy("Each password is changed in time"))
def passwords_are_changed_in_time(now: datetime) -> Result:
    held = list(selectors.connections().in_use())
    days = selectors.rotation_days(now)
    due = [(each, selectors.rotation_due(each, days)) for each in held]
    findings = [
        _finding(each, _("Its password is older than the policy allows."))
        for each, when in due
        if when and when <= now
    ]
    return Result(len(held), findings, is_set=days is not None)


@control(
    "security.changed_when_one_leaves",
    gettext_lazy("No password is known to somebody who left"),
)
def passwords_are_known_to_no_leaver(now: datetime) -> Result:
    held = list(selectors.connections().in_use())
    findings = [
        _finding(each, _("Who entered its password has left."))
        for each in held
        if not each.stored_by.is_active
    ]
    return Result(len(held), findings)


@control(
    "security.closed_is_disconnected",
    gettext_lazy("Each closed account is disconnected"),
)
def accounts_that_are_over_are_disconnected(now: datetime) -> Result:
    held = list(selectors.connections().in_use())
    findings = [
        _finding(each, _("The account is closed, and still connected."))
        for each in held
        if each.channel.is_over
    ]
    return Result(len(held), findings)


@control("security.connection_works", gettext_lazy("Each connection works"))
def connections_work(now: datetime) -> Result:
    held = list(selectors.connections().in_use())
    return Result(
        population=len(held),
        findings=[
            _finding(each, _("The platform does not let Rasmi speak there."))
            for each in held
            if each.is_broken
        ],
        unknown=[
            _finding(each, _("The platform has not answered for two days."))
            for each in held
            if not each.is_broken and (each.seen_at or each.stored_at) < now - STALE
        ],
    )


@control(
    "security.log_is_witnessed",
    gettext_lazy("A witness outside holds checkpoints of the log"),
)
def a_witness_outside_holds_checkpoints(now: datetime) -> Result:
    """What the mail server took; what only waits here is in nobody's hands."""
    witness = audit_log.witness()
    page = reverse("audit:seal")
    if witness is None:
        detail = _("Nobody outside keeps checkpoints of the log.")
        return Result(1, [Finding(_("The audit log"), detail, page)])
    last = notify.last_sent(witness.address, kind=CHECKPOINT)
    if last and last > now - TOLD_EVERY:
        return Result(1)
    if last is None and witness.since_at > now - TOLD_EVERY:
        detail = _("The first checkpoint has not reached the witness yet.")
        return Result(1, unknown=[Finding(witness.address, detail, page)])
    detail = _("No checkpoint has reached the witness in the last two days.")
    return Result(1, [Finding(witness.address, detail, page)])


__all__ = ["posture", "registers"]
