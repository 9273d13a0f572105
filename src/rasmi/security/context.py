from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from rasmi.security import selectors
from rasmi.security.models import Stop


def stops(request: HttpRequest) -> dict[str, Any]:
    """
    The stops in force, for the head of every staff page.

    Lazy: a page without the shell asks nothing, and neither does who has not signed in.
    """
    return {"stops_in_force": SimpleLazyObject(lambda: _in_force(request))}


def _in_force(request: HttpRequest) -> list[Stop]:
    is_public = getattr(request, "urlconf", None) is not None
    user = getattr(request, "user", None)
    if is_public or user is None or not user.is_authenticated:
        return []
    return list(selectors.stops_in_force(timezone.now()))  # noqa: TID251 — the edge of a page
