from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from rasmi.core.http import UserRequest
from rasmi.delegations import access, selectors, services
from rasmi.delegations.forms_campaigns import CampaignForm
from rasmi.delegations.models import Campaign
from rasmi.people import courses
from rasmi.people.models import Power
from rasmi.people.pages import for_power
from rasmi.web.forms import Act, act_page

PAGE = 50


@require_GET
def campaigns(request: UserRequest) -> HttpResponse:
    now = timezone.now()
    context = {
        "lines": selectors.outcomes(Campaign.objects.all(), first=PAGE),
        "may_begin": Power.POLICY in request.powers,
        "now": now,
    }
    return render(request, "delegations/campaigns.html", context)


@require_GET
def campaign(request: UserRequest, pk: int) -> HttpResponse:
    found = access.campaign(pk)
    mine = found.reached.filter(person=request.user).first()
    return render(
        request,
        "delegations/campaign.html",
        {
            "campaign": found,
            "outcome": selectors.outcomes(Campaign.objects.filter(pk=pk), first=1)[0],
            "course": courses.find(found.course) if found.course else None,
            "mine": mine,
        },
    )


@require_POST
def read_campaign(request: UserRequest, pk: int) -> HttpResponse:
    found = access.campaign(pk)
    services.read_campaign(found, by=request.user, now=timezone.now())
    if found.course:
        return redirect("people:course", found.course)
    return redirect("delegations:campaign", pk)


@for_power(Power.POLICY)
def begin_campaign(request: UserRequest) -> HttpResponse:
    act = Act(
        title=_("Make staff aware of the risks"),
        lead=_("A short message by e-mail and on the first page, in both languages."),
        button=_("Begin the campaign"),
        done=_("Begun. The mails are on their way."),
        back=reverse("delegations:campaigns"),
    )
    initial = {"audience": Campaign.Audience.ALL}
    service = services.begin_campaign
    return act_page(request, CampaignForm, service, act, initial=initial)
