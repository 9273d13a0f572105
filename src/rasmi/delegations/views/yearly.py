from functools import partial

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
)

from rasmi.core.http import UserRequest
from rasmi.delegations import access, selectors, services
from rasmi.delegations.forms import ActivateForm
from rasmi.delegations.forms_yearly import JudgeForm
from rasmi.people import selectors as people
from rasmi.people.models import Power
from rasmi.people.pages import for_power
from rasmi.web.forms import Act, act_page, key_in
from rasmi.web.paper import pdf_response
from rasmi.web.templatetags.web import digits

PAGE = 30


@require_GET
def yearly_lists(request: UserRequest) -> HttpResponse:
    """Each unit for which somebody speaks, and the lists that were signed."""
    now = timezone.now()
    mine = people.units_of_offices(request.user, now)
    found = selectors.yearly_lists().filter(completed_at__isnull=False)
    if before := key_in(request.GET.get("before", "")):
        found = found.filter(pk__lt=before)
    page = list(found[: PAGE + 1])
    return render(
        request,
        "delegations/yearly_lists.html",
        {
            "due": [
                (each, each.unit.pk in mine, each.is_late(now), each.is_near(now))
                for each in selectors.lists_due(now)
            ],
            "signed": page[:PAGE],
            "has_more": len(page) > PAGE,
        },
    )


@require_POST
def begin_list(request: UserRequest, pk: int) -> HttpResponse:
    made = services.begin_list(access.unit(pk), by=request.user, now=timezone.now())
    return redirect("delegations:yearly_list", made.pk)


@require_GET
def yearly_list(request: UserRequest, pk: int) -> HttpResponse:
    now = timezone.now()
    found = access.yearly_list(pk)
    is_owner = selectors.may_name(request.user, found.unit, now)
    lines = selectors.on_list(found, now)
    renewable = selectors.kept_to_renew(found, now) if found.is_completed else []
    return render(
        request,
        "delegations/yearly_list.html",
        {
            "list": found,
            "lines": lines,
            "is_owner": is_owner,
            "is_judged": all(each.listed for each in lines),
            "renewable": [
                each for each in renewable if each.person_id != request.user.pk
            ],
        },
    )


@require_http_methods(["GET", "POST"])
def judge(request: UserRequest, pk: int) -> HttpResponse:
    found = access.yearly_list(pk)
    lines = selectors.on_list(found, timezone.now())
    others = [each for each in lines if each.person.pk != request.user.pk]
    act = Act(
        title=_("Say of each who stays"),
        lead=_(
            "For all accounts of the unit. Who is left blank is judged later; "
            "of yourself a colleague judges."
        ),
        button=_("Keep what I said"),
        done=_("Kept. The list can be closed once everybody is judged."),
        back=reverse("delegations:yearly_list", args=[pk]),
        template="delegations/judge.html",
    )
    form = partial(JudgeForm, on=others)
    service = partial(services.judge, found)
    return act_page(request, form, service, act)


@require_POST
def close_list(request: UserRequest, pk: int) -> HttpResponse:
    found = access.yearly_list(pk)
    services.close_list(found, by=request.user, now=timezone.now())
    messages.success(request, _("Closed. Print it now and have it signed."))
    return redirect("delegations:yearly_list", pk)


@require_POST
def reopen_list(request: UserRequest, pk: int) -> HttpResponse:
    found = access.yearly_list(pk)
    services.reopen_list(found, by=request.user, now=timezone.now())
    messages.success(request, _("Open again. What was printed is not to be signed."))
    return redirect("delegations:yearly_list", pk)


@require_GET
def yearly_list_on_paper(request: UserRequest, pk: int) -> HttpResponse:
    found = access.closed_list(pk)
    context = {"list": found, "lines": selectors.on_list(found, timezone.now())}
    with translation.override("ar"):
        return pdf_response(
            request, "delegations/yearly_paper.html", context, name=f"list-{pk}"
        )


@for_power(Power.REGISTER)
def complete_list(request: UserRequest, pk: int) -> HttpResponse:
    found = access.yearly_list(pk)
    act = Act(
        title=_("Complete the list of %(unit)s") % {"unit": found.unit},
        lead=_(
            "Who is to be removed loses the right to speak at once. "
            "It cannot be taken back."
        ),
        button=_("Complete it"),
        done=_("Completed. Who was to be removed speaks no more."),
        back=reverse("delegations:yearly_list", args=[pk]),
        is_danger=True,
    )
    return act_page(request, ActivateForm, partial(services.complete_list, found), act)


@require_http_methods(["GET", "POST"])
def renew_kept(request: UserRequest, pk: int) -> HttpResponse:
    found = access.yearly_list(pk)
    kept = selectors.kept_to_renew(found, timezone.now())
    count = sum(each.person_id != request.user.pk for each in kept)
    act = Act(
        title=_("Nominate the kept for another year"),
        lead=ngettext(
            "%(n)s delegation ends within sixty days. The new one has the same scope "
            "and begins when it ends; suitability, training and approval are asked "
            "again.",
            "%(n)s delegations end within sixty days. The new ones have the same scope "
            "and begin when they end; suitability, training and approval are asked "
            "again.",
            count,
        )
        % {"n": digits(count)},
        button=_("Nominate them"),
        done=_("Nominated. Each is told by e-mail what to do."),
        back=reverse("delegations:yearly_list", args=[pk]),
    )
    return act_page(request, forms.Form, partial(services.renew_kept, found), act)
