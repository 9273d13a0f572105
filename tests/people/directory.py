"""The sign-in as it is where the body's directory is asked."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.test import override_settings

DIRECTED: dict[str, Any] = {
    "AUTHENTICATION_BACKENDS": [
        "rasmi.people.backends.DirectoryBackend",
        *settings.AUTHENTICATION_BACKENDS,
    ],
    "LDAP_URI": "ldaps://directory.ministry.example",
    "LDAP_CA_FILE": __file__,  # there is one
    "LDAP_BASE": "dc=ministry,dc=example",
    "LDAP_BIND_DN": "cn=reader,dc=ministry,dc=example",
    "LDAP_SECRET": "told to us",
    "PASSWORDS_OF": "operators",
}


@contextmanager
def directed_to(uri: str, **given: Any) -> Iterator[None]:
    """The settings as the environment makes them."""
    with override_settings(**(DIRECTED | {"LDAP_URI": uri} | given)):
        yield
