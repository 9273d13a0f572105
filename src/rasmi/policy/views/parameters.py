from functools import partial

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from rasmi.core.http import UserRequest
from rasmi.people.models import Power
from rasmi.people.pages import for_power
from rasmi.policy import access, pack, selectors, services
from rasmi.policy.forms import AdoptForm, ReturnForm, initial_values
from rasmi.web.forms import Act, act_page


@require_GET
def parameters(request: UserRequest) -> HttpResponse:
    settings = selectors.settings_now(timezone.now())
    return render(
        request,
        "policy/parameters.html",
        {
            "settings": settings,
            "approved": sum(each.is_approved for each in settings),
            "waiting": selectors.waiting_adoptions(),
        },
    )


@for_power(Power.POLICY)
def adopt(request: UserRequest) -> HttpResponse:
    now = timezone.now()
    act = Act(
        title=_("Enter approved parameters"),
        lead=_(
            "What the policy leaves open, under one decision of the head. The fields "
            "begin with our proposals: change them to what the decision says, and "
            "empty what it does not approve."
        ),
        button=_("Enter for confirmation"),
        done=_("Entered. They hold once a second person has confirmed them."),
        back=reverse("policy:parameters"),
        template="policy/adopt.html",
    )
    initial = {**initial_values(now), "holds_from": timezone.localdate(now)}
    form = partial(AdoptForm, classes=selectors.releasable_classes(now))
    return act_page(request, form, services.enter_adoption, act, initial=initial)


@for_power(Power.REGISTER)
def adoption(request: UserRequest, pk: int) -> HttpResponse:
    found = access.adoption(pk)
    known = pack.current().parameters
    lines = [
        (
            known[each.parameter],
            selectors.shown_values(known[each.parameter], each.value),
        )
        for each in found.values.all()
        if each.parameter in known  # a later pack may not have it any more
    ]
    act = Act(
        title=_("Parameters of decision %(number)s") % {"number": found.decision},
        lead=_("Compare each value with the decision before you confirm."),
        button=_("They are those of the decision"),
        done=_("Confirmed. They hold from their day on."),
        back=reverse("policy:parameters"),
        template="policy/adoption.html",
    )
    service = partial(services.confirm_adoption, found)
    more = {"adoption": found, "lines": lines}
    return act_page(request, forms.Form, service, act, more=more)


@for_power(Power.REGISTER)
def return_adoption(request: UserRequest, pk: int) -> HttpResponse:
    found = access.adoption(pk)
    act = Act(
        title=_("Return the parameters of decision %(number)s")
        % {"number": found.decision},
        button=_("Return"),
        done=_("Returned. They can be entered anew."),
        back=reverse("policy:parameters"),
        is_danger=True,
    )
    service = partial(services.return_adoption, found)
    return act_page(request, ReturnForm, service, act)
