from collections.abc import Callable
from functools import partial, wraps

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from rasmi.core.http import UserRequest
from rasmi.people import access, selectors, services
from rasmi.people.forms import PersonForm, PlaceForm, SearchForm
from rasmi.people.views.keepers import for_keepers
from rasmi.web.forms import Act, act_page, key_in


def _over_the_person(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page of who decides where the person works; others are refused at once."""

    @wraps(view)
    def guarded(request: UserRequest, pk: int) -> HttpResponse:
        found = access.person(pk)
        services.require_over(request.user, found, now=timezone.now())
        return view(request, pk)

    return require_http_methods(["GET", "POST"])(guarded)


@require_GET
def staff(request: UserRequest) -> HttpResponse:
    form = SearchForm(request.GET)
    query = form.cleaned_data["q"].strip() if form.is_valid() else ""
    found = selectors.staff(query, after=key_in(request.GET.get("after", "")))
    return render(
        request,
        "people/staff.html",
        {
            "form": form,
            "query": query,
            "staff": found[: selectors.PAGE],
            "has_more": len(found) > selectors.PAGE,
        },
    )


@require_GET
def person(request: UserRequest, pk: int) -> HttpResponse:
    found = access.person(pk)
    appointments = found.appointments.select_related("office__unit", "acting_for")
    now = timezone.now()
    return render(
        request,
        "people/person.html",
        {
            "person": found,
            "place": selectors.placement_of(found),
            "placements": found.placements.select_related("unit"),
            "appointments": [(each, each.is_in_force(now)) for each in appointments],
            "may_end": selectors.authority_over(request.user, found, now) is not None,
            "has_second_factor": selectors.has_second_factor(found),
        },
    )


@for_keepers
def add_person(request: UserRequest) -> HttpResponse:
    act = Act(
        title=_("Enter a person"),
        lead=_("Whoever is entered may sign in and read. Rights come with an office."),
        button=_("Enter and send the link"),
        done=_("Entered. A link to choose a password is on its way."),
        back=reverse("people:staff"),
    )
    initial = {"unit": request.GET.get("in")}
    return act_page(request, PersonForm, services.add_person, act, initial=initial)


@_over_the_person
def move_person(request: UserRequest, pk: int) -> HttpResponse:
    found = access.person(pk)
    act = Act(
        title=_("Move %(person)s") % {"person": found},
        lead=_("Offices held in the old unit end at once."),
        button=_("Move"),
        done=_("The person has the new place."),
        back=reverse("people:person", args=[pk]),
    )
    return act_page(request, PlaceForm, partial(services.move_person, found), act)


@for_keepers
def reset_factors(request: UserRequest, pk: int) -> HttpResponse:
    found = access.person(pk)
    act = Act(
        title=_("Remove the second factors of %(person)s") % {"person": found},
        lead=_(
            "For who lost the device and the recovery codes. "
            "Make sure on the telephone or face to face that it is the person."
        ),
        button=_("Remove them"),
        done=_("Removed. The person is told by e-mail and adds a new one."),
        back=reverse("people:person", args=[pk]),
        is_danger=True,
    )
    return act_page(request, forms.Form, partial(services.reset_factors, found), act)


@for_keepers
def take_back(request: UserRequest, pk: int) -> HttpResponse:
    found = access.person(pk)
    act = Act(
        title=_("Take %(person)s back") % {"person": found},
        lead=_("For who returns to the ministry. Offices of before do not come back."),
        button=_("Take back and send the link"),
        done=_("Taken back. A link to choose a password is on its way."),
        back=reverse("people:person", args=[pk]),
    )
    return act_page(request, PlaceForm, partial(services.take_back, found), act)


@_over_the_person
def release_person(request: UserRequest, pk: int) -> HttpResponse:
    found = access.person(pk)
    act = Act(
        title=_("Release %(person)s") % {"person": found},
        lead=_(
            "For who leaves the ministry: every sign-in and every office ends at once. "
            "What the person did stays in the log."
        ),
        button=_("Release"),
        done=_("Released: every sign-in and every office has ended."),
        back=reverse("people:person", args=[pk]),
        is_danger=True,
    )
    return act_page(request, forms.Form, partial(services.release_person, found), act)
