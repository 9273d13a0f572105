from datetime import timedelta
from functools import partial
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rasmi.core.calendar import months_later
from rasmi.core.http import UserRequest
from rasmi.delegations import access, selectors, services
from rasmi.delegations.forms import (
    AcknowledgeForm,
    ActivateForm,
    AssessForm,
    NominateForm,
    RevokeForm,
)
from rasmi.delegations.models import Delegation
from rasmi.people.models import Power
from rasmi.people.pages import for_power
from rasmi.policy.fields import WaiveForm
from rasmi.web.forms import Act, act_page, key_in

page = require_http_methods(["GET", "POST"])


@page
def nominate(request: UserRequest) -> HttpResponse:
    services.require_nominator(request.user, now=timezone.now())
    act = Act(
        title=_("Nominate a person to speak"),
        lead=_(
            "Nothing may be done by a nomination: suitability, training, "
            "acknowledgement, approval and a signed decision come first."
        ),
        button=_("Nominate"),
        done=_("Nominated. The person is told by e-mail what to do."),
        back=reverse("delegations:delegations"),
    )
    initial = {
        "starts_at": timezone.localdate(),
        "channels": request.GET.getlist("for"),
    }
    if before := access.to_renew(key_in(request.GET.get("renew", ""))):
        initial = _as_before(before)
    return act_page(request, NominateForm, services.nominate, act, initial=initial)


def _as_before(delegation: Delegation) -> dict[str, Any]:
    """What a renewal begins with: the same scope, for a year from the old end."""
    first = timezone.localdate(delegation.ends_at)
    return {
        "person": delegation.person_id,
        "channels": [delegation.channel_id],
        "tasks": [each.task for each in delegation.tasks.all()],
        "topics": [each.topic_id for each in delegation.topics.all()],
        "starts_at": first,
        "ends_at": months_later(first, 12) - timedelta(days=1),
        "speaks_by_name": delegation.speaks_by_name,
        "contact": delegation.contact,
    }


@page
def acknowledge(request: UserRequest) -> HttpResponse:
    act = Act(
        title=_("Whose voice it will be"),
        button=_("I acknowledge it"),
        done=_("Your acknowledgement is kept."),
        back=reverse("people:home"),
        template="delegations/acknowledge.html",
    )

    def service(*, has_read: bool, **who: Any) -> None:
        services.acknowledge(**who)

    return act_page(request, AcknowledgeForm, service, act)


@page
def assess(request: UserRequest, pk: int) -> HttpResponse:
    found = access.delegation(pk)
    act = Act(
        title=_("Suitability of %(person)s") % {"person": found.person},
        lead=_(
            "Four criteria, each with what shows it. It serves every account for "
            "which the person is nominated now."
        ),
        button=_("Keep the assessment"),
        done=_("The assessment is kept."),
        back=reverse("delegations:delegation", args=[pk]),
    )
    return act_page(request, AssessForm, partial(services.assess, found), act)


@for_power(Power.REGISTER)
def waive(request: UserRequest, pk: int) -> HttpResponse:
    found = access.delegation(pk)
    act = Act(
        title=_("Set a criterion aside for %(person)s") % {"person": found.person},
        lead=_("The policy says «should» here: the head may set it aside, signed."),
        button=_("Enter the waiver"),
        done=_("Entered. The waiver ends on its day."),
        back=reverse("delegations:delegation", args=[pk]),
    )
    service = partial(services.waive_suitability, found)
    return act_page(request, WaiveForm, service, act)


@for_power(Power.DECIDE)
def approve(request: UserRequest, pk: int) -> HttpResponse:
    found = access.delegation(pk)
    act = Act(
        title=_("Approve %(person)s for «%(account)s»")
        % {"person": found.person, "account": found.channel},
        lead=_("With your approval the decision can be printed and signed."),
        button=_("Approve"),
        done=_("Approved. The register has the decision signed."),
        back=reverse("delegations:delegation", args=[pk]),
        template="delegations/approve.html",
    )
    service = partial(services.approve, found)
    may_read = selectors.may_read_assessment(
        request.user, request.powers, found, timezone.now()
    )
    more = {"delegation": found, "may_read": may_read}
    return act_page(request, forms.Form, service, act, more=more)


@for_power(Power.REGISTER)
def activate(request: UserRequest, pk: int) -> HttpResponse:
    found = access.delegation(pk)
    act = Act(
        title=_("Make the delegation of %(person)s active") % {"person": found.person},
        lead=_("The decision names the person, the job title, the tasks and topics."),
        button=_("Make it active"),
        done=_("Active. The person is told by e-mail."),
        back=reverse("delegations:delegation", args=[pk]),
    )
    return act_page(request, ActivateForm, partial(services.activate, found), act)


@page
def revoke(request: UserRequest, pk: int) -> HttpResponse:
    found = access.delegation(pk)
    back = reverse("delegations:delegation", args=[pk])
    act = Act(
        title=_("Revoke the delegation of %(person)s") % {"person": found.person},
        lead=_("The right to speak ends at once, and the person is told by e-mail."),
        button=_("Revoke"),
        done=_("Revoked: the right to speak has ended."),
        back=back,
        is_danger=True,
    )
    if found.is_waiting:
        act = Act(
            title=_("Withdraw the nomination of %(person)s") % {"person": found.person},
            lead=_("It goes no further, and the person is told by e-mail."),
            button=_("Withdraw the nomination"),
            done=_("The nomination is withdrawn."),
            back=back,
            is_danger=True,
        )
    return act_page(request, RevokeForm, partial(services.revoke, found), act)
