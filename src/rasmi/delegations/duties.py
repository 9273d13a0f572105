from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rasmi.delegations import selectors
from rasmi.delegations.coverage import Span
from rasmi.delegations.models import Delegation
from rasmi.delegations.selectors import Due
from rasmi.delegations.words import spans_in_words
from rasmi.people.models import Power, User
from rasmi.rules import Owed, Viewer, duty
from rasmi.web.templatetags.web import digits


def _page(delegation: Delegation) -> str:
    return reverse("delegations:delegation", args=[delegation.pk])


@duty("delegations.trained")
def training_is_valid(viewer: Viewer, now: datetime) -> Iterator[Owed]:
    me = User(pk=viewer.pk)
    if selectors.speaks_or_will(me, now) and not selectors.is_trained(me, now):
        yield Owed(
            title=_("Take the short course and pass its quiz"),
            detail=_("Nobody speaks for the ministry without valid training."),
            act=_("Open the course"),
            url=reverse("people:course"),
            icon="school",
        )


@duty("delegations.official_view_acknowledged")
def official_view_is_acknowledged(viewer: Viewer, now: datetime) -> Iterator[Owed]:
    me = User(pk=viewer.pk)
    if selectors.speaks_or_will(me, now) and not selectors.has_acknowledged(me, now):
        yield Owed(
            title=_("Acknowledge that your words will be the official view"),
            detail=_("Asked of everyone who is nominated or delegated."),
            act=_("Read and acknowledge"),
            url=reverse("delegations:acknowledge"),
            icon="writing-sign",
        )


@duty("delegations.suitable")
def suitability_is_assessed(viewer: Viewer, now: datetime) -> Iterator[Owed]:
    if not viewer.units:
        return
    waiting = selectors.waiting(now).filter(
        assessment=None, channel__owner__in=viewer.units
    )
    for each in waiting:
        if each.person_id != viewer.pk:
            yield Owed(
                title=_("Assess the suitability of %(person)s")
                % {"person": each.person},
                detail=str(each.channel),
                act=_("Open the nomination"),
                url=_page(each),
                icon="user-check",
            )


@duty("delegations.approved_by_senior_management")
def nominations_are_approved(viewer: Viewer, now: datetime) -> Iterator[Owed]:
    if Power.DECIDE not in viewer.powers:
        return
    for each in selectors.waiting(now).filter(approved_at=None):
        if viewer.pk not in (each.nominated_by_id, each.person_id):
            yield Owed(
                title=_("Approve or decline the nomination of %(person)s")
                % {"person": each.person},
                detail=str(each.channel),
                act=_("Open the nomination"),
                url=_page(each),
                icon="user-check",
            )


@duty("delegations.rests_on_a_decision")
def decisions_are_entered(viewer: Viewer, now: datetime) -> Iterator[Owed]:
    if Power.REGISTER not in viewer.powers:
        return
    for each in selectors.ready_for_decision(now):
        yield Owed(
            title=_("Have the delegation of %(person)s signed, and make it active")
            % {"person": each.person},
            detail=str(each.channel),
            act=_("Open the nomination"),
            url=_page(each),
            icon="rubber-stamp",
        )


@duty("delegations.renewed_yearly")
def delegations_are_renewed(viewer: Viewer, now: datetime) -> Iterator[Owed]:
    if not (viewer.units or Power.REGISTER in viewer.powers):
        return
    for found in (selectors.lapsed(now), selectors.to_renew(now)):
        mine = found
        if Power.REGISTER not in viewer.powers:
            mine = found.filter(channel__owner__in=viewer.units)
        for each in mine:
            yield Owed(
                title=_("Renew or end the delegation of %(person)s")
                % {"person": each.person},
                detail=str(each.channel),
                act=_("See what would be held"),
                url=reverse("delegations:midnight", args=[each.pk]),
                due_at=each.ends_at,
                icon="clock",
            )


