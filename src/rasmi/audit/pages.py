"""How a page of any room asks an auditor for the reason before it is shown."""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from rasmi.core.http import UserRequest

AUDIT = "audit"
READING_LASTS = timedelta(hours=8)  # a working day

View = Callable[..., HttpResponse]


def is_open(request: UserRequest, opened: str, now: datetime) -> bool:
    """
    Whether a reason was given in the last hours.

    :param opened: under which name the session keeps when
    """
    at = request.session.get(opened, "")
    return at != "" and now - datetime.fromisoformat(at) < READING_LASTS


def remember(request: UserRequest, opened: str, now: datetime) -> None:
    """That a reason was given: the pages stay open for a working day."""
    request.session[opened] = now.isoformat()


def with_reason(
    opened: str, asks_at: str, *, others: Collection[str]
) -> Callable[[View], View]:
    """
    Have who reads as an auditor alone say why, before the page is shown.

    :param opened: under which name the session keeps when it was said
    :param asks_at: the name of the page that asks
    :param others: powers by which one reads without a reason
    """

    def keep(view: View) -> View:
        @wraps(view)
        def asked(request: UserRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            now = timezone.now()  # noqa: TID251 — the edge of a page
            as_auditor = AUDIT in request.powers and not request.powers & {*others}
            if as_auditor and not is_open(request, opened, now):
                query = urlencode({"next": request.get_full_path()})
                return redirect(f"{reverse(asks_at)}?{query}")
            return view(request, *args, **kwargs)

        return asked

    return keep


def onward(request: UserRequest, beneath: str, *, else_to: str) -> str:
    """Where the reader wanted to go; only to an address beneath another."""
    wanted = request.GET.get("next", "")
    return wanted if wanted.startswith(beneath) else else_to
