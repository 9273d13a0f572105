from datetime import datetime, timedelta
from functools import partial

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
)

from rasmi.core.http import UserRequest
from rasmi.people.models import Power
from rasmi.people.pages import after_signing_in_again
from rasmi.people.services import require
from rasmi.security import access, rights, selectors, services
from rasmi.security.forms import ChangeForm, ConnectForm
from rasmi.security.models import Credential
from rasmi.web.forms import Act, act_page

AGAIN = 3  # seconds until the page of a connection that is being tried is loaded again
PATIENCE = timedelta(minutes=1)  # after which it is no longer

page = require_http_methods(["GET", "POST"])


@require_GET
def connections(request: UserRequest) -> HttpResponse:
    found = access.connections(request)
    return render(
        request,
        "security/connections.html",
        {
            "broken": [each for each in found if each.is_broken],
            "held": [each for each in found if each.credential and not each.is_broken],
            "by_hand": [each for each in found if not each.credential],
            "sites": selectors.sites(),
        },
    )


@require_GET
def connection(request: UserRequest, pk: int) -> HttpResponse:
    now = timezone.now()
    found = access.connection(request, pk)
    credential = found.credential
    is_awaited = credential is not None and _is_awaited(credential, now)
    response = render(
        request,
        "security/connection.html",
        {
            "connection": found,
            "channel": found.channel,
            "credential": credential,
            "is_awaited": is_awaited,
            "missing": rights.in_words(found.channel.platform, credential),
            "earlier": selectors.ended_credentials(found.channel),
            "how": _how(found),
            "may_stop": selectors.may_stop(request.user, found.channel, None, now),
        },
    )
    if is_awaited:
        response.headers["Refresh"] = str(AGAIN)
    return response


@page
def connect(request: UserRequest, pk: int) -> HttpResponse:
    found = access.connection(request, pk)
    _require_keeper(request, found)
    return _connect(request, found)


@after_signing_in_again
def _connect(request: UserRequest, found: selectors.Connection) -> HttpResponse:
    account = {"account": found.channel}
    act = Act(
        title=_("Change the password of «%(account)s»") % account
        if found.credential
        else _("Connect «%(account)s»") % account,
        lead=_("What is typed here is sealed at once, and shown to nobody again."),
        button=_("Seal and try it"),
        done=_("Sealed. Rasmi signs in with it now."),
        back=_page_of(found),
        template="security/connect.html",
    )
    return act_page(
        request,
        ChangeForm if found.credential else ConnectForm,
        partial(services.connect, found.channel),
        act,
        initial=_known(found),
        more={
            "how": _how(found),
            "sites": selectors.sites(),
            "is_change": found.credential is not None,
        },
    )


@page
def disconnect(request: UserRequest, pk: int) -> HttpResponse:
    found = access.connection(request, pk)
    _require_keeper(request, found)
    if found.credential is None:
        return redirect(_page_of(found))
    act = Act(
        title=_("Disconnect «%(account)s»") % {"account": found.channel},
        lead=_(
            "Its password is forgotten. What was to go out by it is held, and can be "
            "posted by hand. Remove the password on the site as well."
        ),
        button=_("Disconnect it"),
        done=_(
            "Disconnected. Who keeps credentials and the unit that owns the account "
            "are told by e-mail."
        ),
        back=_page_of(found),
        is_danger=True,
    )
    service = partial(services.disconnect, found.credential)
    return act_page(request, forms.Form, service, act)


@require_POST
def look(request: UserRequest, pk: int) -> HttpResponse:
    found = access.connection(request, pk)
    if found.credential:
        services.look_now(found.credential, by=request.user, now=timezone.now())
        messages.success(request, _("Rasmi looks at it now."))
    return redirect(_page_of(found))


def _is_awaited(credential: Credential, now: datetime) -> bool:
    """Whether an answer of the platform is to be here in a moment."""
    due = credential.due_at
    return due is not None and now - PATIENCE < due <= now


def _require_keeper(request: UserRequest, found: selectors.Connection) -> None:
    now = timezone.now()
    require(request.user, Power.SECRETS, now=now, target=found.channel)


def _how(found: selectors.Connection) -> str:
    """The template of the steps on the site of a platform."""
    return f"security/_how_{found.channel.platform}.html"


def _known(found: selectors.Connection) -> dict[str, str]:
    """What need not be typed again: never the password."""
    if found.credential:
        known = {"site": found.credential.site, "login": found.credential.login}
        if found.credential.is_refused:
            known["reason"] = Credential.Reason.BROKEN
        return known
    sites, address = selectors.sites(), found.channel.address
    near = [each for each in sites if address.startswith(each)]
    fitting = near or sites
    return {"site": fitting[0]} if len(fitting) == 1 else {}


def _page_of(found: selectors.Connection) -> str:
    return reverse("security:connection", args=[found.channel.pk])
