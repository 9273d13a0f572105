from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from rasmi.core.http import UserRequest
from rasmi.core.models import SweepRun
from rasmi.notify import selectors as notify
from rasmi.people import selectors, services
from rasmi.people.models import Power
from rasmi.rules import Viewer, duties


@require_GET
def home(request: UserRequest) -> HttpResponse:
    now = timezone.now()
    units = selectors.units_of_offices(request.user, now)
    viewer = Viewer(request.user.pk, request.powers, frozenset(units))
    owed = duties(viewer, now)
    overdue = [each for each in owed if each.is_overdue(now)]
    return render(
        request,
        "people/home.html",
        {
            "now": now,
            "overdue": overdue,
            "to_come": [each for each in owed if each not in overdue],
            "authorities": selectors.authorities(request.user, now),
            "place": selectors.placement_of(request.user),
        },
    )


@require_GET
def me(request: UserRequest) -> HttpResponse:
    now = timezone.now()
    return render(
        request,
        "people/me.html",
        {
            "place": selectors.placement_of(request.user),
            "authorities": selectors.authorities(request.user, now),
            "keeps_password": selectors.may_use_password(request.user, now),
        },
    )


@require_GET
def running(request: UserRequest) -> HttpResponse:
    services.require(request.user, Power.OPERATE, now=timezone.now())
    return render(
        request,
        "people/running.html",
        {
            "runs": SweepRun.objects.order_by("name"),
            "mail_is_possible": notify.mail_is_possible(),
            "waiting": notify.waiting(),
            "stuck": notify.stuck(),
        },
    )


@require_POST
def try_again(request: UserRequest) -> HttpResponse:
    services.try_messages_again(by=request.user, now=timezone.now())
    messages.success(request, _("The messages are tried again."))
    return redirect("people:running")


@login_not_required
def no_such_page(request: HttpRequest) -> HttpResponse:
    raise Http404
