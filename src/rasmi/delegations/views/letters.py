from io import BytesIO

import segno
from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_GET, require_POST

from rasmi.core.http import UserRequest
from rasmi.delegations import access, selectors, services
from rasmi.delegations.models import DelegationLetter
from rasmi.web.paper import pdf_response


@require_POST
def issue_letter(request: UserRequest, pk: int) -> HttpResponse:
    found = access.delegation(pk)
    services.issue_letter(found, by=request.user, now=timezone.now())
    return redirect("delegations:issued_letter", pk)


@require_GET
def issued_letter(request: UserRequest, pk: int) -> HttpResponse:
    return render(request, "delegations/issued.html", _shown(request, pk))


@require_GET
def issued_letter_on_paper(request: UserRequest, pk: int) -> HttpResponse:
    with translation.override("ar"):
        return pdf_response(
            request,
            "delegations/issued_paper.html",
            _shown(request, pk),
            name=f"delegation-{pk}",
        )


def _shown(request: UserRequest, pk: int) -> dict[str, object]:
    delegation = access.delegation(pk)
    letter = DelegationLetter.objects.filter(delegation=delegation).first()
    now = timezone.now()
    if letter is None or not services.may_have_letter(delegation, request.user, now):
        raise Http404
    address = f"{settings.PUBLIC_ORIGIN}/verify/{letter.grouped}/"
    return {
        "delegation": delegation,
        "letter": letter,
        "address": address,
        "square": _square(address),
        "state": selectors.state(delegation, timezone.now()),
    }


def _square(address: str) -> SafeString:
    """The address as a square code that telephones read."""
    out = BytesIO()
    segno.make(address, error="m").save(
        out,
        kind="svg",
        light="#fff",
        scale=3,
        border=2,
        xmldecl=False,
        svgns=True,
        nl=False,
    )
    # Drawn by the library from an address of our own, never from a person.
    return mark_safe(out.getvalue().decode())  # noqa: S308