@duty("delegations.list_signed_yearly")
def yearly_lists_are_signed(viewer: Viewer, now: datetime) -> Iterator[Owed]:
    """Of the unit: the list and what it says; of the registers: to complete it."""
    keeps = Power.REGISTER in viewer.powers
    if not (viewer.units or keeps):
        return
    for each in selectors.lists_due(now, units=None if keeps else viewer.units):
        is_mine = each.unit.pk in viewer.units
        to_sign = each.current is not None and each.current.is_to_sign
        if (is_mine and each.is_near(now)) or (keeps and to_sign):
            yield _list_owed(each)
    for delegation, due_at in selectors.to_change(now, viewer.units):
        if delegation.person_id != viewer.pk:
            yield Owed(
                title=_("Change the scope of %(person)s as the signed list says")
                % {"person": delegation.person},
                detail=str(delegation.channel),
                act=_("Open the delegation"),
                url=_page(delegation),
                due_at=due_at,
                icon="user-check",
            )


def _list_owed(due: Due) -> Owed:
    current = due.current
    page = reverse("delegations:yearly_lists")
    return Owed(
        title=_("Have the yearly list of %(unit)s signed") % {"unit": due.unit},
        detail=_("All who speak for it: kept, changed or removed"),
        act=_("Open the list") if current else _("Begin the list"),
        url=reverse("delegations:yearly_list", args=[current.pk]) if current else page,
        due_at=due.due_at,
        icon="rubber-stamp",
    )


@duty("delegations.each_hour_is_covered")
def each_hour_is_covered(viewer: Viewer, now: datetime) -> Iterator[Owed]:
    if not viewer.units:
        return
    mine = selectors.watched(now).filter(owner__in=viewer.units)
    channels = {each.pk: each for each in mine}
    bare = selectors.gaps(channels, Span(now, now + selectors.AHEAD))
    for pk, spans in bare.items():
        if spans:
            yield Owed(
                title=_("Cover the hours of «%(account)s» that nobody has")
                % {"account": channels[pk]},
                detail=spans_in_words(spans),
                act=_("Open the roster"),
                url=reverse("delegations:roster", args=[pk]),
                due_at=spans[0].starts_at,
                icon="calendar-user",
            )


@duty("delegations.swap_is_agreed_by_both")
def swaps_are_answered(viewer: Viewer, now: datetime) -> Iterator[Owed]:
    for change in selectors.swaps_asked_of(viewer.pk, now):
        yield Owed(
            title=_("Agree to a swap of shifts with %(person)s, or decline it")
            % {"person": change.asked_by},
            detail=str(change),
            act=_("Open the roster"),
            url=reverse("delegations:roster", args=[change.shift.channel_id]),
            due_at=change.span.starts_at if change.span else None,
            icon="switch-horizontal",
        )


@duty("delegations.staff_are_made_aware")
def staff_are_made_aware(viewer: Viewer, now: datetime) -> Iterator[Owed]:
    """Of who owns the policy: a campaign; of everyone: to read what is for them."""
    for each in selectors.to_read(viewer.pk, now):
        yield Owed(
            title=_("Read: %(campaign)s") % {"campaign": each.campaign},
            detail=_("Awareness of the risks of social media"),
            act=_("Read it"),
            url=reverse("delegations:campaign", args=[each.campaign_id]),
            due_at=each.campaign.ends_at,
            icon="speakerphone",
        )
    first = selectors.aware_since(now)
    if Power.POLICY in viewer.powers and first is not None:
        missed = sum(each.missed for each in selectors.awareness(first))
        if missed:
            yield Owed(
                title=_("Make staff aware of the risks: a campaign is due"),
                detail=ngettext(
                    "%(n)s person was told of none in the interval",
                    "%(n)s people were told of none in the interval",
                    missed,
                )
                % {"n": digits(missed)},
                act=_("Begin a campaign"),
                url=reverse("delegations:begin_campaign"),
                icon="speakerphone",
            )
