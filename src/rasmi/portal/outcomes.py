"""You said, we did: what came of contributions, for everybody."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from rasmi.participation import selectors
from rasmi.participation.models import Outcome

PAGE = 20


@login_not_required
@require_safe
def outcomes(request: HttpRequest) -> HttpResponse:
    chosen = request.GET.get("decision", "")
    found = selectors.published()
    if chosen in Outcome.Decision.values:
        found = found.filter(decision=chosen)
    figures = selectors.figures()
    return render(
        request,
        "portal/outcomes.html",
        {
            "shown": Paginator(found, PAGE).get_page(request.GET.get("page")),
            "figures": figures,
            "counted": sum(each.number for each in figures),
            "choices": [(each, each.value == chosen) for each in figures],
            "chosen": chosen if chosen in Outcome.Decision.values else "",
        },
    )


@login_not_required
@require_safe
def outcome(request: HttpRequest, pk: int) -> HttpResponse:
    found = selectors.published().filter(pk=pk).first()
    if found is None:
        newer = selectors.successor(pk)
        if newer is None:
            raise Http404
        return redirect("portal:outcome", newer.pk)
    return render(request, "portal/outcome.html", {"outcome": found})
