from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from rasmi.core.http import UserRequest
from rasmi.people import services
from rasmi.people.models import Power

View = Callable[..., HttpResponse]


def for_keepers(view: View) -> View:
    """A page of who keeps units and people; others are refused before they type."""

    @wraps(view)
    def guarded(request: UserRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        services.require(request.user, Power.PEOPLE, now=timezone.now())
        return view(request, *args, **kwargs)

    return require_http_methods(["GET", "POST"])(guarded)
