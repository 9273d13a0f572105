from collections.abc import Mapping
from datetime import datetime
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.auth import login
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from rasmi.audit import services as audit
from rasmi.audit.actions import register
from rasmi.people import oidc, selectors
from rasmi.people.models import SetupLink, User

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"

CLOSED = register(
    "people.door.close", gettext_lazy("Ended every session and every link of a mail")
)
VOUCHED = register(
    "people.session.vouch",
    gettext_lazy("The ministry account vouched for %(target)s"),
)
FACTOR_VOUCHED = "factor_vouched_for"  # in the session


def admit(claims: Mapping[str, Any], *, now: datetime) -> User:
    """
    Let in whom the body's own sign-in vouches for, if the register has the person.

    :param claims: proven
    :raises oidc.Failed: if it vouches for nobody of ours; `person` says who has left
    """
    person = selectors.person_vouched_for(claims)
    audit.record(
        VOUCHED,
        actor=person,
        target=person,
        now=now,
        subject=str(claims["sub"]),
        factor=oidc.vouches_for_factor(claims),
    )
    return person


def begin_vouched_session(request: HttpRequest, user: User) -> None:
    """Sign in somebody whose second factor was asked for by the body's own sign-in."""
    begin_session(request, user)
    request.session[FACTOR_VOUCHED] = True


def begin_session(request: HttpRequest, user: User) -> None:
    """Sign in whom the setup or the demonstration names; listed like any other."""
    login(request, user, BACKEND)
    UserSession.objects.create_from_request(request)


@transaction.atomic
def close_every_door(*, now: datetime) -> None:
    """
    End every session and every link that is out: in a restored database those live
    again that were used or ended since.
    """
    ended, _by_model = Session.objects.all().delete()
    UserSession.objects.all().delete()
    SetupLink.objects.all().delete()
    # A link of a mail is made of the last sign-in, among others, and fits it alone.
    User.objects.update(last_login=now)
    audit.record(CLOSED, actor=None, now=now, sessions=ended)
