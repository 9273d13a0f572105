"""The reason of an auditor: asked for once, before what was found is shown."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rasmi.audit import pages
from rasmi.compliance import services
from rasmi.compliance.forms import ReasonForm
from rasmi.core.http import UserRequest
from rasmi.people.models import Power
from rasmi.web.forms import Act, form_page, submitted

OPENED = "compliance_opened_at"

with_reason = pages.with_reason(
    OPENED, "compliance:open", others=services.MAY_READ - {Power.AUDIT}
)


@require_http_methods(["GET", "POST"])
def open_with_reason(request: UserRequest) -> HttpResponse:
    """An auditor says why, and reads on for a working day."""
    now = timezone.now()
    services.refuse_strangers(request.user, now=now)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    overview = reverse("compliance:overview")
    onward = pages.onward(request, overview, else_to=reverse("compliance:findings"))
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
        pages.remember(request, OPENED, now)
        return redirect(onward)
    act = Act(
        title=_("Open what the controls found"),
        lead=_(
            "An auditor reads findings, reports and counts with a reason, and the "
            "reason is kept in the log. They then stay open to you for eight hours."
        ),
        button=_("Open"),
        done="",
        back=overview,
    )
    return form_page(request, act.template, form, {"act": act})
