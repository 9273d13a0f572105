from allauth.usersessions.models import UserSession
from django.contrib.auth import login
from django.http import HttpRequest

from rasmi.people.models import User

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def begin_session(request: HttpRequest, user: User) -> None:
    """Sign in whom the setup or the demonstration names; listed like any other."""
    login(request, user, BACKEND)
    UserSession.objects.create_from_request(request)
