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
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from rasmi.people import oidc, services, signin_audit

BEGUN = "provider_sign_in"  # in the session
SENTENCES = {
    oidc.Why.AWAY: _(
        "The ministry's sign-in does not answer. Try again in a few minutes, and tell "
        "those who run the system if it goes on."
    ),
    oidc.Why.STATE: _(
        "This sign-in was used already, took more than ten minutes, or was begun in "
        "another window. Begin once more."
    ),
    oidc.Why.BROKEN_OFF: _("You broke the sign-in off. Begin once more."),
    oidc.Why.UNPROVEN: _(
        "What the ministry's sign-in answered cannot be proven, so nobody was signed "
        "in. Tell those who run the system."
    ),
    oidc.Why.UNVERIFIED: _(
        "Your ministry account does not prove who you are here: it lacks your "
        "confirmed e-mail or your staff number. Ask those who keep the accounts of "
        "the ministry."
    ),
    oidc.Why.UNKNOWN: _(
        "Nobody of this ministry account is entered here. Ask those who keep units "
        "and people."
    ),
    oidc.Why.ENDED: _(
        "This sign-in has ended. Whoever returns to the ministry asks those who keep "
        "units and people."
    ),
    oidc.Why.LIMITED: _("Too many attempts. Wait a few minutes, then try once more."),
}
STATUS = {oidc.Why.AWAY: 503, oidc.Why.LIMITED: 429}  # else 403


@login_not_required
@never_cache
@require_POST
def begin_at_provider(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect(settings.LOGIN_REDIRECT_URL)
    if _is_limited(request):
        return _nobody(request, oidc.Failed(oidc.Why.LIMITED))
    try:
        place, kept = oidc.begin(_answer_url(), timezone.now())
    except oidc.Failed as failed:
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
        return _nobody(request, oidc.Failed(oidc.Why.LIMITED))
    kept, now = request.session.pop(BEGUN, {}), timezone.now()
    try:
        claims = oidc.finish(kept, request.GET.dict(), _answer_url(), now)
        person = services.admit(claims, now=now)
    except oidc.Failed as failed:
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


def _nobody(request: HttpRequest, failed: oidc.Failed) -> HttpResponse:
    # Anybody can come here, and what is limited does not fill the log.
    if failed.why != oidc.Why.LIMITED:
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
