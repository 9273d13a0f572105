from functools import partial

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from rasmi.core.http import UserRequest
from rasmi.publishing import access, selectors, services
from rasmi.publishing.forms import PlanItemForm
from rasmi.publishing.models import PlanItem
from rasmi.web.forms import Act, act_page

page = require_http_methods(["GET", "POST"])
MOST = 200  # items that a page shows


@require_GET
def plan(request: UserRequest) -> HttpResponse:
    now = timezone.now()
    today = timezone.localdate(now)
    items = PlanItem.objects.select_related("unit", "added_by")
    return render(
        request,
        "publishing/plan.html",
        {
            "to_come": items.open(today)[:MOST],
            "over": items.exclude(pk__in=items.open(today)).order_by("-ends_on")[:MOST],
            "today": today,
            "kept": set(
                selectors.units_of_plan(request.user, request.powers, now).values_list(
                    "pk", flat=True
                )
            ),
        },
    )


@page
def add_plan_item(request: UserRequest) -> HttpResponse:
    act = Act(
        title=_("Put something on the plan"),
        lead=_("What is to be said, to whom and why. Posts are written for it."),
        button=_("Put it on the plan"),
        done=_("It is on the plan."),
        back=reverse("publishing:plan"),
    )
    initial = {"starts_on": timezone.localdate()}
    return act_page(request, PlanItemForm, services.add_plan_item, act, initial=initial)


@page
def close_plan_item(request: UserRequest, pk: int) -> HttpResponse:
    item = access.plan_item(pk)
    act = Act(
        title=_("Take «%(item)s» off the plan") % {"item": item},
        lead=_("No new post is written for it. The posts that were stay as they are."),
        button=_("Take it off"),
        done=_("It is off the plan."),
        back=reverse("publishing:plan"),
    )
    return act_page(request, forms.Form, partial(services.close_plan_item, item), act)
