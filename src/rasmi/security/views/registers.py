from datetime import datetime
from functools import partial

from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods

from rasmi.core.http import UserRequest
from rasmi.files import selectors as files
from rasmi.people.models import Power
from rasmi.people.pages import for_power
from rasmi.people.selectors import units_of_offices
from rasmi.policy import pack
from rasmi.security import access, services
from rasmi.security.forms.registers import (
    CloseForm,
    GapForm,
    InstrumentForm,
    MeasureForm,
    ReadForm,
    SeenForm,
)
from rasmi.security.models import Instrument
from rasmi.security.selectors import registers
from rasmi.web.downloads import kept_file
from rasmi.web.forms import Act, act_page, key_in
from rasmi.web.sheets import Value, xlsx, xlsx_response

PAGE = 50

page = require_http_methods(["GET", "POST"])


@require_GET
def instruments(request: UserRequest) -> HttpResponse:
    now = timezone.now()
    after = key_in(request.GET.get("after", ""))
    found = list(
        registers.instruments().order_by("pk").filter(pk__gt=after)[: PAGE + 1]
    )
    return render(
        request,
        "security/instruments.html",
        {
            "rows": [(each, *_dates(each)) for each in found[:PAGE]],
            "last": found[PAGE - 1].pk if len(found) > PAGE else 0,
            "now": now,
            "security_policy": registers.security_policy(),
        },
    )


@require_GET
def instruments_sheet(request: UserRequest) -> HttpResponse:
    """Each law and policy, and in further rows what each still asks for."""
    head = [
        *(_("Kind"), _("Number"), _("Title"), _("Issued by"), _("Date of issue")),
        *(_("Version"), _("Unit that answers for it"), _("Clauses"), _("Read last")),
        *(_("Next due"), _("What is missing"), _("To be closed by"), _("Closed on")),
    ]
    rows: list[tuple[Value, ...]] = []
    for each in registers.instruments():
        read_at, due = _dates(each)
        facts = (
            each.get_kind_display(),
            each.number,
            each.title,
            each.issuer,
            each.issued_on.isoformat() if each.issued_on else "",
            each.version,
            str(each.owner),
            " ".join(each.clauses),
            read_at,
            due,
        )
        gaps = list(each.gaps.all())
        rows += [(*facts, x.text, x.due_at, x.closed_at) for x in gaps]
        rows += [] if gaps else [(*facts, "", None, None)]
    content = xlsx(_("Laws and policies"), head, rows)
    return xlsx_response(content, name="laws-and-policies")


@require_GET
def instrument(request: UserRequest, pk: int) -> HttpResponse:
    now = timezone.now()
    found = access.instrument(pk)
    read_at, due = _dates(found)
    clauses = pack.current().clauses
    mine = units_of_offices(request.user, now)
    return render(
        request,
        "security/instrument.html",
        {
            "instrument": found,
            "read_at": read_at,
            "due_at": due,
            "is_old": due <= now,
            "clauses_named": [clauses[x] for x in found.clauses if x in clauses],
            "gaps": [
                (gap, gap.is_late(now), _may(request, gap.owner_id, mine))
                for gap in found.gaps.all()
            ],
            "reviews": registers.reviews_of(found)[:PAGE],
            "may_keep": _may(request, found.owner_id, mine),
        },
    )


def _may(request: UserRequest, owner: int, mine: set[int]) -> bool:
    return Power.POLICY in request.powers or owner in mine


@for_power(Power.POLICY)
def enter_instrument(request: UserRequest) -> HttpResponse:
    act = Act(
        title=_("Enter a law or policy"),
        lead=_("Entering it counts as reading it: it is read again within a year."),
        button=_("Enter it"),
        done=_("Entered."),
        back=reverse("security:instruments"),
    )
    return act_page(request, InstrumentForm, services.enter_instrument, act)


@for_power(Power.POLICY)
def change_instrument(request: UserRequest, pk: int) -> HttpResponse:
    found = access.instrument(pk)
    act = Act(
        title=_("Correct «%(title)s»") % {"title": found},
        lead=_("That it was read again is kept elsewhere: this does not count as it."),
        button=_("Correct its data"),
        done=_("Corrected."),
        back=_page(pk),
    )
    names = InstrumentForm.base_fields
    return act_page(
        request,
        InstrumentForm,
        partial(services.change_instrument, found),
        act,
        initial={name: getattr(found, name) for name in names},
    )


