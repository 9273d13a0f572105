"""How a refusal reaches the person: on its form, or on a page of its own."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from rasmi.rules import Refusal

_NOTED = "_refusals"


def note(request: HttpRequest, refusal: Refusal) -> None:
    """Say that a page shows this refusal itself; the edge keeps it as evidence."""
    setattr(request, _NOTED, [*noted(request), refusal])


def noted(request: HttpRequest) -> list[Refusal]:
    return list(getattr(request, _NOTED, []))


def refusal_page(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    return render(request, "web/refused.html", {"refusal": refusal}, status=403)
