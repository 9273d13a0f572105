from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from rasmi.core import sweeps
from rasmi.web import navigation, taste


def shell(request: HttpRequest) -> dict[str, Any]:
    """What the layout of every page shows."""
    chosen = taste.current.get()
    return {
        "taste": chosen,
        "theme": "" if chosen.theme == "system" else chosen.theme,
        # Lazy: pages without the shell pay for neither.
        "sections": SimpleLazyObject(lambda: navigation.sections(request)),
        "worker": SimpleLazyObject(lambda: sweeps.health(timezone.now())),  # noqa: TID251 — the edge of a page
        "public_origin": settings.PUBLIC_ORIGIN,
        "staff_origin": settings.STAFF_ORIGIN,
    }
