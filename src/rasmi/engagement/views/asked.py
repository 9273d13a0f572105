"""The page that a unit opens by the link in its mail, without signing in."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rasmi.engagement import selectors, services
from rasmi.engagement.forms import AnswerForm, DeclineForm, MoreTimeForm
from rasmi.engagement.stories import running
from rasmi.web.forms import submitted

ACTS: dict[str, tuple[type[forms.Form], Callable[..., None]]] = {
    "answer": (AnswerForm, services.answer_request),
    "decline": (DeclineForm, services.decline_request),
    "later": (MoreTimeForm, services.ask_more_time),
}


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def asked(request: HttpRequest, secret: str) -> HttpResponse:
    """Opening it changes nothing: scanners of mail open links too."""
    now = timezone.now()
    found = selectors.request_of(secret, now)
    if found is None:
        return _private(render(request, "engagement/asked_ended.html", status=404))
    chosen = request.POST.get("act", "") if request.method == "POST" else ""
    typed = {name: _form(request, name, chosen) for name in ACTS}
    if chosen in ACTS and found.is_waiting:
        form, service = typed[chosen], ACTS[chosen][1]

        def do(data: dict[str, Any]) -> None:
            service(found, now=now, **data)

        if submitted(request, form, do):
            return redirect("engagement:asked", secret)
    words, kind, icon = running(found.more_time_until or found.due_at, now)
    context = {
        "asked": found,
        "said": found.conversation.root.version if found.quotes_message else None,
        "clock": {"words": words, "kind": kind, "icon": icon},
        "forms": typed,
        "form": typed.get(chosen),
        "chosen": chosen,
    }
    status = _status(typed.get(chosen))
    return _private(render(request, "engagement/asked.html", context, status=status))


def _status(form: forms.Form | None) -> int:
    if hasattr(form, "refusal"):
        return 403
    return 422 if form and form.errors else 200


def _form(request: HttpRequest, name: str, chosen: str) -> forms.Form:
    form_class = ACTS[name][0]
    return form_class(request.POST if name == chosen else None, prefix=name)


def _private(response: HttpResponse) -> HttpResponse:
    """The address opens it, so it is kept out of what others gather."""
    response["X-Robots-Tag"] = "noindex"
    return response
