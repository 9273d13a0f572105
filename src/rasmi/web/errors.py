from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "web/forbidden.html", status=403)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "web/csrf.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "web/not_found.html", status=404)


def failed(request: HttpRequest) -> HttpResponse:
    # Nothing here may need the database: it may be what has failed.
    return HttpResponse(render_to_string("web/failed.html"), status=500)
