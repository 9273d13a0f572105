from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils import timezone

from rasmi.people import directory, selectors, services


class DirectoryBackend(AuthenticationBackend):
    """
    Takes the password of the directory, and the one that is kept here from whom it may
    still be taken: they come in while the directory is away, and it is not asked.
    """

    def authenticate(
        self, request: HttpRequest | None, **credentials: Any
    ) -> AbstractBaseUser:
        """
        :param credentials: what was typed; with `person`, who it must be
        :raises PermissionDenied: if it fits nobody; no other backend is asked then
        :raises Failed: see `directory.prove` and `services.admit_from_directory`
        """
        now = timezone.now()  # noqa: TID251 — the edge: allauth gives no time
        user = super().authenticate(request, **credentials)
        if user and selectors.may_use_password(user, now):
            return user  # type: ignore[no-any-return]
        name, by = str(credentials.get("email") or ""), ""
        if person := credentials.get("person"):
            name = person.email if directory.finds_by_address() else person.staff_number
            by = settings.LDAP_MATCH
        proven = directory.prove(name, str(credentials.get("password") or ""), by)
        if proven is None:
            raise PermissionDenied
        return services.admit_from_directory(proven, now=now)
