from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import set_urlconf


class SideByHost:
    """
    Serve public and staff pages apart: by process, or by host where one serves both.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if self.is_public(request):
            request.urlconf = settings.PUBLIC_URLCONF
            set_urlconf(settings.PUBLIC_URLCONF)
        return self.get_response(request)

    @staticmethod
    def is_public(request: HttpRequest) -> bool:
        if settings.SIDE != "both":
            return bool(settings.SIDE == "public")
        origin = f"{request.scheme}://{request.get_host()}"
        return bool(origin == settings.PUBLIC_ORIGIN)
