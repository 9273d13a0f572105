from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from rasmi.channels import access, lists, selectors, services
from rasmi.channels.forms import ImportForm
from rasmi.channels.models import Channel
from rasmi.channels.selectors import disclaimers
from rasmi.core.http import UserRequest
from rasmi.people import selectors as people
from rasmi.people.models import Power
from rasmi.people.pages import for_power
from rasmi.platforms.registry import CONNECTABLE
from rasmi.web.forms import Act, act_page

# Who sees how every account is connected, beside the units that own them.
KEEPERS = {Power.SECRETS, Power.AUDIT}
BOM = "\ufeff"  # without it, Excel reads a CSV in the code page of the machine


@require_GET
def register(request: UserRequest) -> HttpResponse:
    now = timezone.now()
    channels = list(selectors.channels().order_by("state", "name_ar"))
    waiting = (Channel.State.PROPOSED, Channel.State.IN_USE)
    return render(
        request,
        "channels/register.html",
        {
            "active": [each for each in channels if each.is_active],
            "waiting": [each for each in channels if each.state in waiting],
            "over": [each for each in channels if each.is_over],
            "consultees": selectors.consulted_places(),
            "may_propose": bool(people.units_of_offices(request.user, now))
            or Power.REGISTER in request.powers,
        },
    )


@require_GET
def channel(request: UserRequest, pk: int) -> HttpResponse:
    now = timezone.now()
    found = access.channel(pk)
    mine = people.units_of_offices(request.user, now)
    asked = selectors.consultations(found, now)
    steps = selectors.steps(found, now) if found.waits_for_decision else []
    return render(
        request,
        "channels/channel.html",
        {
            "channel": found,
            "proposal": found.proposal,
            "steps": steps,
            "current_step": next((each for each in steps if not each.is_done), None),
            "consultations": asked,
            "my_places": [
                each.place
                for each in asked
                if each.consultee and each.consultee.unit_id in mine
            ],
            "procedure": selectors.procedure(found),
            "opening": getattr(found, "opening", None),
            "closing": getattr(found, "closing", None),
            "transition": found.transition_at(now),
            "badge": found.badge,
            "reviews": found.reviews.select_related("unit", "reviewed_by")[:3],
            "settings_due": selectors.settings_due(found, now),
            "final_approver": next(iter(selectors.final_approvers([found])), None),
            "confirmation": found.confirmations.select_related("confirmed_by").first(),
            "confirmation_due": selectors.confirmation_due(found, now),
            "notice_page": disclaimers.page(found, now)
            if found.is_active or found.is_in_use
            else None,
            "shows_connection": found.platform in CONNECTABLE
            and (found.owner_id in mine or bool(KEEPERS & request.powers)),
            "is_owner": selectors.may_propose(request.user, found.owner, now),
        },
    )


@for_power(Power.REGISTER)
def import_accounts(request: UserRequest) -> HttpResponse:
    act = Act(
        title=_("Enter accounts that are in use already"),
        lead=_(
            "They enter the register as «in use, decision outstanding», and the "
            "finding stays open until each is decided. If one row is wrong, none is "
            "entered."
        ),
        button=_("Enter them"),
        done=_("Entered. Each account now asks for what is missing."),
        back=reverse("channels:register"),
        template="channels/import.html",
    )
    return act_page(request, ImportForm, services.import_accounts, act)


@require_GET
def import_form(request: UserRequest) -> HttpResponse:
    """An empty list with the right headings, to be filled in."""
    headings = ",".join(known[-1] for known in lists.HEADINGS.values())
    response = HttpResponse(f"{BOM}{headings}\r\n", content_type="text/csv")
    response.headers["Content-Disposition"] = 'attachment; filename="accounts.csv"'
    return response
