from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rasmi.channels import selectors
from rasmi.channels.models import Channel
from rasmi.rules import Finding, Result, control


def _finding(channel: Channel, detail: str) -> Finding:
    return Finding(str(channel), detail, reverse("channels:channel", args=[channel.pk]))


@control(
    "channels.opened_by_decision",
    gettext_lazy("Each official account was opened by a decision"),
)
def opened_by_decision(now: datetime) -> Result:
    channels = list(selectors.in_register())
    findings = [
        _finding(each, _("In use, and its opening was never decided."))
        for each in channels
        if each.is_in_use
    ]
    return Result(len(channels), findings)


@control(
    "channels.verified",
    gettext_lazy("Each official account carries the badge of its platform"),
)
def verified(now: datetime) -> Result:
    """Of platforms that offer a badge: what a person saw, while none is asked."""
    channels = [each for each in selectors.in_register() if each.on.verifies]
    findings, unknown = [], []
    for each in channels:
        seen = each.badge
        if seen is None:
            unknown.append(_finding(each, _("Nobody has looked at its badge yet.")))
        elif not seen.is_verified:
            findings.append(_finding(each, _("It carries no badge of its platform.")))
        elif seen.seen_at < now - selectors.BADGE_IS_FRESH:
            unknown.append(_finding(each, _("Nobody has looked at its badge lately.")))
    return Result(len(channels), findings, unknown)


@control(
    "channels.reply_procedure_approved",
    gettext_lazy("Each official account has an approved reply procedure"),
)
def reply_procedure_approved(now: datetime) -> Result:
    channels = list(selectors.in_register())
    approved = selectors.with_approved_procedure()
    findings = [
        _finding(each, _("Nobody has approved how people are answered on it."))
        for each in channels
        if each.pk not in approved
    ]
    return Result(len(channels), findings)


@control(
    "channels.settings_reviewed",
    gettext_lazy("The settings of each official account are reviewed in time"),
)
def settings_reviewed(now: datetime) -> Result:
    dues = selectors.settings_dues(now)
    findings = [
        _finding(each, _("The review of its settings is past due."))
        for each, due in dues
        if due < now
    ]
    return Result(len(dues), findings)
