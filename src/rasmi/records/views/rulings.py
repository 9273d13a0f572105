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
from rasmi.policy import selectors as policy
from rasmi.records import access, selectors, services
from rasmi.records.classes import CLASSES
from rasmi.records.forms import ReturnForm, RulingForm
from rasmi.web.forms import Act, act_page


@require_GET
def classes(request: UserRequest) -> HttpResponse:
    now = timezone.now()
    held = selectors.rulings(now)
    return render(
        request,
        "records/classes.html",
        {
            "classes": [(each, held.get(each.key)) for each in CLASSES.values()],
            "waiting": selectors.waiting_rulings(),
            "schedule": policy.setting("retention_schedule", now),
            "may_read": bool(access.READERS & request.powers),
            "may_see_holds": bool((access.SECONDS | access.READERS) & request.powers),
        },
    )


@for_power(Power.POLICY)
def enter_ruling(request: UserRequest, key: str) -> HttpResponse:
    found = access.record_class(key)
    act = Act(
        title=_("What holds for: %(class)s") % {"class": found.title},
        lead=_("As a decision of the head says. It holds once another confirms it."),
        button=_("Enter it"),
        done=_("Entered. A keeper of the register compares it with the decision."),
        back=reverse("records:classes"),
    )
    service = partial(services.enter_ruling, key)
    return act_page(request, RulingForm, service, act)


@for_power(Power.REGISTER)
def confirm_ruling(request: UserRequest, pk: int) -> HttpResponse:
    found = access.ruling(pk)
    act = Act(
        title=_("Compare with the decision: %(class)s") % {"class": found},
        button=_("It says the same"),
        done=_("Confirmed. It holds from now on."),
        back=reverse("records:classes"),
        template="records/ruling.html",
    )
    service = partial(services.confirm_ruling, found)
    more = {"ruling": found, "class": CLASSES[found.record_class]}
    return act_page(request, forms.Form, service, act, more=more)


@for_power(Power.REGISTER)
def return_ruling(request: UserRequest, pk: int) -> HttpResponse:
    found = access.ruling(pk)
    act = Act(
        title=_("Return what was entered for: %(class)s") % {"class": found},
        button=_("Return"),
        done=_("Returned. It can be entered anew."),
        back=reverse("records:classes"),
        is_danger=True,
    )
    return act_page(request, ReturnForm, partial(services.return_ruling, found), act)
