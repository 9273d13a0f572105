"""Applications of others, laws that bind us, and what protects data."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rasmi.rules import Finding, Result, control
from rasmi.security.models import Instrument
from rasmi.security.selectors import posture, registers


@control(
    "security.apps_are_allowed",
    gettext_lazy("Only allowed applications are connected with each account"),
)
def apps_are_allowed(now: datetime) -> Result:
    """Of an account whose applications nobody compared lately nothing is known."""
    channels = list(posture.watched())
    findings = [
        Finding(
            str(each.channel),
            (
                _("It may do more than was allowed: %(app)s")
                if each.is_beyond_the_allowed
                else _("Connected, and not allowed: %(app)s")
            )
            % {"app": each.app},
            reverse("security:account", args=[each.channel_id]),
        )
        for each in posture.foreign_apps()
    ]
    unknown = [
        Finding(
            str(each.channel),
            _("Nobody has compared its applications with the list lately."),
            reverse("security:account", args=[each.channel.pk]),
        )
        for each in posture.states(channels, now, {"apps"})
        if each.is_open
    ]
    return Result(len(channels), findings, unknown)


@control(
    "security.instruments_are_read",
    gettext_lazy("Each law and policy that binds us is read again in time"),
)
def instruments_are_read(now: datetime) -> Result:
    known = list(registers.instruments())
    if not known:
        page = reverse("security:instruments")
        detail = _("No law, circular or policy has been entered.")
        return Result(1, [Finding(_("The register"), detail, page)])
    return Result(
        len(known),
        [
            _of(each, _("Its owner has not read it for more than a year."))
            for each in known
            if registers.is_old(registers.read_at(each), now)
        ],
    )


@control(
    "security.instruments_name_clauses",
    gettext_lazy("Each law and policy that binds us is tied to clauses"),
)
def instruments_name_clauses(now: datetime) -> Result:
    known = list(registers.instruments())
    detail = _("No clause of the policy is tied to it.")
    return Result(len(known), [_of(each, detail) for each in known if not each.clauses])


@control(
    "security.gaps_are_closed",
    gettext_lazy("What laws and policies still ask for is done in time"),
)
def gaps_are_closed(now: datetime) -> Result:
    if not Instrument.objects.exists():
        page = reverse("security:instruments")
        detail = _("No law, circular or policy has been entered.")
        return Result(1, unknown=[Finding(_("The register"), detail, page)])
    open_ = list(registers.open_gaps())
    return Result(
        len(open_),
        [_of(each.instrument, each.text) for each in registers.late(open_, now)],
    )


@control(
    "security.security_policy_is_known",
    gettext_lazy(
        "The information-security policy is in the register, with its version"
    ),
)
def the_security_policy_is_known(now: datetime) -> Result:
    found = registers.security_policy()
    if found is None:
        page = reverse("security:instruments")
        detail = _("The information-security policy of the ministry is not entered.")
        return Result(1, [Finding(_("The register"), detail, page)])
    if not found.version:
        return Result(1, [_of(found, _("Which version holds is not said."))])
    if registers.is_old(registers.read_at(found), now):
        return Result(1, unknown=[_of(found, _("Nobody has compared it for a year."))])
    return Result(1)


@control(
    "security.measures_are_in_place",
    gettext_lazy("What protects data is in place on each account"),
)
def measures_are_in_place(now: datetime) -> Result:
    """Each measure as it was seen last, and each account that none is for."""
    known = list(registers.measures())
    covers_all = any(each.channel_id is None for each in known)
    covered = {each.channel_id for each in known}
    page = reverse("security:measures")
    bare = [
        Finding(str(each), _("No protection of its data is entered."), page)
        for each in posture.watched()
        if not covers_all and each.pk not in covered
    ]
    if not known and not bare:
        detail = _("No protection of data is entered.")
        bare = [Finding(_("The register"), detail, page)]
    absent, unknown = [], []
    for each in known:
        page = reverse("security:measure", args=[each.pk])
        seen = registers.seen(each, now)
        if seen.at and not seen.is_in_place:
            absent.append(Finding(str(each), _("It is not in place."), page))
        elif seen.is_old:
            detail = _("Nobody has looked within a year whether it is in place.")
            unknown.append(Finding(str(each), detail, page))
    return Result(len(known) + len(bare), [*bare, *absent], unknown)


def _of(instrument: Instrument, detail: str) -> Finding:
    page = reverse("security:instrument", args=[instrument.pk])
    return Finding(str(instrument), detail, page)
