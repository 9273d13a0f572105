from collections.abc import Callable
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from rasmi.people import selectors

# What may be done before the second factor is there: add one, leave, choose a language.
OPEN_PATHS = ("account_logout", "account_reauthenticate", "web:taste", "healthz")


class SecondFactorFirst:
    """
    Who holds a power adds a second factor before anything else.

    It also tells the request which powers its person holds at this moment, so that a
    power that ended a second ago is gone from the next page on.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.powers = frozenset()  # type: ignore[attr-defined]  # read by the navigation
        user = request.user
        if user.is_authenticated and not _is_public(request):
            now = timezone.now()  # noqa: TID251 — the edge of a request
            request.powers = selectors.powers_of(user, now)  # type: ignore[attr-defined]
            if self.is_missing(request, now) and not self.is_open(request):
                return redirect("mfa_index")
        return self.get_response(request)

    @staticmethod
    def is_missing(request: HttpRequest, now: datetime) -> bool:
        user = request.user
        return (
            bool(request.powers)  # type: ignore[attr-defined]
            and not selectors.has_second_factor(user)  # type: ignore[arg-type]
            and selectors.needs_second_factor(user, now)  # type: ignore[arg-type]
        )

    @staticmethod
    def is_open(request: HttpRequest) -> bool:
        path = request.path_info
        return path.startswith(reverse("mfa_index")) or path in {
            reverse(name) for name in OPEN_PATHS
        }


def _is_public(request: HttpRequest) -> bool:
    return getattr(request, "urlconf", None) is not None
