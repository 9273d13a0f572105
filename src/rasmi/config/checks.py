"""Rules between settings: a deployment that is not safe does not start."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, register


@register()
def settings_are_safe(**kwargs: Any) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    for name in ("STAFF_ORIGIN", "PUBLIC_ORIGIN"):
        origin = urlsplit(getattr(settings, name))
        on_loopback = origin.hostname in ("localhost", "127.0.0.1", "::1")
        if origin.scheme != "https" and not on_loopback:
            found.append(
                Error(
                    f"RASMI_{name} is {origin.geturl()}: only the loopback may do "
                    "without https.",
                    hint="Give the https address by which people reach this side.",
                    id="rasmi.E001",
                )
            )
    if settings.STAFF_ORIGIN == settings.PUBLIC_ORIGIN:
        found.append(
            Error(
                "RASMI_STAFF_ORIGIN and RASMI_PUBLIC_ORIGIN are the same address.",
                hint="Staff pages and public pages have addresses of their own.",
                id="rasmi.E002",
            )
        )
    if settings.SIDE not in ("staff", "public", "both"):
        found.append(
            Error(
                f"RASMI_SIDE is {settings.SIDE}: it is staff, public or both.",
                id="rasmi.E003",
            )
        )
    if settings.SMTP_SECURITY not in ("starttls", "tls", "none"):
        found.append(
            Error(
                f"RASMI_SMTP_SECURITY is {settings.SMTP_SECURITY}: it is starttls, tls "
                "or none.",
                hint="An unknown word would send the password in clear.",
                id="rasmi.E004",
            )
        )
    return found
