from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from rasmi.web.navigation import SECTIONS

# Every page that opens without a sign-in, on either side.
PUBLIC_PAGES = {
    "account_inactive",
    "account_login",
    "account_logout",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_signup",  # leads nowhere
    "account_email",  # leads nowhere
    "engagement:asked",  # with the secret of its link
    "policy:read",  # with the secret of its link
    "demo:sign_in",  # 404 outside a demonstration
    "healthz",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "people:set_up",  # with the one-time secret
    "portal:account",
    "portal:accounts",
    "portal:appeal",
    "portal:appeal_of",
    "portal:appeal_sent",
    "portal:check",
    "portal:copyright",
    "portal:data",
    "portal:data_csv",
    "portal:data_json",
    "portal:feed",
    "portal:follow_appeal",
    "portal:home",
    "portal:moderation",
    "portal:outcome",
    "portal:outcomes",
    "portal:policy",
    "portal:report",
    "portal:reported",
    "portal:rules",
    "portal:verify",
    "web:favicon",
    "web:taste",
}


def patterns(
    resolver: URLResolver, prefix: str = ""
) -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            space = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from patterns(pattern, prefix + space)
        else:
            yield prefix + (pattern.name or str(pattern.pattern)), pattern


def pages(urlconf: str) -> dict[str, URLPattern]:
    return dict(patterns(get_resolver(urlconf)))


def opens_to_everybody(pattern: URLPattern) -> bool:
    # As LoginRequiredMiddleware reads it.
    return not getattr(pattern.callback, "login_required", True)


def test_only_the_listed_pages_are_public() -> None:
    found = {
        name
        for side in ("rasmi.config.urls_staff", "rasmi.config.urls_public")
        for name, pattern in pages(side).items()
        if opens_to_everybody(pattern)
    }

    assert found == PUBLIC_PAGES


def test_the_public_side_has_no_staff_page() -> None:
    closed = [
        name
        for name, pattern in pages("rasmi.config.urls_public").items()
        if not opens_to_everybody(pattern)
    ]

    assert closed == []


def test_every_address_in_the_navigation_resolves() -> None:
    for section in SECTIONS:
        for page in section.pages:
            assert reverse(page.url_name)
