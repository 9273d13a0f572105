from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.urls import set_urlconf


class SideByHost:
    """
    Serve public and staff pages apart: by process, or by host where one serves both.

    Only the exact addresses of the two sides are answered. A host with another port
    would count as another site for limits on guessing and for links in mails.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        address = normalized(request.get_host(), secure=settings.ON_HTTPS)
        if address in settings.STAFF_ADDRESSES and settings.SIDE != "public":
            return self.get_response(request)
        if address in settings.PUBLIC_ADDRESSES and settings.SIDE != "staff":
            request.urlconf = settings.PUBLIC_URLCONF
            set_urlconf(settings.PUBLIC_URLCONF)
            return self.get_response(request)
        return HttpResponseBadRequest("This address is not served here.\n")


def normalized(host: str, *, secure: bool) -> str:
    """A host and port as the settings write them: small letters, no default port."""
    name, colon, port = host.lower().rpartition(":")
    if not colon or not port.isdecimal():
        return host.lower().rstrip(".")
    standard = "443" if secure else "80"
    name = name.rstrip(".")
    return name if port == standard else f"{name}:{port}"
