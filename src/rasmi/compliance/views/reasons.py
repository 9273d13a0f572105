"""The reason of an auditor: asked for once, before what was found is shown."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rasmi.compliance import services
from rasmi.compliance.forms import ReasonForm
from rasmi.core.http import UserRequest
from rasmi.people.models import Power
from rasmi.web.forms import Act, form_page, submitted

OPENED = "compliance_opened_at"
READING_LASTS = timedelta(hours=8)  # a working day, as for the audit log

View = Callable[..., HttpResponse]


def with_reason(view: View) -> View:
    """Have who reads as an auditor alone say why, before the page is shown."""

    @wraps(view)
    def asked(request: UserRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        now = timezone.now()
        reads_by = request.powers & services.MAY_READ
        if reads_by == {Power.AUDIT} and not _is_open(request, now):
            query = urlencode({"next": request.get_full_path()})
            return redirect(f"{reverse('compliance:open')}?{query}")
        return view(request, *args, **kwargs)

    return asked


def _is_open(request: UserRequest, now: datetime) -> bool:
    opened = request.session.get(OPENED, "")
    return opened != "" and now - datetime.fromisoformat(opened) < READING_LASTS


def _remember(request: UserRequest, now: datetime) -> None:
    """That a reason was given: the pages stay open for a working day."""
    request.session[OPENED] = now.isoformat()


def _onward(request: UserRequest) -> str:
    """Where the reader wanted to go; only within these pages."""
    asked = request.GET.get("next", "")
    overview = reverse("compliance:overview")
    return asked if asked.startswith(overview) else reverse("compliance:findings")


@require_http_methods(["GET", "POST"])
def open_with_reason(request: UserRequest) -> HttpResponse:
    """An auditor says why, and reads on for a working day."""
    now = timezone.now()
    services.refuse_strangers(request.user, now=now)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    onward = _onward(request)
    if submitted(
        request,
        form,
        lambda typed: services.open_findings_with_reason(
            request.user,
            now=now,
            acting_for=request.acting_for.get(Power.AUDIT),
            **typed,
        ),
    ):
        _remember(request, now)
        return redirect(onward)
    act = Act(
        title=_("Open what the controls found"),
        lead=_(
            "An auditor reads findings, reports and counts with a reason, and the "
            "reason is kept in the log. They then stay open to you for eight hours."
        ),
        button=_("Open"),
        done="",
        back=reverse("compliance:overview"),
    )
    return form_page(request, act.template, form, {"act": act})
