from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rasmi.channels import selectors
from rasmi.channels.models import Channel, Suspect
from rasmi.channels.selectors import disclaimers, suspects
from rasmi.channels.selectors.disclaimers import Stand
from rasmi.channels.services.disclaimers import cites
from rasmi.policy import pack
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


@control(
    "channels.disclaimer_is_on_the_page",
    gettext_lazy("Each official page carries the approved notice of copyright"),
)
def disclaimer_is_on_the_page(now: datetime) -> Result:
    """As somebody saw the page, after what its platform changes; letter by letter."""
    pages = disclaimers.pages(now)
    if disclaimers.approved() is None:
        page = reverse("channels:disclaimer")
        missing = Finding(_("Copyright"), _("No notice of it has been approved."), page)
        return Result(len(pages) or 1, [missing])
    old = {
        Stand.UNSEEN: _("Nobody has looked at what stands on its page."),
        Stand.OLD: _("Nobody has looked lately at what stands on its page."),
    }
    return Result(
        len(pages),
        [
            _finding(
                each.channel,
                _("Its page does not say: «%(part)s»") % {"part": each.difference},
            )
            for each in pages
            if each.differs
        ],
        [
            _finding(each.channel, old[each.stand])
            for each in pages
            if each.stand in old
        ],
    )


@control(
    "channels.disclaimer_cites_the_law",
    gettext_lazy("The notice of copyright names the law"),
)
def disclaimer_cites_the_law(now: datetime) -> Result:
    """That the policy in force names; a policy that names another one finds it."""
    notice = disclaimers.approved()
    law = pack.current().copyright.law
    texts = (
        [notice.text_ar, notice.text_en, notice.short_ar, notice.short_en]
        if notice
        else []
    )
    if texts and all(cites(each, law) for each in texts):
        return Result(1)
    detail = (
        _("It does not name the law %(law)s.") % {"law": law}
        if notice
        else _("No notice of it has been approved.")
    )
    return Result(1, [Finding(_("Copyright"), detail, reverse("channels:disclaimer"))])


@control(
    "channels.confirmed_yearly",
    gettext_lazy("Each account is looked at again by its owner every year"),
)
def confirmed_yearly(now: datetime) -> Result:
    dues = selectors.confirmation_dues(now)
    unwanted = selectors.unwanted()
    words = {
        True: _("Its owner needs it no longer, and it is not closed."),
        False: _("Its owner has not looked at it again for a year."),
    }
    return Result(
        len(dues),
        [
            _finding(each, words[each.pk in unwanted])
            for each, due in dues
            if each.pk in unwanted or due <= now
        ],
    )


@control(
    "channels.suspects_are_dealt_with",
    gettext_lazy("Each account that pretends to be ours is dealt with in time"),
)
def suspects_are_dealt_with(now: datetime) -> Result:
    """Each step of an open case within its days; ended cases count as kept."""
    state = Suspect.State
    words = {
        state.REPORTED: _("Nobody has looked at it in time."),
        state.OURS: _("It is ours, and nobody has entered it in the register."),
        state.FOUND: _("No second person has looked at it in time."),
    }
    return Result(
        Suspect.objects.count(),
        [
            Finding(
                str(each),
                words.get(
                    state(each.state),
                    _("It is still there long after the platform was asked.")
                    if each.asked_at
                    else _("Nobody has asked the platform to take it down."),
                ),
                reverse("channels:suspect", args=[each.pk]),
            )
            for each in suspects.late(now)
        ],
    )
