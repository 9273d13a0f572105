"""What stands wrong on an account, as somebody saw it last."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rasmi.channels.models import Channel
from rasmi.rules import Finding, Result, control
from rasmi.security import kinds
from rasmi.security.selectors import posture
from rasmi.security.selectors.posture import State


@control(kinds.FACTOR, gettext_lazy("A second factor is asked on each account"))
def second_factors_are_on(now: datetime) -> Result:
    return _read(kinds.FACTOR, now)


@control(kinds.STRONG, gettext_lazy("The password of each account is strong"))
def passwords_are_strong(now: datetime) -> Result:
    return _read(kinds.STRONG, now)


@control(
    kinds.ROTATED,
    gettext_lazy("Each password that people keep is changed in time"),
)
def passwords_of_people_are_changed(now: datetime) -> Result:
    found = _read(kinds.ROTATED, now)
    is_set = posture.numbers(now).days is not None
    return Result(found.population, found.findings, found.unknown, is_set=is_set)


@control(kinds.POSTURE, gettext_lazy("Each account is secured as the checklist asks"))
def accounts_are_secured(now: datetime) -> Result:
    return _read(kinds.POSTURE, now)


@control(
    kinds.SETTINGS,
    gettext_lazy("The privacy settings of each account are as agreed"),
)
def settings_are_safe(now: datetime) -> Result:
    return _read(kinds.SETTINGS, now)


@control(
    "security.changed_after_an_event",
    gettext_lazy("After a leaver or a misuse each password is changed"),
    is_accepted=True,
)
def passwords_are_changed_after_an_event(now: datetime) -> Result:
    """What was said before the event tells of a change before it."""
    late, unknown = posture.unchanged(now)
    detail = _("Not changed since somebody left it, or since it was misused.")
    unsaid = _("Nobody has said when its password was last changed.")
    return Result(
        posture.watched().count(),
        [_finding(channel, detail) for channel, _event in late],
        [_finding(channel, unsaid) for channel, _event in unknown],
    )


def _read(lever: str, now: datetime) -> Result:
    """Each account counts once, however many of its items are wrong."""
    channels = list(posture.watched())
    found = posture.states(channels, now, kinds.items_of([lever]))
    bad: dict[Channel, list[State]] = {}
    unknown: dict[Channel, list[State]] = {}
    for each in found:
        if each.is_bad:
            bad.setdefault(each.channel, []).append(each)
        elif each.is_open:
            unknown.setdefault(each.channel, []).append(each)
    return Result(
        len(channels),
        [_finding(each, _names(states)) for each, states in bad.items()],
        [
            _finding(each, _("Not looked at lately: %(items)s") % {"items": _names(x)})
            for each, x in unknown.items()
        ],
    )


def _names(states: list[State]) -> str:
    return " · ".join(
        f"{each.item.title}: {each.shown}"
        if each.is_bad and each.shown
        else str(each.item.title)
        for each in states
    )


def _finding(channel: Channel, detail: str) -> Finding:
    page = reverse("security:account", args=[channel.pk])
    return Finding(str(channel), detail, page)
