"""Signing in with the body's own account; these pages exist where an issuer is set."""

from allauth.account.utils import get_next_redirect_url, perform_login
from allauth.core.internal import ratelimit  # the open one never counts a GET
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from rasmi.people import oidc, services, signin_audit
from rasmi.people.vouching import SENTENCES, Failed, Why

BEGUN = "provider_sign_in"  # in the session
STATUS = {Why.AWAY: 503, Why.LIMITED: 429}  # else 403


@login_not_required
@never_cache
@require_POST
def begin_at_provider(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect(settings.LOGIN_REDIRECT_URL)
    if _is_limited(request):
        return _nobody(request, Failed(Why.LIMITED))
    try:
        place, kept = oidc.begin(_answer_url(), timezone.now())
    except Failed as failed:
        return _nobody(request, failed)
    request.session[BEGUN] = {**kept, "next": _next(request)}
    return redirect(place)


@login_not_required
@never_cache
@require_GET
def provider_answer(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect(settings.LOGIN_REDIRECT_URL)
    if _is_limited(request):
        return _nobody(request, Failed(Why.LIMITED))
    kept, now = request.session.pop(BEGUN, {}), timezone.now()
    try:
        claims = oidc.finish(kept, request.GET.dict(), _answer_url(), now)
        person = services.admit(claims, now=now)
    except Failed as failed:
        return _nobody(request, failed)
    place = resolve_url(kept["next"] or settings.LOGIN_REDIRECT_URL)
    if oidc.vouches_for_factor(claims):
        services.begin_vouched_session(request, person)
        return redirect(place)
    # Whoever has a second factor here is asked for it, as after a password.
    answer: HttpResponse = perform_login(
        request,
        person,
        email_verification=settings.ACCOUNT_EMAIL_VERIFICATION,
        redirect_url=place,
    )
    return answer


def _nobody(request: HttpRequest, failed: Failed) -> HttpResponse:
    # Anybody can come here, and what is limited does not fill the log.
    if failed.why != Why.LIMITED:
        signin_audit.provider_sign_in_failed(failed)
    sentence = SENTENCES[failed.why]
    return render(
        request,
        "account/provider_failed.html",
        {"sentence": sentence},
        status=STATUS.get(failed.why, 403),
    )


def _is_limited(request: HttpRequest) -> bool:
    return not ratelimit.consume(
        request, app="allauth.account", action="provider", limit_get=True
    )


def _answer_url() -> str:
    # By our own address, and never by the one that the request named.
    return f"{settings.STAFF_ORIGIN}{reverse('provider_answer')}"


def _next(request: HttpRequest) -> str:
    """Where the person was going, if that is a page of this side."""
    place = get_next_redirect_url(request) or ""
    fits = url_has_allowed_host_and_scheme(place, allowed_hosts=None)
    return place if fits and place.startswith("/") else ""
