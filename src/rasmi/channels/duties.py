from collections.abc import Iterator
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from rasmi.channels import selectors
from rasmi.channels.models import Channel, Consultee, Suspect
from rasmi.channels.selectors import disclaimers, suspects
from rasmi.core.language import isolated
from rasmi.people.models import Power
from rasmi.rules import Owed, Viewer, duty

WARNING = timedelta(days=14)
MOST = 20  # cases on a first page: their own page has them all


def _page(channel: Channel) -> str:
    return reverse("channels:channel", args=[channel.pk])


@duty("channels.opinions_are_given")
def opinions_are_given(viewer: Viewer, now: datetime) -> Iterator[Owed]:
    for place, consultee in selectors.consultees().items():
        if consultee.unit_id not in viewer.units:
            continue
        for channel in selectors.without_opinion(place, now):
            yield Owed(
                title=_("Give your opinion on the account «%(account)s»")
                % {"account": channel},
                detail=f"{channel.platform_name} · {channel.owner}",
                act=_("Open the proposal"),
                url=_page(channel),
                icon="message-2",
            )


@duty("channels.conditions_met")
def conditions_are_settled(viewer: Viewer, now: datetime) -> Iterator[Owed]:
    if not viewer.units:
        return
    mine = selectors.places_of(viewer.units)
    for condition in selectors.unmet_conditions():
        if condition.opinion.place in mine:
            yield Owed(
                title=_("Say when your condition is met"),
                detail=f"{condition.words} · {condition.opinion.channel}",
                act=_("Open the proposal"),
                url=_page(condition.opinion.channel),
                icon="list-check",
            )


@duty("channels.reply_procedure_approved")
def procedures_are_approved(viewer: Viewer, now: datetime) -> Iterator[Owed]:
    if Power.APPROVE not in viewer.powers:
        return
    for procedure in selectors.waiting_procedures():
        if procedure.written_by_id != viewer.pk:
            yield Owed(
                title=_("Approve how people are answered on «%(account)s»")
                % {"account": procedure.channel},
                detail=_("Written by %(person)s") % {"person": procedure.written_by},
                act=_("Read the procedure"),
                url=_page(procedure.channel),
                icon="message-2",
            )


@duty("channels.opened_by_decision")
def openings_are_decided(viewer: Viewer, now: datetime) -> Iterator[Owed]:
    """Of each account, to who keeps the registers: that its decision is outstanding."""
    if Power.REGISTER not in viewer.powers:
        return
    for channel in selectors.waiting_channels():
        period = channel.transition_at(now)
        title = (
            _("Complete the opening of «%(account)s»")
            if channel.is_proposed
            else _("Have the use of «%(account)s» decided")
        )
        yield Owed(
            title=title % {"account": channel},
            detail=f"{channel.platform_name} · {channel.get_state_display()}",
            act=_("See what is missing"),
            url=_page(channel),
            due_at=period.ends_at if period else None,
            icon="building-broadcast-tower",
        )


@duty("channels.settings_reviewed")
def settings_are_reviewed(viewer: Viewer, now: datetime) -> Iterator[Owed]:
    security = selectors.consultees().get(Consultee.Place.SECURITY)
    if security is None or security.unit_id not in viewer.units:
        return
    for channel, due in selectors.settings_dues(now):
        if due <= now + WARNING:
            yield Owed(
                title=_("Review the settings of «%(account)s»") % {"account": channel},
                detail=channel.platform_name,
                act=_("Open the account"),
                url=_page(channel),
                due_at=due,
                icon="shield-check",
            )


@duty("channels.disclaimer_is_on_the_page")
def pages_carry_the_disclaimer(viewer: Viewer, now: datetime) -> Iterator[Owed]:
    """Of each account, to the unit that owns it: put it there, or look again."""
    if not viewer.units or disclaimers.approved() is None:
        return
    mine = selectors.channels().in_register().filter(owner__in=viewer.units)
    for each in disclaimers.pages(now, mine):
        if not each.is_said:
            yield Owed(
                title=_("Put the notice of copyright on «%(account)s»")
                % {"account": each.channel}
                if each.differs
                else _("Look at what the page of «%(account)s» says")
                % {"account": each.channel},
                detail=each.channel.platform_name,
                act=_("See the text"),
                url=reverse("channels:profile", args=[each.channel.pk]),
                icon="copyright",
            )


@duty("channels.disclaimer_is_approved")
def the_disclaimer_is_approved(viewer: Viewer, now: datetime) -> Iterator[Owed]:
    if Power.APPROVE not in viewer.powers:
        return
    waiting = disclaimers.waiting()
    if waiting and waiting.written_by_id != viewer.pk:
        yield Owed(
            title=_("Approve the notice of copyright"),
            detail=_("Written by %(person)s") % {"person": waiting.written_by},
            act=_("Read it"),
            url=reverse("channels:approve_disclaimer", args=[waiting.pk]),
            icon="copyright",
        )
    elif waiting is None and disclaimers.approved() is None:
        yield Owed(
            title=_("Write the notice of copyright"),
            detail=_("It stands on the public page and on each official account."),
            act=_("Write it"),
            url=reverse("channels:write_disclaimer"),
            icon="copyright",
        )


@duty("channels.confirmed_yearly")
def accounts_are_looked_at_again(viewer: Viewer, now: datetime) -> Iterator[Owed]:
    """To the unit that owns an account; what it needs no longer, to the keepers."""
    unwanted = selectors.unwanted()
    for channel, due in selectors.confirmation_dues(now):
        if channel.pk in unwanted and Power.REGISTER in viewer.powers:
            yield Owed(
                title=_("Have «%(account)s» closed") % {"account": channel},
                detail=_("Its owner needs it no longer, and it is not closed."),
                act=_("Open the account"),
                url=_page(channel),
                icon="archive",
            )
        elif channel.owner_id in viewer.units and due <= now + WARNING:
            yield Owed(
                title=_("Look at «%(account)s» again: is it still wanted?")
                % {"account": channel},
                detail=_("Purpose, audience, languages and who answers."),
                act=_("Look at it"),
                url=reverse("channels:confirm", args=[channel.pk]),
                due_at=due,
                icon="calendar-check",
            )


@duty("channels.suspects_are_dealt_with")
def suspects_are_dealt_with(viewer: Viewer, now: datetime) -> Iterator[Owed]:
    if Power.REGISTER not in viewer.powers:
        return
    titles = {
        Suspect.State.REPORTED: _("Say what this account is: %(name)s"),
        Suspect.State.OURS: _("Enter in the register: %(name)s"),
        Suspect.State.FOUND: _("Look as the second person at: %(name)s"),
        Suspect.State.CONFIRMED: _("Have this account taken down: %(name)s"),
    }
    for each in suspects.owed(viewer.pk)[:MOST]:
        yield Owed(
            title=titles[Suspect.State(each.state)] % {"name": isolated(str(each))},
            detail=_("It was found to be ours, and it is not in the register.")
            if each.is_ours
            else _("It was reported and may be taken for ours."),
            act=_("Open the case"),
            url=reverse("channels:suspect", args=[each.pk]),
            due_at=each.step_began_at + suspects.STEP,
            icon="flag",
        )
