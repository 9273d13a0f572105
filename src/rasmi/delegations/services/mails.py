from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from functools import partial

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rasmi.channels.models import Channel
from rasmi.core.language import listed
from rasmi.delegations.coverage import Span
from rasmi.delegations.models import Campaign, Change, Delegation
from rasmi.delegations.words import span_in_words
from rasmi.notify import services as notify
from rasmi.notify.letters import Letter
from rasmi.people.models import User
from rasmi.web.templatetags.web import day, digits, last_day


def tell_of_nomination(
    person: User, channels: Sequence[Channel], *, now: datetime
) -> None:
    def letter() -> Letter:
        names = listed(str(each) for each in channels)
        return Letter(
            subject=_("You were nominated to speak for the ministry"),
            paragraphs=(
                _("Peace be upon you, %(name)s.") % {"name": person.name},
                _("You were nominated for: %(accounts)s.") % {"accounts": names},
                _(
                    "Before it becomes active, take the short course, and acknowledge "
                    "the policy and that your words will be the official view."
                ),
            ),
            act=_("See what is due from me"),
            url=settings.STAFF_ORIGIN + reverse("people:home"),
        )

    _send(person, letter, now)


def tell_of_activation(delegation: Delegation, *, now: datetime) -> None:
    def letter() -> Letter:
        facts = {"name": delegation.person.name, "account": delegation.channel}
        return Letter(
            subject=_("You may speak on «%(account)s»") % facts,
            paragraphs=(
                _("Peace be upon you, %(name)s.") % facts,
                _("Your delegation for «%(account)s» is active.") % facts,
                _("Its page shows your tasks, your topics and the day it ends."),
            ),
            act=_("See the delegation"),
            url=_page(delegation),
        )

    _send(delegation.person, letter, now)


def tell_of_revocation(delegation: Delegation, *, now: datetime) -> None:
    def letter() -> Letter:
        facts = {"name": delegation.person.name, "account": delegation.channel}
        if not delegation.is_active:
            return Letter(
                subject=_("Your nomination for «%(account)s» was declined") % facts,
                paragraphs=(
                    _("Peace be upon you, %(name)s.") % facts,
                    _("The nomination goes no further; nothing is asked of you."),
                ),
                act=_("See the nomination"),
                url=_page(delegation),
            )
        return Letter(
            subject=_("Your delegation for «%(account)s» was revoked") % facts,
            paragraphs=(
                _("Peace be upon you, %(name)s.") % facts,
                _("From now on you do not speak on «%(account)s».") % facts,
                _("If you have the account open anywhere, sign out of it now."),
            ),
            act=_("See the delegation"),
            url=_page(delegation),
        )

    _send(delegation.person, letter, now)


def tell_of_ending(
    delegation: Delegation, person: User, *, days: int, now: datetime
) -> None:
    def letter() -> Letter:
        facts = {
            "name": person.name,
            "person": delegation.person.name,
            "account": delegation.channel,
            "day": last_day(delegation.ends_at),
            "n": digits(days),
        }
        return Letter(
            subject=ngettext(
                "The delegation for «%(account)s» ends within %(n)s day",
                "The delegation for «%(account)s» ends within %(n)s days",
                days,
            )
            % facts,
            paragraphs=(
                _("Peace be upon you, %(name)s.") % facts,
                _(
                    "The delegation of %(person)s for «%(account)s» holds until the "
                    "end of %(day)s."
                )
                % facts,
                _(
                    "If it is not renewed, what is planned by it is held at midnight. "
                    "A renewal rests on a new decision."
                ),
            ),
            act=_("See what would be held"),
            url=settings.STAFF_ORIGIN
            + reverse("delegations:midnight", args=[delegation.pk]),
        )

    _send(person, letter, now)


def tell_of_campaign(campaign: Campaign, person: User, *, now: datetime) -> None:
    def letter() -> Letter:
        return Letter(
            subject=str(campaign),
            paragraphs=(
                _("Peace be upon you, %(name)s.") % {"name": person.name},
                *campaign.text.splitlines(),
            ),
            act=_("Read it and say so"),
            url=settings.STAFF_ORIGIN
            + reverse("delegations:campaign", args=[campaign.pk]),
        )

    _send(person, letter, now)


def tell_of_swap(change: Change, *, now: datetime) -> None:
    def letter() -> Letter:
        facts = {
            "name": change.person.name,
            "colleague": change.asked_by.name,
            "shift": change.shift,
            "day": day(change.day),
        }
        return Letter(
            subject=_("A colleague asks you to take a shift"),
            paragraphs=(
                _("Peace be upon you, %(name)s.") % facts,
                _("%(colleague)s asks you to take this shift on %(day)s: %(shift)s.")
                % facts,
                _("Nothing changes until you agree."),
            ),
            act=_("Agree or decline"),
            url=_roster(change),
        )

    _send(change.person, letter, now)


def tell_of_substitution(change: Change, *, now: datetime) -> None:
    for person in {change.person, change.shift.person}:
        _send(person, partial(_of_substitution, change, person), now)


def _of_substitution(change: Change, person: User) -> Letter:
    facts = {
        "name": person.name,
        "shift": change.shift,
        "day": day(change.day),
        "taken_by": change.person.name,
    }
    return Letter(
        subject=_("The roster has changed"),
        paragraphs=(
            _("Peace be upon you, %(name)s.") % facts,
            _("On %(day)s this shift is taken by %(taken_by)s: %(shift)s.") % facts,
        ),
        act=_("See the roster"),
        url=_roster(change),
    )


def tell_of_taking_back(
    channel: Channel, sides: Iterable[User], span: Span, *, by: User, now: datetime
) -> None:
    """Tell all sides but who took it back that the roster is as it was."""
    for person in {*sides} - {by}:
        _send(person, partial(_of_taking_back, channel, span, person, by), now)


def _of_taking_back(channel: Channel, span: Span, person: User, by: User) -> Letter:
    facts = {
        "name": person.name,
        "account": channel,
        "hours": span_in_words(span),
        "by": by.name,
    }
    return Letter(
        subject=_("A change of the roster was taken back"),
        paragraphs=(
            _("Peace be upon you, %(name)s.") % facts,
            _("%(by)s took back a change on «%(account)s»: %(hours)s.") % facts,
        ),
        act=_("See the roster"),
        url=_week(channel.pk, timezone.localdate(span.starts_at)),
    )


def _roster(change: Change) -> str:
    return _week(change.shift.channel_id, change.day)


def _week(channel: int, first: date) -> str:
    path = reverse("delegations:roster", args=[channel])
    return f"{settings.STAFF_ORIGIN}{path}?from={first:%Y-%m-%d}"


def _page(delegation: Delegation) -> str:
    path = reverse("delegations:delegation", args=[delegation.pk])
    return f"{settings.STAFF_ORIGIN}{path}"


def _send(person: User, letter: Callable[[], Letter], now: datetime) -> None:
    notify.send(person.email, kind="delegations", letter=letter, now=now)
