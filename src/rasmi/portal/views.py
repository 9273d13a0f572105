from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/home.html")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "portal/not_found.html", status=404)


def failed(request: HttpRequest) -> HttpResponse:
    # Nothing here may need the database: it may be what has failed.
    return HttpResponse(render_to_string("portal/failed.html"), status=500)
