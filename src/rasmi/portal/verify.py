"""Anyone who holds a letter of delegation sees whether it holds today."""

from allauth.core.internal import ratelimit  # the open one never counts a GET
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from rasmi.delegations import selectors as delegations


@login_not_required
@never_cache
@require_safe
def verify(request: HttpRequest, code: str) -> HttpResponse:
    if not ratelimit.consume(
        request, app="allauth.account", action="verify", limit_get=True
    ):
        return render(request, "portal/too_many.html", status=429)
    now = timezone.now()  # noqa: TID251 — the edge of a page
    found = delegations.verified(code, now)
    status = 200 if found else 404
    return render(request, "portal/verify.html", {"found": found}, status=status)
