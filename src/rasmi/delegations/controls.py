from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rasmi.delegations import selectors
from rasmi.delegations.models import Delegation
from rasmi.rules import Finding, Result, control


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
