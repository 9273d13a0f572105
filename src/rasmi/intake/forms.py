from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rasmi.channels.models import Channel
from rasmi.web.fields import CHOOSE, LATIN, moment, prose


def _address(label: Any, help_text: Any) -> forms.URLField:
    return forms.URLField(
        label=label,
        max_length=500,
        required=False,
        assume_scheme="https",
        validators=[URLValidator(schemes=["http", "https"])],
        widget=forms.URLInput(attrs=LATIN),
        help_text=help_text,
    )


class EnterForm(forms.Form):
    """What somebody said to an account that no connection hears."""

    key = forms.CharField(max_length=32, widget=forms.HiddenInput)
    channel = forms.ModelChoiceField(
        Channel.objects.none(), label=_("Account"), empty_label=CHOOSE
    )
    author = forms.CharField(
        label=_("Who wrote it"),
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=_("As the name stands there, or the account."),
    )
    text = prose(_("What was written"), 5000, help_text=_("Word for word."))
    said_at = moment(_("When"))
    thread_url = _address(
        _("Address of our post"), _("Beneath which it stands, where there is one.")
    )
    url = _address(_("Its own address"), _("Where the platform gives one."))
    screenshot = forms.FileField(
        label=_("Screenshot"),
        required=False,
        help_text=_("A PNG or JPEG picture of it: it may be gone tomorrow."),
    )

    def __init__(self, *args: Any, accounts: QuerySet[Channel], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["channel"].queryset = accounts  # type: ignore[attr-defined]

    def clean_said_at(self) -> datetime:
        found: datetime = self.cleaned_data["said_at"]
        if found > timezone.now():  # noqa: TID251 — what is typed is compared with now
            raise ValidationError(gettext("This hour is still to come."))
        return found
