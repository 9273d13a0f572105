from collections.abc import Mapping
from datetime import datetime
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import login
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from rasmi.audit import services as audit
from rasmi.audit.actions import register
from rasmi.people import directory, oidc
from rasmi.people.models import SetupLink, User
from rasmi.people.vouching import Failed, Why

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
    :raises Failed: if it vouches for nobody of ours; `person` says who has left
    """
    person = _person_of_claims(claims)
    audit.record(
        VOUCHED,
        actor=person,
        target=person,
        now=now,
        subject=str(claims["sub"]),
        factor=oidc.vouches_for_factor(claims),
    )
    return person


def admit_from_directory(proven: directory.Proven, *, now: datetime) -> User:
    """
    Let in whose password the directory knew, if the register has the person.

    :raises Failed: as `admit`
    """
    by_mail = directory.finds_by_address()
    person = _person(by_mail=by_mail, said=proven.said)
    audit.record(
        VOUCHED,
        actor=person,
        target=person,
        now=now,
        subject=proven.dn,
        factor=False,
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


def _person_of_claims(claims: Mapping[str, Any]) -> User:
    said = claims.get(settings.OIDC_CLAIM)
    if not isinstance(said, str) or not said.strip():
        raise Failed(Why.UNVERIFIED, f"no claim {settings.OIDC_CLAIM}")
    by_mail = settings.OIDC_CLAIM == "email"
    # Some write "true": that is no proof, and not read as one.
    if by_mail and claims.get("email_verified") is not True:
        raise Failed(Why.UNVERIFIED, "the e-mail is not verified")
    return _person(by_mail=by_mail, said=said.strip())


def _person(*, by_mail: bool, said: str) -> User:
    """
    Who works here and has this e-mail, or else this staff number.

    :raises Failed: if that is nobody; it names who did
    """
    sought = {"email": said.lower()} if by_mail else {"staff_number": said}
    person = User.objects.filter(**sought).first()
    if person is None:
        raise Failed(Why.UNKNOWN)
    if not person.is_active:
        raise Failed(Why.ENDED, person=person)
    return person
