from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise, lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rasmi.people import directory, seeds, signin_audit, vouching
from rasmi.people.models import User
from rasmi.people.services import mails

WRONG_CODE = _("This code is not right, or it has changed meanwhile.")


def _mismatch() -> str:
    if directory.is_set() and not directory.asks_for_address():
        return gettext("The name and the password do not match.")
    return gettext("The e-mail and the password do not match.")


# What allauth would say after an act; what is not here is not said.
SENTENCES: dict[str, str | Promise] = {
    "account/messages/password_changed.txt": _("The password is saved."),
    "account/messages/password_set.txt": _("The password is saved."),
    "mfa/messages/totp_activated.txt": _("The codes are set up."),
    "mfa/messages/totp_deactivated.txt": _("The codes are removed."),
    "mfa/messages/webauthn_added.txt": _("The key is added."),
    "mfa/messages/webauthn_removed.txt": _("The key is removed."),
    "mfa/messages/recovery_codes_generated.txt": _("The new recovery codes are ready."),
    "usersessions/messages/sessions_logged_out.txt": _("Signed out everywhere else."),
}


class StaffAdapter(DefaultAccountAdapter):
    """
    Sign-in for the staff of one body: nobody signs up, and mails go through `notify`.
    """

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This sign-in has ended."),
        "email_password_mismatch": lazy(_mismatch, str)(),
        "enter_current_password": _("This is not the password until now."),
        "incorrect_code": WRONG_CODE,
        "incorrect_password": _("The password is not right."),
        "too_many_login_attempts": _(
            "Too many attempts. Wait five minutes, then try once more."
        ),
        "rate_limited": _("Too many attempts. Wait a few minutes, then try once more."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        *args: Any,
        **kwargs: Any,
    ) -> None:
        if sentence := SENTENCES.get(message_template or ""):
            super().add_message(request, level, message=str(sentence))

    def get_reset_password_from_key_url(self, key: str) -> str:
        # By the address of the staff side and never by the one that the request named.
        uid, _dash, secret = key.partition("-")
        arguments = {"uidb36": uid, "key": secret}
        path = reverse("account_reset_password_from_key", kwargs=arguments)
        return f"{settings.STAFF_ORIGIN}{path}"

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            # Too many attempts: no password is looked at, and that is told too.
            signin_audit.attempt_was_limited(credentials)
            raise

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        try:
            user: User | None = super().authenticate(request, **credentials)
        except vouching.Failed as failed:
            signin_audit.provider_sign_in_failed(failed)
            raise ValidationError(str(vouching.SENTENCES[failed.why])) from failed
        return user

    def reauthenticate(self, user: User, password: str) -> bool:
        if not directory.is_set():
            return bool(super().reauthenticate(user, password))
        # By what the register knows: the name there is none of ours.
        credentials = {"email": user.email, "password": password, "person": user}
        return self.authenticate(allauth.request, **credentials) == user

    def send_mail(self, template_prefix: str, email: str, context: Any) -> None:
        now = timezone.now()  # noqa: TID251 — the edge: allauth gives no time
        mails.send_from_the_door(template_prefix, email, context, now=now)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: AbstractBaseUser,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        # allauth would look into its own table of addresses, which we do not use.
        address = email or user.email  # type: ignore[attr-defined]  # our own User
        self.send_mail(template_prefix, address, context or {})


class SessionsAdapter(DefaultUserSessionsAdapter):
    def end_sessions(self, sessions: Any) -> None:
        super().end_sessions(sessions)
        if sessions:
            signin_audit.sessions_were_ended(sessions[0].user, len(sessions))


class FactorAdapter(DefaultMFAAdapter):
    """Keeps the seeds of codes encrypted, with a key outside the database."""

    error_messages = DefaultMFAAdapter.error_messages | {"incorrect_code": WRONG_CODE}

    def encrypt(self, text: str) -> str:
        return seeds.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return seeds.decrypt(encrypted_text)
