from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from rasmi.channels.models import Channel
from rasmi.delegations import selectors
from rasmi.delegations.coverage import Span
from rasmi.delegations.models import Delegation
from rasmi.delegations.selectors import Due
from rasmi.delegations.words import hours_in_words, spans_in_words
from rasmi.rules import Finding, Result, control
from rasmi.web.templatetags.web import day, digits


def _finding(delegation: Delegation, detail: str) -> Finding:
    page = reverse("delegations:delegation", args=[delegation.pk])
    return Finding(str(delegation), detail, page)


@control(
    "delegations.renewed_yearly",
    gettext_lazy("Each delegation is renewed within its year"),
)
def renewed_yearly(now: datetime) -> Result:
    lapsed = list(selectors.lapsed(now))
    findings = [
        _finding(each, _("Its year has ended; it was neither renewed nor revoked."))
        for each in lapsed
    ]
    return Result(selectors.delegations().in_force(now).count() + len(lapsed), findings)


@control(
    "delegations.list_signed_yearly",
    gettext_lazy("Each unit has the list of who speaks for it signed every year"),
)
def list_signed_yearly(now: datetime) -> Result:
    due = selectors.lists_due(now)
    page = reverse("delegations:yearly_lists")
    findings = [
        Finding(str(each.unit), _unsigned(each), page)
        for each in due
        if each.is_late(now)
    ]
    return Result(len(due), findings)


def _unsigned(due: Due) -> str:
    if due.signed_on is None:
        return _("No list was ever signed; it was due on %(day)s.") % {
            "day": day(due.due_at)
        }
    return _("The last list was signed on %(signed)s; the next was due on %(day)s.") % {
        "signed": day(due.signed_on),
        "day": day(due.due_at),
    }


@control("delegations.trained", gettext_lazy("The training of each delegate is valid"))
def trained(now: datetime) -> Result:
    held = list(selectors.delegations().in_force(now))
    known = selectors.trained_people(now)
    findings = [
        _finding(each, _("The training of this person is no longer valid."))
        for each in held
        if each.person_id not in known
    ]
    return Result(len(held), findings)


@control(
    "delegations.official_view_acknowledged",
    gettext_lazy("Each delegate has acknowledged the policy in force"),
)
def official_view_acknowledged(now: datetime) -> Result:
    held = list(selectors.delegations().in_force(now))
    known = selectors.acknowledged_people(now)
    findings = [
        _finding(each, _("The person has not acknowledged the policy in force."))
        for each in held
        if each.person_id not in known
    ]
    return Result(len(held), findings)


@control(
    "delegations.each_hour_is_covered",
    gettext_lazy("Somebody who may answer is on duty in each hour of the coming week"),
)
def each_hour_is_covered(now: datetime) -> Result:
    channels = {each.pk: each for each in selectors.watched(now)}
    bare = selectors.gaps(channels, Span(now, now + selectors.AHEAD))
    findings = [_uncovered(channels[pk], spans) for pk, spans in bare.items() if spans]
    return Result(len(channels), findings)


def _uncovered(channel: Channel, spans: list[Span]) -> Finding:
    detail = _("Nobody who may answer is on duty for %(hours)s: %(spans)s") % {
        "hours": hours_in_words(spans),
        "spans": spans_in_words(spans),
    }
    page = reverse("delegations:roster", args=[channel.pk])
    return Finding(str(channel), detail, page)


@control(
    "delegations.staff_are_made_aware",
    gettext_lazy("The staff of each unit are made aware of the risks in time"),
)
def staff_are_made_aware(now: datetime) -> Result:
    first = selectors.aware_since(now)
    if first is None:
        return Result(0, is_set=False)
    units = selectors.awareness(first)
    page = reverse("delegations:campaigns")
    findings = [
        Finding(str(each.unit), _untold(each.missed, first), page)
        for each in units
        if each.missed
    ]
    return Result(len(units), findings)


def _untold(missed: int, first: datetime) -> str:
    words = ngettext(
        "%(n)s person was told of no campaign since %(day)s.",
        "%(n)s people were told of no campaign since %(day)s.",
        missed,
    )
    return words % {"n": digits(missed), "day": day(first)}
