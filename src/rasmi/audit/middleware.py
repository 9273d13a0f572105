"""The edge of the pages: what the rules refuse is shown to the person and kept."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from rasmi.audit import services
from rasmi.rules import Refusal
from rasmi.web.refusals import noted, refusal_page


class RefusalsAreKept:
    """
    Write each refusal of a request to the log, after its transaction has rolled back.

    A page that shows the refusal on its own form notes it with `web.refusals.note`; a
    refusal that no page caught is shown here on a page of its own.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for refusal in noted(request):
            self.keep(request, refusal)
        return response

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponse | None:
        if not isinstance(exception, Refusal):
            return None
        self.keep(request, exception)
        return refusal_page(request, exception)

    @staticmethod
    def keep(request: HttpRequest, refusal: Refusal) -> None:
        actor = request.user if request.user.is_authenticated else None
        where = request.resolver_match.view_name if request.resolver_match else ""
        services.record_refusal(
            refusal,
            actor=actor,
            now=timezone.now(),  # noqa: TID251 — this is the edge
            where=where,
        )
