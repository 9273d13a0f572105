from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from rasmi.core.http import UserRequest
from rasmi.delegations import access, selectors
from rasmi.people import selectors as people

PAGE = 50


@require_GET
def ending(request: UserRequest) -> HttpResponse:
    """What ends next, and how much would be held by it."""
    now = timezone.now()
    found = list(selectors.ending(now)[:PAGE])
    held = selectors.held_at_midnight(found)
    mine = people.units_of_offices(request.user, now)
    lines = [(each, held[each.pk], each.channel.owner_id in mine) for each in found]
    return render(request, "delegations/ending.html", {"lines": lines})


@require_GET
def midnight(request: UserRequest, pk: int) -> HttpResponse:
    """What would be held when one delegation ends."""
    now = timezone.now()
    found = access.delegation(pk)
    renewed = selectors.is_renewed(found)
    return render(
        request,
        "delegations/midnight.html",
        {
            "delegation": found,
            "state": selectors.state(found, now),
            "held": [] if renewed else selectors.held_at_midnight([found])[pk],
            "is_renewed": renewed,
            "is_owner": selectors.may_name(request.user, found.channel.owner, now),
        },
    )
