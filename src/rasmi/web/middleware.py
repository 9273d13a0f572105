from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from rasmi.web import taste

NUL = "%00"


class PersonalTaste:
    """
    Arabic first: English only for a reader who chose it, or an address under /en/.

    Django's own middleware would follow the browser's language, and most browsers on
    office computers say English whoever sits before them.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = taste.taste_of(request)
        taste.current.set(chosen)
        translation.activate(self.language(request, chosen))
        request.LANGUAGE_CODE = translation.get_language()
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", translation.get_language())
        patch_vary_headers(response, ("Cookie",))
        return response

    @staticmethod
    def language(request: HttpRequest, chosen: taste.Taste) -> str:
        if getattr(request, "urlconf", None) == settings.PUBLIC_URLCONF:
            return "en" if request.path_info.startswith("/en/") else "ar"
        return chosen.language


class NothingUnsayable:
    """Drop NUL from a query: nobody types one, and PostgreSQL holds no such text."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        while NUL in query:
            query = query.replace(NUL, "")
        request.META["QUERY_STRING"] = query
        return self.get_response(request)
