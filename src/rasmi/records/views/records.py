from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from rasmi.audit import pages
from rasmi.core.http import UserRequest
from rasmi.people.models import Power
from rasmi.records import access, selectors, services
from rasmi.records.classes import CLASSES, class_of
from rasmi.records.forms import ReasonForm
from rasmi.web.forms import Act, form_page, key_in, submitted

PAGE = 30


@require_GET
@access.with_reason
def records(request: UserRequest) -> HttpResponse:
    access.require_reader(request)
    chosen = request.GET.get("class", "")
    found = selectors.records(chosen)
    before = key_in(request.GET.get("before", ""))
    if before:
        found = found.filter(pk__lt=before)
    page = list(found[: PAGE + 1])
    held = selectors.holds_over(page[:PAGE], timezone.now())
    return render(
        request,
        "records/records.html",
        {
            "lines": [(each, held.get(each.pk)) for each in page[:PAGE]],
            "older": page[PAGE - 1].pk if len(page) > PAGE else None,
            "classes": [each for each in CLASSES.values() if each.subjects],
            "chosen": chosen,
        },
    )


@require_GET
@access.with_reason
def record(request: UserRequest, pk: int) -> HttpResponse:
    found = access.record(request, pk)
    of = class_of(found.subject_type)
    now = timezone.now()
    return render(
        request,
        "records/record.html",
        {
            "record": found,
            "class": of,
            "ruling": selectors.ruling(of.key, now) if of else None,
            "parts": selectors.parts(found),
            "releases": selectors.releases().filter(record=found),
            "holds": selectors.holds_over([found], now).get(pk),
        },
    )


@require_http_methods(["GET", "POST"])
def open_with_reason(request: UserRequest) -> HttpResponse:
    """An auditor says why, and reads on for a working day."""
    access.require_reader(request)
    now = timezone.now()
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if submitted(
        request,
        form,
        lambda typed: services.open_records_with_reason(
            request.user,
            now=now,
            acting_for=request.acting_for.get(Power.AUDIT),
            **typed,
        ),
    ):
        pages.remember(request, access.OPENED, now)
        home = reverse("records:records")
        return redirect(pages.onward(request, home, else_to=home))
    act = Act(
        title=_("Open the records"),
        lead=_(
            "An auditor reads what was kept with a reason, and the reason is kept in "
            "the log. The records then stay open to you for eight hours."
        ),
        button=_("Open"),
        done="",
        back=reverse("records:classes"),
    )
    return form_page(request, act.template, form, {"act": act})
