"""Rules between settings: a deployment that is not safe does not start."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from rasmi.people import directory


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
    return [*found, *_provider(), *_directory()]


def _provider() -> list[CheckMessage]:
    """Whether the sign-in of the body can be asked, if it is set."""
    found: list[CheckMessage] = []
    issuer = urlsplit(settings.OIDC_ISSUER)
    on_loopback = issuer.hostname in ("localhost", "127.0.0.1", "::1")
    if settings.OIDC_ISSUER and issuer.scheme != "https" and not on_loopback:
        found.append(
            Error(
                f"RASMI_OIDC_ISSUER is {settings.OIDC_ISSUER}: only the loopback may "
                "do without https.",
                id="rasmi.E005",
            )
        )
    if settings.OIDC_ISSUER and not (settings.OIDC_CLIENT_ID and settings.OIDC_SECRET):
        found.append(
            Error(
                "RASMI_OIDC_ISSUER needs RASMI_OIDC_CLIENT_ID and "
                "RASMI_OIDC_SECRET_FILE.",
                id="rasmi.E006",
            )
        )
    if settings.PASSWORDS_OF not in ("everybody", "operators"):
        found.append(
            Error(
                f"RASMI_PASSWORDS_OF is {settings.PASSWORDS_OF}: it is everybody or "
                "operators.",
                id="rasmi.E007",
            )
        )
    elsewhere = settings.OIDC_ISSUER or settings.LDAP_URI
    if settings.PASSWORDS_OF == "operators" and not elsewhere:
        found.append(
            Error(
                "RASMI_PASSWORDS_OF is operators, and neither RASMI_OIDC_ISSUER nor "
                "RASMI_LDAP_URI is set: hardly anybody could sign in.",
                id="rasmi.E008",
            )
        )
    return found


def _directory() -> list[CheckMessage]:
    """Whether the directory of the body can be asked, if it is set."""
    if not directory.is_set():
        return []
    found: list[CheckMessage] = []
    servers = [urlsplit(each) for each in settings.LDAP_URI.split()]
    schemes = {each.scheme for each in servers}
    if schemes not in ({"ldaps"}, {"ldap"}) or not all(x.hostname for x in servers):
        found.append(
            Error(
                f"RASMI_LDAP_URI is {settings.LDAP_URI}: it is ldaps://…, or ldap://… "
                "where the directory knows StartTLS; of several, all alike.",
                hint="Without TLS no password is sent.",
                id="rasmi.E009",
            )
        )
    if not (settings.LDAP_BASE and settings.LDAP_BIND_DN and settings.LDAP_SECRET):
        found.append(
            Error(
                "RASMI_LDAP_URI needs RASMI_LDAP_BASE, RASMI_LDAP_BIND_DN and "
                "RASMI_LDAP_PASSWORD_FILE.",
                id="rasmi.E010",
            )
        )
    if not Path(settings.LDAP_CA_FILE).is_file():
        found.append(
            Error(
                f"RASMI_LDAP_CA_FILE is {settings.LDAP_CA_FILE}: no such file.",
                hint="Name the certificates by which that of the directory is proven.",
                id="rasmi.E011",
            )
        )
    if not directory.is_possible():
        found.append(
            Error(
                "RASMI_LDAP_URI is set, and python-ldap is not installed.",
                hint=directory.NEEDED,
                id="rasmi.E012",
            )
        )
    return found
