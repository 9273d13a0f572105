from functools import partial

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rasmi.channels import access, selectors, services
from rasmi.channels.forms import (
    ConditionForm,
    ConsulteeForm,
    ProcedureForm,
    opinion_form,
    procedure_to_begin_with,
)
from rasmi.core.http import UserRequest
from rasmi.people.models import Power
from rasmi.people.pages import for_power
from rasmi.policy.fields import WaiveForm
from rasmi.web.forms import Act, act_page

page = require_http_methods(["GET", "POST"])


@for_power(Power.POLICY)
def set_consultee(request: UserRequest, place: str) -> HttpResponse:
    found = access.place(place)
    act = Act(
        title=_("Who is consulted: %(place)s") % {"place": found.label},
        lead=_("One unit may stand in both places, if the decision says so."),
        button=_("Save"),
        done=_("Saved. New proposals ask this unit for its opinion."),
        back=reverse("channels:register"),
    )
    return act_page(request, ConsulteeForm, partial(services.set_consultee, found), act)


@page
def give_opinion(request: UserRequest, pk: int, place: str) -> HttpResponse:
    found, asked = access.channel(pk), access.place(place)
    act = Act(
        title=_("Opinion on «%(account)s»: %(place)s")
        % {"account": found, "place": asked.label},
        lead=_("The head sees it before deciding. A later opinion replaces this one."),
        button=_("Give the opinion"),
        done=_("Given. The owner of the account sees it."),
        back=reverse("channels:channel", args=[pk]),
    )
    service = partial(services.give_opinion, found, asked)
    return act_page(request, opinion_form(asked), service, act)


@page
def meet_condition(request: UserRequest, pk: int) -> HttpResponse:
    found = access.condition(pk)
    act = Act(
        title=_("The condition is met"),
        lead=found.words,
        button=_("It is met"),
        done=_("Kept: the condition is met."),
        back=reverse("channels:channel", args=[found.opinion.channel_id]),
    )
    service = partial(services.meet_condition, found)
    return act_page(request, ConditionForm, service, act)


@for_power(Power.REGISTER)
def waive_opinion(request: UserRequest, pk: int, place: str) -> HttpResponse:
    found, asked = access.channel(pk), access.place(place)
    act = Act(
        title=_("Set aside the opinion: %(place)s") % {"place": asked.label},
        lead=_("The policy says «should» here: the head may set it aside, signed."),
        button=_("Enter the waiver"),
        done=_("Entered. The waiver ends on its day."),
        back=reverse("channels:channel", args=[pk]),
    )
    service = partial(services.waive_opinion, found, asked)
    return act_page(request, WaiveForm, service, act)


@page
def write_procedure(request: UserRequest, pk: int) -> HttpResponse:
    found = access.channel(pk)
    act = Act(
        title=_("How people are answered on «%(account)s»") % {"account": found},
        lead=_("It holds once who approves what is said has approved it."),
        button=_("Send for approval"),
        done=_("Sent. Who approves sees it now."),
        back=reverse("channels:channel", args=[pk]),
    )
    last = selectors.procedure(found)
    initial = (
        {"text_ar": last.text_ar, "text_en": last.text_en}
        if last
        else procedure_to_begin_with()
    )
    service = partial(services.write_procedure, found)
    return act_page(request, ProcedureForm, service, act, initial=initial)


@for_power(Power.APPROVE)
def approve_procedure(request: UserRequest, pk: int) -> HttpResponse:
    found = access.procedure(pk)
    act = Act(
        title=_("Approve how people are answered on «%(account)s»")
        % {"account": found.channel},
        button=_("Approve"),
        done=_("Approved."),
        back=reverse("channels:channel", args=[found.channel_id]),
        template="channels/approve_procedure.html",
    )
    service = partial(services.approve_procedure, found)
    more = {"procedure": found}
    return act_page(request, forms.Form, service, act, more=more)
