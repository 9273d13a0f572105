"""The staff side as it is where an issuer is set."""

import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.test import override_settings
from django.urls import clear_url_caches

from rasmi.config import urls_staff
from rasmi.people import urls_signin


@contextmanager
def provided_by(issuer: str, **settings: Any) -> Iterator[None]:
    """The settings as the environment makes them, and the pages that come of them."""
    given = {"OIDC_ISSUER": issuer, "OIDC_CLIENT_ID": "rasmi", "OIDC_SECRET": "s" * 20}
    try:
        with override_settings(**(given | settings)):
            _read_urls()
            yield
    finally:
        _read_urls()


def _read_urls() -> None:
    importlib.reload(urls_signin)
    importlib.reload(urls_staff)
    clear_url_caches()
