from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from rasmi.core.http import UserRequest
from rasmi.people import selectors, services

# What may be done before the second factor is there: add one, leave, choose a language.
OPEN_PATHS = ("account_logout", "account_reauthenticate", "web:taste", "healthz")
BEGAN, SEEN = "began_at", "seen_at"
SEEN_AGAIN = timedelta(minutes=5)  # no write at every request


class SessionsEnd:
    """A session ends after two idle hours, and after a shift whatever is done in it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _is_public(request) or not request.user.is_authenticated:
            return self.get_response(request)
        if self.is_over(request, timezone.now()):  # noqa: TID251 — the edge of a request
            logout(request)
            return redirect(settings.LOGIN_URL)
        response = self.get_response(request)
        # What somebody saw is not left in the browser for the next one.
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    @staticmethod
    def is_over(request: HttpRequest, now: datetime) -> bool:
        session = request.session
        began = session.setdefault(BEGAN, now.isoformat())
        seen = datetime.fromisoformat(session.get(SEEN, began))
        if now - seen > SEEN_AGAIN or SEEN not in session:
            session[SEEN] = now.isoformat()  # which also moves the end of two hours
        lasted = now - datetime.fromisoformat(began)
        return lasted > timedelta(seconds=settings.SESSION_LASTS)


class SecondFactorFirst:
    """
    Who holds a power, or speaks for the body, adds a second factor before all else.

    It also tells the request which powers its person holds at this moment, so that a
    power that ended a second ago is gone from the next page on.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: UserRequest) -> HttpResponse:
        request.powers, request.acting_for = frozenset(), {}
        user = request.user
        if user.is_authenticated and not _is_public(request):
            now = timezone.now()  # noqa: TID251 — the edge of a request
            held = selectors.authorities(user, now)
            request.powers = frozenset(each.power.value for each in held)
            # One's own office comes first, so it wins over one held for another.
            request.acting_for = {
                each.power.value: each.acting_for for each in reversed(held)
            }
            if not (
                self.is_open(request) or request.session.get(services.FACTOR_VOUCHED)
            ) and selectors.lacks_second_factor(user, request.powers, now):
                return redirect("mfa_index")
        return self.get_response(request)

    @staticmethod
    def is_open(request: HttpRequest) -> bool:
        path = request.path_info
        return path.startswith(reverse("mfa_index")) or path in {
            reverse(name) for name in OPEN_PATHS
        }


def _is_public(request: HttpRequest) -> bool:
    return getattr(request, "urlconf", None) is not None
