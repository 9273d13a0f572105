from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from rasmi.people import selectors


def body(request: HttpRequest) -> dict[str, Any]:
    """Whom this installation serves; lazy, so that an error page needs no database."""
    return {"body": SimpleLazyObject(lambda: selectors.installation() or "")}
