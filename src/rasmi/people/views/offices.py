from functools import partial

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from rasmi.core.http import UserRequest
from rasmi.people import access, services
from rasmi.people.forms import AppointForm, DeputyForm, OfficeForm, PowersForm
from rasmi.people.views.keepers import for_keepers
from rasmi.web.forms import Act, act_page


@require_GET
def office(request: UserRequest, pk: int) -> HttpResponse:
    found = access.office(pk)
    appointments = found.appointments.select_related("holder", "acting_for")
    now = timezone.now()
    return render(
        request,
        "people/office.html",
        {
            "office": found,
            "appointments": [(each, each.is_in_force(now)) for each in appointments],
        },
    )


@for_keepers
def open_office(request: UserRequest, pk: int) -> HttpResponse:
    unit = access.unit(pk)
    act = Act(
        title=_("Open an office in «%(unit)s»") % {"unit": unit},
        lead=_(
            "Powers belong to the office: whoever holds it has them, until it ends."
        ),
        button=_("Open"),
        done=_("The office is open. Appoint somebody to it."),
        back=reverse("people:unit", args=[pk]),
    )
    return act_page(request, OfficeForm, partial(services.open_office, unit), act)


@for_keepers
def set_powers(request: UserRequest, pk: int) -> HttpResponse:
    found = access.office(pk)
    act = Act(
        title=_("Powers of «%(office)s»") % {"office": found},
        lead=_("What changes here changes at once for whoever holds the office."),
        button=_("Save"),
        done=_("The office has its new powers."),
        back=reverse("people:office", args=[pk]),
    )
    initial = {"powers": found.power_list()}
    service = partial(services.set_powers, found)
    return act_page(request, PowersForm, service, act, initial=initial)


@for_keepers
def appoint(request: UserRequest, pk: int) -> HttpResponse:
    found = access.office(pk)
    act = Act(
        title=_("Appoint somebody to «%(office)s»") % {"office": found},
        lead=_("Whoever holds the office today leaves it when the new holder starts."),
        button=_("Appoint"),
        done=_("Appointed. The person is told by e-mail."),
        back=reverse("people:office", args=[pk]),
    )
    initial = {"starts_at": timezone.localdate()}
    service = partial(services.appoint, found)
    return act_page(request, AppointForm, service, act, initial=initial)


@for_keepers
def name_deputy(request: UserRequest, pk: int) -> HttpResponse:
    found = access.office(pk)
    act = Act(
        title=_("Name who acts for the holder of «%(office)s»") % {"office": found},
        lead=_("Both names stand in the log for everything done in this time."),
        button=_("Enter"),
        done=_("Entered. The person is told by e-mail."),
        back=reverse("people:office", args=[pk]),
    )
    initial = {"starts_at": timezone.localdate()}
    service = partial(services.name_deputy, found)
    return act_page(request, DeputyForm, service, act, initial=initial)


@for_keepers
def end_appointment(request: UserRequest, pk: int) -> HttpResponse:
    found = access.appointment(pk)
    act = Act(
        title=_("End: %(appointment)s") % {"appointment": found},
        lead=_("The powers of the office end for this person at once."),
        button=_("End the appointment"),
        done=_("The appointment has ended."),
        back=reverse("people:office", args=[found.office_id]),
        is_danger=True,
    )
    return act_page(request, forms.Form, partial(services.end_appointment, found), act)
