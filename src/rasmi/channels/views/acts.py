from functools import partial

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rasmi.channels import access, services
from rasmi.channels.forms import (
    ActivateForm,
    CaseForm,
    CloseForm,
    ConfirmForm,
    FinalApproverForm,
    OwnerForm,
    ProposeForm,
    SettingsReviewForm,
    VerificationForm,
)
from rasmi.core.http import UserRequest
from rasmi.people.models import Power
from rasmi.people.pages import for_power
from rasmi.policy.fields import UntilForm
from rasmi.web.forms import Act, act_page

page = require_http_methods(["GET", "POST"])


@page
def propose(request: UserRequest) -> HttpResponse:
    services.require_proposer(request.user, now=timezone.now())
    act = Act(
        title=_("Propose an official account"),
        lead=_(
            "The security units give their opinion, the head decides, and the account "
            "opens when its reply procedure is approved."
        ),
        button=_("Propose"),
        done=_("Proposed. The units that are consulted see it now."),
        back=reverse("channels:register"),
    )
    initial = {"languages": ["ar"], "answered_when": "working"}
    return act_page(request, ProposeForm, services.propose, act, initial=initial)


@page
def describe(request: UserRequest, pk: int) -> HttpResponse:
    found = access.channel(pk)
    act = Act(
        title=_("State what «%(account)s» is for") % {"account": found},
        lead=_("Purpose, audience and who answers: what the decision is about."),
        button=_("Save"),
        done=_("Saved. The units that are consulted see it now."),
        back=reverse("channels:channel", args=[pk]),
    )
    known = found.proposal
    initial = (
        {name: getattr(known, name) for name in CaseForm.base_fields} if known else {}
    )
    service = partial(services.describe, found)
    return act_page(request, CaseForm, service, act, initial=initial)


@for_power(Power.REGISTER)
def activate(request: UserRequest, pk: int) -> HttpResponse:
    found = access.channel(pk)
    act = Act(
        title=_("Make «%(account)s» active") % {"account": found},
        lead=_("From now on people may be delegated to speak on it."),
        button=_("Make it active"),
        done=_("The account is active and official."),
        back=reverse("channels:channel", args=[pk]),
    )
    return act_page(request, ActivateForm, partial(services.activate, found), act)


@for_power(Power.REGISTER)
def allow_transition(request: UserRequest, pk: int) -> HttpResponse:
    found = access.channel(pk)
    act = Act(
        title=_("Let «%(account)s» go on for a period") % {"account": found},
        lead=_(
            "For an account in use whose opening is not decided yet. The finding stays "
            "open; when the period ends, the rights to speak on it end too."
        ),
        button=_("Enter"),
        done=_("Entered. The account may be used until that day."),
        back=reverse("channels:channel", args=[pk]),
    )
    return act_page(request, UntilForm, partial(services.allow_transition, found), act)


@page
def withdraw(request: UserRequest, pk: int) -> HttpResponse:
    found = access.channel(pk)
    act = Act(
        title=_("Withdraw the proposal «%(account)s»") % {"account": found},
        lead=_("The proposal and its opinions stay in the register as withdrawn."),
        button=_("Withdraw"),
        done=_("The proposal is withdrawn."),
        back=reverse("channels:channel", args=[pk]),
        is_danger=True,
    )
    return act_page(request, forms.Form, partial(services.withdraw, found), act)


@for_power(Power.REGISTER)
def close(request: UserRequest, pk: int) -> HttpResponse:
    found = access.channel(pk)
    act = Act(
        title=_("Close «%(account)s»") % {"account": found},
        lead=_("Every right to speak on it ends at once. What was said stays kept."),
        button=_("Close the account"),
        done=_("The account is closed in the register."),
        back=reverse("channels:channel", args=[pk]),
        is_danger=True,
    )
    return act_page(request, CloseForm, partial(services.close, found), act)


@for_power(Power.REGISTER)
def hand_over(request: UserRequest, pk: int) -> HttpResponse:
    found = access.channel(pk)
    act = Act(
        title=_("Give «%(account)s» another owner") % {"account": found},
        lead=_("Who is delegated stays so; the new owner names the next ones."),
        button=_("Change the owner"),
        done=_("The account has its new owner."),
        back=reverse("channels:channel", args=[pk]),
    )
    return act_page(request, OwnerForm, partial(services.hand_over, found), act)


@for_power(Power.REGISTER)
def set_final_approver(request: UserRequest, pk: int) -> HttpResponse:
    found = access.channel(pk)
    act = Act(
        title=_("Who approves last on «%(account)s»") % {"account": found},
        lead=_(
            "From now on only people of this unit approve what is said on it, also "
            "what waits to be sent. Urgent posts are looked at afterwards."
        ),
        button=_("Save"),
        done=_("Saved."),
        back=reverse("channels:channel", args=[pk]),
    )
    service = partial(services.set_final_approver, found)
    return act_page(request, FinalApproverForm, service, act)


@page
def record_verification(request: UserRequest, pk: int) -> HttpResponse:
    found = access.channel(pk)
    act = Act(
        title=_("Badge of «%(account)s»") % {"account": found},
        lead=_("Open the account and look, then say what you saw."),
        button=_("Keep what I saw"),
        done=_("Kept, with your name and the day."),
        back=reverse("channels:channel", args=[pk]),
    )
    service = partial(services.record_verification, found)
    return act_page(request, VerificationForm, service, act)


@page
def confirm(request: UserRequest, pk: int) -> HttpResponse:
    found = access.channel(pk)
    act = Act(
        title=_("Look at «%(account)s» again") % {"account": found},
        lead=_("Once a year its owner says whether an account is still wanted."),
        button=_("Keep it"),
        done=_("Kept, with your name and the day."),
        back=reverse("channels:channel", args=[pk]),
        template="channels/confirm.html",
    )
    service = partial(services.confirm, found)
    more = {"channel": found, "proposal": found.proposal}
    return act_page(request, ConfirmForm, service, act, more=more)


@page
def review_settings(request: UserRequest, pk: int) -> HttpResponse:
    found = access.channel(pk)
    act = Act(
        title=_("Review the settings of «%(account)s»") % {"account": found},
        lead=_("For the units that are consulted: privacy and technical settings."),
        button=_("Keep the review"),
        done=_("Kept. The next review is reckoned from today."),
        back=reverse("channels:channel", args=[pk]),
    )
    service = partial(services.review_settings, found)
    return act_page(request, SettingsReviewForm, service, act)
