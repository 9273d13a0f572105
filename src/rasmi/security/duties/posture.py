"""What is owed for the safety of an account: by its owner, and by who keeps secrets."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from rasmi.channels.models import Channel
from rasmi.core.language import listed
from rasmi.people.models import Power
from rasmi.rules import Owed, Viewer, duty
from rasmi.security import kinds
from rasmi.security.kinds import Part
from rasmi.security.selectors import posture
from rasmi.security.selectors.posture import State

AHEAD = timedelta(days=14)  # asked for that long before it is due


@duty(kinds.FACTOR)
def second_factors_are_switched_on(viewer: Viewer, now: datetime) -> Iterator[Owed]:
    for each in _states(viewer, now, kinds.items_of([kinds.FACTOR])):
        if each.is_bad:
            yield Owed(
                title=_("Switch on the second factor of «%(account)s»")
                % {"account": each.channel},
                detail=_("A stolen password would be enough to speak there."),
                act=_("Say that it is on"),
                url=_attest(each.channel),
                due_at=each.seen.look.seen_at if each.seen else None,
                icon="shield-x",
            )


@duty(kinds.POSTURE)
def accounts_are_put_right(viewer: Viewer, now: datetime) -> Iterator[Owed]:
    """One for each account, with all that was seen to be wrong on it."""
    keys = kinds.items_of([kinds.POSTURE, kinds.STRONG, kinds.SETTINGS])
    bad = [each for each in _states(viewer, now, keys) if each.is_bad]
    for channel, found in _by_channel(bad).items():
        yield Owed(
            title=_("Put right what is open to misuse on «%(account)s»")
            % {"account": channel},
            detail=listed(str(each.item.title) for each in found),
            act=_("See what was found"),
            url=_page(channel),
            icon="shield-exclamation",
        )


@duty(kinds.ROTATED)
def passwords_of_people_are_changed(viewer: Viewer, now: datetime) -> Iterator[Owed]:
    """Those in the vault are asked for by a duty of their own."""
    for each in _states(viewer, now, kinds.items_of([kinds.ROTATED])):
        due = each.due_at
        if each.kept or each.is_open or due is None or due - AHEAD > now:
            continue
        title = (
            _("Change the password of «%(account)s» on its platform")
            if each.item.is_password
            else _("Change the password of the mailbox of «%(account)s»")
        )
        yield Owed(
            title=title % {"account": each.channel},
            detail=_("Last changed: %(day)s") % {"day": each.shown},
            act=_("Enter the day of the change"),
            url=_attest(each.channel),
            due_at=due,
            icon="key",
        )


@duty("security.changed_after_an_event")
def passwords_are_changed_at_once(viewer: Viewer, now: datetime) -> Iterator[Owed]:
    mine = {each.pk for each in _mine(viewer)}
    for channel, event in posture.unchanged(now)[0]:
        if channel.pk in mine:
            yield Owed(
                title=_("Change the password of «%(account)s» at once")
                % {"account": channel},
                detail=_("Somebody who knew it has left, or the account was misused."),
                act=_("Enter the day of the change"),
                url=_attest(channel),
                due_at=event,
                icon="key",
            )


@duty(kinds.SETTINGS)
def accounts_are_looked_at(viewer: Viewer, now: datetime) -> Iterator[Owed]:
    """By who owns an account; its settings are looked at by who is consulted."""
    keys = {each.key for each in kinds.ITEMS if each.part != Part.SETTINGS}
    own = [x for x in _states(viewer, now, keys) if x.channel.owner_id in viewer.units]
    for channel, found in _by_channel([x for x in own if x.is_open]).items():
        yield Owed(
            title=_("Look at how «%(account)s» is secured") % {"account": channel},
            detail=listed(str(each.item.title) for each in found[:3]),
            act=_("Answer what is asked"),
            url=_attest(channel),
            due_at=min((x.due_at for x in found if x.due_at), default=None),
            icon="shield-search",
        )


@duty("security.apps_are_allowed")
def foreign_apps_are_removed(viewer: Viewer, now: datetime) -> Iterator[Owed]:
    mine = {each.pk for each in _mine(viewer)}
    for each in posture.foreign_apps():
        if each.channel_id in mine:
            yield Owed(
                title=_("Remove «%(app)s» from «%(account)s», or have it allowed")
                % {"app": each.app, "account": each.channel},
                detail=_("It may do more than was allowed.")
                if each.is_beyond_the_allowed
                else _("It is connected, and nobody has allowed it."),
                act=_("See the applications"),
                url=_page(each.channel),
                due_at=each.found_at,
                icon="apps-off",
            )


@duty("security.app_waits_for_a_decision")
def apps_are_decided(viewer: Viewer, now: datetime) -> Iterator[Owed]:
    if Power.SECRETS not in viewer.powers:
        return
    for each in posture.asked_apps():
        if each.asked_by_id != viewer.pk:
            yield Owed(
                title=_("Decide on the application «%(app)s»") % {"app": each},
                detail=_("%(person)s asked for it: %(why)s")
                % {"person": each.asked_by, "why": each.why},
                act=_("Allow it or not"),
                url=reverse("security:decide_app", args=[each.pk]),
                icon="apps",
            )


def _mine(viewer: Viewer) -> list[Channel]:
    """The accounts for which a person is asked: all by power, or those of the units."""
    if Power.SECRETS in viewer.powers:
        return list(posture.watched())
    if not viewer.units:
        return []
    return list(posture.watched().filter(owner__in=viewer.units))


def _states(
    viewer: Viewer, now: datetime, keys: frozenset[str] | set[str]
) -> list[State]:
    mine = _mine(viewer)
    return posture.states(mine, now, keys) if mine else []


def _by_channel(found: list[State]) -> dict[Channel, list[State]]:
    grouped: dict[Channel, list[State]] = {}
    for each in found:
        grouped.setdefault(each.channel, []).append(each)
    return grouped


def _page(channel: Channel) -> str:
    return reverse("security:account", args=[channel.pk])


def _attest(channel: Channel) -> str:
    return reverse("security:attest", args=[channel.pk])
