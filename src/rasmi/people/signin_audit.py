"""What happens at the door is written to the log: allauth and Django tell of it."""

from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
    authenticator_used,
)
from django.contrib.auth.signals import (
    user_logged_in,
    user_logged_out,
    user_login_failed,
)
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rasmi.audit import services as audit
from rasmi.audit.actions import Action, register
from rasmi.people.models import User
from rasmi.people.vouching import Failed

SIGNED_IN = register("people.session.begin", _("Signed in"))
SIGNED_OUT = register("people.session.end", _("Signed out"))
FAILED = register("people.session.fail", _("A sign-in failed"))
LIMITED = register("people.session.limit", _("A sign-in was held back: too many"))
ENDED_ELSEWHERE = register("people.session.close", _("Signed out everywhere else"))
NOT_BY_PROVIDER = register(
    "people.session.deny", _("A sign-in with the ministry account failed")
)
NO_PASSWORD = register(
    "people.password.deny", _("A password was right, but is not taken any more")
)
FACTOR_USED = register("people.factor.use", _("Used a second factor"))
FACTOR_FAILED = register("people.factor.fail", _("A second factor was wrong"))
FACTOR_ADDED = register("people.factor.add", _("Added a second factor"))
FACTOR_REMOVED = register("people.factor.remove", _("Removed a second factor"))
FACTOR_RESET = register("people.factor.renew", _("Made new recovery codes"))
PASSWORD_CHANGED = register("people.password.change", _("Changed their password"))


def listen() -> None:
    """Connect to the signals of the libraries; called once, when apps are ready."""
    user_logged_in.connect(_of_user(SIGNED_IN), weak=False)
    user_logged_out.connect(_of_user(SIGNED_OUT), weak=False)
    user_login_failed.connect(_failed, weak=False)
    for signal in (password_changed, password_set, password_reset):
        signal.connect(_of_user(PASSWORD_CHANGED), weak=False)
    authentication_failed.connect(_of_user(FACTOR_FAILED), weak=False)
    authenticator_used.connect(_of_user(FACTOR_USED), weak=False)
    authenticator_added.connect(_of_user(FACTOR_ADDED), weak=False)
    authenticator_removed.connect(_of_user(FACTOR_REMOVED), weak=False)
    authenticator_reset.connect(_of_user(FACTOR_RESET), weak=False)


def _of_user(action: Action) -> Any:
    def write(sender: Any, user: User | None = None, **told: Any) -> None:
        if user is None:  # signing out of a session that nobody was in
            return
        facts: dict[str, Any] = {}
        if isinstance(authenticator := told.get("authenticator"), Authenticator):
            facts["type"] = str(authenticator.type)
        audit.record(
            action,
            actor=user,
            target=user,
            now=timezone.now(),  # noqa: TID251 — the edge: signals carry no time
            **facts,
        )

    return write


def _failed(sender: Any, credentials: dict[str, Any], **told: Any) -> None:
    audit.record(FAILED, actor=None, target=_known(credentials), now=timezone.now())  # noqa: TID251 — the edge


def attempt_was_limited(credentials: dict[str, Any]) -> None:
    audit.record(LIMITED, actor=None, target=_known(credentials), now=timezone.now())  # noqa: TID251 — the edge


def sessions_were_ended(user: User, count: int) -> None:
    audit.record(ENDED_ELSEWHERE, actor=user, now=timezone.now(), sessions=count)  # noqa: TID251 — the edge


def _known(credentials: dict[str, Any]) -> User | None:
    # What was typed is not kept: people type passwords into the wrong box.
    typed = str(credentials.get("email") or "")
    return User.objects.filter(email__iexact=typed).first()


def provider_sign_in_failed(failed: Failed) -> None:
    audit.record(
        NOT_BY_PROVIDER,
        actor=None,
        target=failed.person,
        now=timezone.now(),  # noqa: TID251 — the edge
        why=failed.why.value,
        detail=failed.detail,
    )


def password_was_not_taken(user: User) -> None:
    audit.record(NO_PASSWORD, actor=None, target=user, now=timezone.now())  # noqa: TID251 — the edge
