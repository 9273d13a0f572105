from functools import partial
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
)

from rasmi.compliance import access, selectors, services
from rasmi.compliance.forms import (
    CloseForm,
    FollowForm,
    ShareForm,
    StepForm,
    ViolationForm,
)
from rasmi.compliance.selectors.violations import PAGE
from rasmi.core.http import UserRequest
from rasmi.files import selectors as files
from rasmi.web.downloads import kept_file
from rasmi.web.forms import Act, act_page, form_page, is_valid, key_in, submitted


@require_GET
def violations(request: UserRequest) -> HttpResponse:
    return render(request, "compliance/violations.html", _listed(request))


def _listed(request: UserRequest) -> dict[str, Any]:
    now = timezone.now()
    found = selectors.handled_by(request.user, now)
    before = key_in(request.GET.get("before", ""))
    if before:
        found = found.filter(pk__lt=before)
    page = list(found[: PAGE + 1])
    return {
        "form": FollowForm(),
        "mine": selectors.reported_by(request.user),
        "handled": page[:PAGE],
        "older": page[PAGE - 1].pk if len(page) > PAGE else None,
        "is_handler": bool(selectors.routes_of(request.user, now)) or bool(page),
    }


@never_cache
@require_http_methods(["GET", "POST"])
def report_violation(request: UserRequest) -> HttpResponse:
    form = ViolationForm(
        request.POST if request.method == "POST" else None, request.FILES or None
    )
    codes: list[str] = []

    def report(typed: dict[str, Any]) -> None:
        now = timezone.now()
        codes.append(services.report_violation(by=request.user, now=now, **typed))

    # Not noted: an entry of who was refused would tell who reports a minute later
    # without a name.
    if submitted(request, form, report, is_noted=False):
        # The code is shown on this page alone: no session keeps who received it.
        return render(request, "compliance/receipt.html", {"code": codes[0]})
    act = Act(
        title=_("Report a violation"),
        lead=_("Read by those who handle it alone. You are told its status."),
        button=_("Report it"),
        done="",
        back=reverse("compliance:violations"),
    )
    return form_page(request, act.template, form, {"act": act})


@never_cache
@require_POST
def follow(request: UserRequest) -> HttpResponse:
    form = FollowForm(request.POST)
    found = None
    if is_valid(form):
        found = selectors.by_code(form.cleaned_data["code"])
        if found is None:
            form.add_error("code", _("No report has this code."))
    context = {**_listed(request), "form": form, "followed": found}
    status = 200 if found else 422
    return render(request, "compliance/violations.html", context, status=status)


@require_GET
def violation(request: UserRequest, pk: int) -> HttpResponse:
    now = timezone.now()
    found = access.violation(request, pk, now)
    return render(
        request,
        "compliance/violation.html",
        {
            "violation": found,
            "steps": found.steps.select_related("by"),
            "may_decide": found.route in selectors.routes_of(request.user, now),
        },
    )


@require_GET
def evidence(request: UserRequest, pk: int) -> FileResponse:
    found = access.violation(request, pk, timezone.now())
    if found.evidence is None:
        raise Http404
    return kept_file(
        files.open_evidence(found.evidence),
        name=found.file_name,
        media_type=found.evidence.media_type,
    )


@require_POST
def take(request: UserRequest, pk: int) -> HttpResponse:
    now = timezone.now()
    found = access.violation(request, pk, now)
    services.take_violation(found, by=request.user, now=now)
    messages.success(request, _("In hand. Whoever reported it sees that."))
    return redirect("compliance:violation", pk)


@require_http_methods(["GET", "POST"])
def note(request: UserRequest, pk: int) -> HttpResponse:
    found = access.violation(request, pk, timezone.now())
    act = Act(
        title=_("Note a step"),
        button=_("Note it"),
        done=_("Noted."),
        back=reverse("compliance:violation", args=[pk]),
    )
    return act_page(request, StepForm, partial(services.note_step, found), act)


@require_http_methods(["GET", "POST"])
def share(request: UserRequest, pk: int) -> HttpResponse:
    found = access.violation(request, pk, timezone.now())
    act = Act(
        title=_("Ask for legal advice"),
        lead=_("One person of the legal department reads this case and notes steps."),
        button=_("Let them read it"),
        done=_("Done. The adviser finds the case under violations."),
        back=reverse("compliance:violation", args=[pk]),
    )
    return act_page(request, ShareForm, partial(services.share_violation, found), act)


@require_http_methods(["GET", "POST"])
def close(request: UserRequest, pk: int) -> HttpResponse:
    found = access.violation(request, pk, timezone.now())
    act = Act(
        title=_("Close the case"),
        lead=_("Whoever reported it sees that it is closed, and no more."),
        button=_("Close it"),
        done=_("Closed."),
        back=reverse("compliance:violation", args=[pk]),
        is_danger=True,
    )
    return act_page(request, CloseForm, partial(services.close_violation, found), act)


@require_GET
def grievance(request: UserRequest) -> HttpResponse:
    return render(request, "compliance/grievance.html")
