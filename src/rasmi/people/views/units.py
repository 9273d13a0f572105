from functools import partial

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from rasmi.core.http import UserRequest
from rasmi.people import access, selectors, services
from rasmi.people.forms import CloseUnitForm, MoveUnitForm, RenameForm, UnitForm
from rasmi.people.views.keepers import for_keepers
from rasmi.web.forms import Act, act_page


@require_GET
def units(request: UserRequest) -> HttpResponse:
    tree = selectors.unit_tree(timezone.now())
    return render(request, "people/units.html", {"tree": tree})


@require_GET
def unit(request: UserRequest, pk: int) -> HttpResponse:
    found = access.unit(pk)
    now = timezone.now()
    return render(
        request,
        "people/unit.html",
        {
            "unit": found,
            "seats": selectors.seats(now, unit=found),
            "staff": selectors.staff_of(found, now),
            "children": found.children.filter(closed_at=None),
            "past": found.past.select_related("parent"),
        },
    )


@for_keepers
def open_unit(request: UserRequest) -> HttpResponse:
    act = Act(
        title=_("Open a unit"),
        button=_("Open"),
        done=_("The unit is open."),
        back=reverse("people:units"),
    )
    initial = {"parent": request.GET.get("in")}
    return act_page(request, UnitForm, services.open_unit, act, initial=initial)


@for_keepers
def rename_unit(request: UserRequest, pk: int) -> HttpResponse:
    found = access.unit(pk)
    act = Act(
        title=_("Rename «%(unit)s»") % {"unit": found},
        lead=_("The new name holds from now on; the old one stays in the history."),
        button=_("Rename"),
        done=_("The unit has its new name."),
        back=reverse("people:unit", args=[pk]),
    )
    called = {"name_ar": found.name_ar, "name_en": found.name_en}
    service = partial(services.rename_unit, found)
    return act_page(request, RenameForm, service, act, initial=called)


@for_keepers
def move_unit(request: UserRequest, pk: int) -> HttpResponse:
    found = access.unit(pk)
    act = Act(
        title=_("Move «%(unit)s»") % {"unit": found},
        lead=_("Its people, its offices and the units below it move along."),
        button=_("Move"),
        done=_("The unit has moved."),
        back=reverse("people:unit", args=[pk]),
    )
    initial = {"parent": found.parent_id}
    service = partial(services.move_unit, found)
    return act_page(request, MoveUnitForm, service, act, initial=initial)


@for_keepers
def close_unit(request: UserRequest, pk: int) -> HttpResponse:
    found = access.unit(pk)
    act = Act(
        title=_("Close «%(unit)s»") % {"unit": found},
        lead=_("A closed unit stays in history and in the log, and takes nobody in."),
        button=_("Close the unit"),
        done=_("The unit is closed. Its history stays."),
        back=reverse("people:unit", args=[pk]),
        is_danger=True,
    )
    return act_page(request, CloseUnitForm, partial(services.close_unit, found), act)
