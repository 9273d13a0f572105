from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from rasmi.people import directory, oidc, selectors


def body(request: HttpRequest) -> dict[str, Any]:
    """Whom this installation serves; lazy, so that an error page needs no database."""
    return {
        "body": SimpleLazyObject(lambda: selectors.installation() or ""),
        "has_provider": oidc.is_set(),
        "has_directory": directory.is_set(),
        "passwords_of_few": settings.PASSWORDS_OF == "operators",
    }
