"""The forms of django-allauth in our words."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as factor
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rasmi.people import directory, selectors, signin_audit

NOT_FOR_ALL = _(
    "Passwords are for those who run the system. Sign in with the ministry account."
)
OF_THE_MINISTRY = _("Password of your ministry account")
LABELS: dict[str, Any] = {
    "login": _("Work e-mail"),
    "email": _("Work e-mail"),
    "password": _("Password"),
    "oldpassword": _("The password until now"),
    "password1": _("New password"),
    "password2": _("The new password once more"),
    "code": _("Code of six digits"),
    "name": _("Name of the key, for yourself"),
    "passwordless": _("Sign in with it alone, without a password"),
}


class InOurWords(forms.Form):
    """Labels in our words, and no placeholder that repeats them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if name in LABELS:
                field.label = LABELS[name]
                field.widget.attrs.setdefault(
                    "dir", "auto" if name == "name" else "ltr"
                )
        if "password" in self.fields:
            self.fields["password"].help_text = ""
        if "code" in self.fields:
            self.fields["code"].widget.attrs["inputmode"] = "numeric"
        if "password1" in self.fields:
            self.fields["password1"].help_text = _(
                "At least 12 characters; a sentence is easiest to remember."
            )


class LoginForm(InOurWords, account.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not directory.is_set():
            return
        self.fields["password"].label = OF_THE_MINISTRY
        if not directory.asks_for_address():
            self.fields["login"] = forms.CharField(
                label=_("Your name in the ministry's directory"),
                help_text=_("The one with which you sign in to your computer at work."),
                max_length=254,
                widget=forms.TextInput(
                    attrs={"autocomplete": "username", "dir": "auto"}
                ),
            )
            self.order_fields(["login", "password"])

    def clean(self) -> Any:
        cleaned = super().clean()
        now = timezone.now()  # noqa: TID251 — the edge: allauth gives no time
        if directory.is_set():  # its backend asked whose password may be taken
            return cleaned
        if self.user and not selectors.may_use_password(self.user, now):
            signin_audit.password_was_not_taken(self.user)
            raise forms.ValidationError(NOT_FOR_ALL)
        return cleaned


class ResetPasswordForm(InOurWords, account.ResetPasswordForm):
    pass


class ResetPasswordKeyForm(InOurWords, account.ResetPasswordKeyForm):
    pass


class ChangePasswordForm(InOurWords, account.ChangePasswordForm):
    pass


class SetPasswordForm(InOurWords, account.SetPasswordForm):
    pass


class ConfirmPasswordForm(InOurWords, account.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if directory.is_set():
            self.fields["password"].label = OF_THE_MINISTRY


class CodeForm(InOurWords, factor.AuthenticateForm):
    pass


class ConfirmCodeForm(InOurWords, factor.ReauthenticateForm):
    pass


class FirstCodeForm(InOurWords, ActivateTOTPForm):
    pass


class AddKeyForm(InOurWords, AddWebAuthnForm):
    pass


class EditKeyForm(InOurWords, EditWebAuthnForm):
    pass
