from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from rasmi.compliance import selectors, services
from rasmi.core.http import UserRequest


@require_GET
def due(request: UserRequest) -> HttpResponse:
    now = timezone.now()
    found = selectors.due_from(request.user, now)
    return render(
        request,
        "compliance/due.html",
        {
            "late": [each for each in found if each.owed.is_overdue(now)],
            "months": list(selectors.of_month(found, now)),
            "undated": [each for each in found if each.owed.due_at is None],
            "is_wanted": selectors.wants_digest(request.user),
        },
    )


@require_POST
def choose_digest(request: UserRequest) -> HttpResponse:
    is_wanted = "wanted" in request.POST
    services.choose_digest(by=request.user, now=timezone.now(), is_wanted=is_wanted)
    messages.success(
        request,
        _("You get the weekly digest.")
        if is_wanted
        else _("You get no weekly digest. What is urgent is still sent to you."),
    )
    return redirect("compliance:due")
