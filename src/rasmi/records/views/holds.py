from functools import partial
from itertools import islice
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
)

from rasmi.channels.models import Channel
from rasmi.core.http import UserRequest
from rasmi.people.models import Power
from rasmi.people.pages import for_power
from rasmi.records import access, selectors, services
from rasmi.records.forms import HoldAccountForm, HoldForm, LiftForm
from rasmi.web.forms import Act, act_page, key_in
from rasmi.web.sheets import xlsx, xlsx_response

PAGE = 30
MOST_ROWS = 10_000  # of a sheet


@require_GET
@access.with_reason
def holds(request: UserRequest) -> HttpResponse:
    access.require_reader(request, access.SECONDS | access.READERS)
    found = selectors.holds()
    before = key_in(request.GET.get("before", ""))
    if before:
        found = found.filter(pk__lt=before)
    page = list(found[: PAGE + 1])
    return render(
        request,
        "records/holds.html",
        {
            "holds": page[:PAGE],
            "older": page[PAGE - 1].pk if len(page) > PAGE else None,
        },
    )


@require_GET
@access.with_reason
def holds_sheet(request: UserRequest) -> HttpResponse:
    """What is held, for whoever destroys anything outside Rasmi."""
    access.require_reader(request, access.SECONDS | access.READERS)
    head = [
        _("Under hold"),
        _("Asked for by"),
        _("Letter or decision"),
        _("Reason"),
        _("Since"),
        _("Placed by"),
        _("Lifted on"),
        _("Lifted by"),
    ]
    rows = (
        (
            str(each.channel or each.record),
            each.asked_by,
            each.reference,
            each.reason,
            each.placed_at,
            str(each.placed_by),
            each.lifted_at,
            str(each.lifted_by or ""),
        )
        for each in islice(selectors.holds().iterator(chunk_size=500), MOST_ROWS)
    )
    return xlsx_response(xlsx(_("Legal holds"), head, rows), name="holds")


@require_GET
@access.with_reason
def hold(request: UserRequest, pk: int) -> HttpResponse:
    found = access.hold(request, pk, may_only_read=True)
    may_lift = access.SECONDS & request.powers and found.placed_by_id != request.user.pk
    context = {"hold": found, "may_lift": may_lift}
    return render(request, "records/hold.html", context)


@require_POST
def hold_goes_on(request: UserRequest, pk: int) -> HttpResponse:
    found = access.hold(request, pk)
    services.look_at_hold(found, by=request.user, now=timezone.now())
    messages.success(request, _("Kept: the hold goes on."))
    return redirect("records:hold", pk)


@for_power(Power.POLICY)
def hold_record(request: UserRequest, pk: int) -> HttpResponse:
    found = access.record(request, pk)
    act = _placing(
        _("Put this record under hold"), reverse("records:record", args=[pk])
    )
    return act_page(request, HoldForm, partial(services.place_hold, found), act)


@for_power(Power.POLICY)
def hold_account(request: UserRequest) -> HttpResponse:
    act = _placing(_("Put an account under hold"), reverse("records:holds"))

    def place(*, channel: Channel, **typed: Any) -> None:
        services.place_hold(channel, **typed)

    return act_page(request, HoldAccountForm, place, act)


def _placing(title: str, back: str) -> Act:
    return Act(
        title=title,
        lead=_(
            "What is held is kept whatever its years, until a second person lifts the "
            "hold. No time ends it."
        ),
        button=_("Put under hold"),
        done=_("Under hold from now on."),
        back=back,
    )


@require_http_methods(["GET", "POST"])
def lift_hold(request: UserRequest, pk: int) -> HttpResponse:
    found = access.hold(request, pk)
    act = Act(
        title=_("Lift the hold %(reference)s") % {"reference": found},
        lead=_("From then on the years of its class hold again."),
        button=_("Lift it"),
        done=_("Lifted."),
        back=reverse("records:holds"),
        is_danger=True,
    )
    return act_page(request, LiftForm, partial(services.lift_hold, found), act)