@page
def review_instrument(request: UserRequest, pk: int) -> HttpResponse:
    found = access.instrument(pk)
    services.refuse_other_than_keeper(request.user, found.owner, timezone.now())
    act = Act(
        title=_("Read again: %(title)s") % {"title": found},
        lead=_("What is missing here is entered on its page, with an owner and a day."),
        button=_("I have read it"),
        done=_("Kept, with your name and the day."),
        back=_page(pk),
    )
    return act_page(
        request,
        ReadForm,
        partial(services.review_instrument, found),
        act,
        initial={"version": found.version},
    )


@page
def open_gap(request: UserRequest, pk: int) -> HttpResponse:
    found = access.instrument(pk)
    services.refuse_other_than_keeper(request.user, found.owner, timezone.now())
    act = Act(
        title=_("What is missing of «%(title)s»") % {"title": found},
        lead=_("The unit that closes it has it among what is due from it."),
        button=_("Enter it"),
        done=_("Entered."),
        back=_page(pk),
    )
    return act_page(request, GapForm, partial(services.open_gap, found), act)


@page
def close_gap(request: UserRequest, pk: int) -> HttpResponse:
    found = access.gap(pk)
    services.refuse_other_than_keeper(request.user, found.owner, timezone.now())
    act = Act(
        title=_("Close what is missing: %(text)s") % {"text": found.text},
        lead=str(found.instrument),
        button=_("It is closed"),
        done=pgettext("what was missing", "Closed."),
        back=_page(found.instrument_id),
    )
    return act_page(request, CloseForm, partial(services.close_gap, found), act)


@require_GET
def measures(request: UserRequest) -> HttpResponse:
    now = timezone.now()
    after = key_in(request.GET.get("after", ""))
    found = list(access.measures(request).filter(pk__gt=after)[: PAGE + 1])
    return render(
        request,
        "security/measures.html",
        {
            "rows": [(each, registers.seen(each, now)) for each in found[:PAGE]],
            "last": found[PAGE - 1].pk if len(found) > PAGE else 0,
        },
    )


@require_GET
def measure(request: UserRequest, pk: int) -> HttpResponse:
    now = timezone.now()
    found = access.measure(request, pk)
    return render(
        request,
        "security/measure.html",
        {
            "measure": found,
            "seen": registers.seen(found, now),
            "reviews": registers.measure_reviews(found)[:PAGE],
            "may_keep": registers.may_keep(request.user, found.owner, now),
        },
    )


@page
def enter_measure(request: UserRequest) -> HttpResponse:
    access.watched(request)
    act = Act(
        title=_("Enter a protection of data"),
        lead=_("What is done, for which data, against what, and who answers for it."),
        button=_("Enter it"),
        done=_("Entered. Its unit is asked to look whether it is in place."),
        back=reverse("security:measures"),
    )
    return act_page(request, MeasureForm, services.enter_measure, act)


@page
def review_measure(request: UserRequest, pk: int) -> HttpResponse:
    found = access.measure(request, pk)
    services.refuse_other_than_keeper(request.user, found.owner, timezone.now())
    act = Act(
        title=_("Look whether it is in place: %(measure)s") % {"measure": found},
        lead=f"{found.protects} · {found.risk}",
        button=_("Keep what I saw"),
        done=_("Kept, with your name and the day."),
        back=reverse("security:measure", args=[pk]),
    )
    return act_page(request, SeenForm, partial(services.review_measure, found), act)


@require_GET
def measure_file(request: UserRequest, pk: int) -> FileResponse:
    found = access.measure_review(request, pk)
    assert found.original  # noqa: S101 — access lets no other through
    return kept_file(
        files.open_evidence(found.original),
        name=found.file_name,
        media_type=found.original.media_type,
    )


def _dates(each: Instrument) -> tuple[datetime, datetime]:
    """When it was read last, and by when it is read again."""
    read_at = registers.read_at(each)
    return read_at, registers.next_due(read_at)


def _page(pk: int) -> str:
    return reverse("security:instrument", args=[pk])
