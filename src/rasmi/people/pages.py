"""How a page of any room is kept for those who hold a power."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from allauth.core.exceptions import ReauthenticationRequired
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from rasmi.core.http import UserRequest
from rasmi.people import selectors, services
from rasmi.people.models import Power

View = Callable[..., HttpResponse]
ADD_ONE = gettext_lazy("That page asks for a second factor here. Add one first.")


def for_power(power: Power) -> Callable[[View], View]:
    """A page of who holds the power; others are refused before they type."""

    def keep(view: View) -> View:
        @wraps(view)
        def guarded(request: UserRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            services.require(request.user, power, now=timezone.now())  # noqa: TID251 — the edge of a page
            return view(request, *args, **kwargs)

        return require_http_methods(["GET", "POST"])(guarded)

    return keep


def after_signing_in_again(view: View) -> View:
    """
    A page that asks who it is once more, unless that was told a few minutes ago.

    What was posted meanwhile is not kept for afterwards: it may hold a secret, which
    allauth would put into the session.
    """

    @wraps(view)
    def guarded(request: UserRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not _can_be_asked(request):
            messages.info(request, str(ADD_ONE))
            return redirect("mfa_index")
        try:
            return asked(request, *args, **kwargs)
        except ReauthenticationRequired:
            back = urlencode({"next": request.get_full_path()})
            return redirect(f"{reverse('account_reauthenticate')}?{back}")

    asked: View = reauthentication_required(view)
    return guarded


def _can_be_asked(request: UserRequest) -> bool:
    # Of whom nothing here is known, allauth would ask nothing and let them pass.
    known = get_adapter(request).get_reauthentication_methods(request.user)
    return bool(known) or selectors.is_demonstration()
