from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rasmi.people.models import User
from rasmi.policy import selectors
from rasmi.rules import Finding, Result, control

DOCUMENT = ("publication_date", "storage_place", "approval_date", "approval_signature")


@control(
    "policy.read_by_all",
    gettext_lazy("Every employee has acknowledged the policy in force"),
)
def read_by_all(now: datetime) -> Result:
    findings = [
        Finding(
            str(user),
            _("Has not acknowledged the policy in force."),
            reverse("people:person", args=[user.pk]),
        )
        for user in selectors.not_acknowledged(now)
    ]
    return Result(User.objects.filter(is_active=True).count(), findings)


@control(
    "policy.parameters_are_approved",
    gettext_lazy("Each open number of the policy is approved"),
)
def parameters_are_approved(now: datetime) -> Result:
    return _unapproved(selectors.settings_now(now))


@control(
    "policy.document_is_dated",
    gettext_lazy("The document has its dates, its signature and its place"),
)
def document_is_dated(now: datetime) -> Result:
    found = _unapproved([selectors.setting(name, now) for name in DOCUMENT])
    return Result(found.population, found.findings, is_set=not found.findings)


def _unapproved(settings: list[selectors.Setting]) -> Result:
    findings = [
        Finding(
            str(each.parameter.title),
            _("Nobody has approved a value."),
            reverse("policy:parameters"),
        )
        for each in settings
        if not each.is_approved
    ]
    return Result(len(settings), findings)


@control(
    "policy.appointments_rest_on_decisions",
    gettext_lazy("Each appointment rests on a checked decision"),
    is_accepted=True,
)
def appointments_rest_on_decisions(now: datetime) -> Result:
    findings = [
        Finding(
            str(each),
            _("Decision %(number)s is not in the register, or not checked.")
            % {"number": each.decision_number},
            reverse("people:office", args=[each.office_id]),
        )
        for each in selectors.appointments_without_decision(now)
    ]
    return Result(selectors.appointments_in_force(now), findings)


@control("policy.reviewed_in_time", gettext_lazy("The policy is reviewed in time"))
def reviewed_in_time(now: datetime) -> Result:
    due = selectors.review_due(now)
    if due is None:
        return Result(1, is_set=False)
    late = Finding(
        _("The policy"), _("Its review is past due."), reverse("policy:reviews")
    )
    return Result(1, [late] if due < now else [])
