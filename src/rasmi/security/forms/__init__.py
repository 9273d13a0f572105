from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rasmi.channels.models import Channel
from rasmi.people.models import Unit
from rasmi.security import selectors
from rasmi.security.models import Credential, Stop
from rasmi.web.fields import CHOOSE, LATIN, latin, prose

LONGEST_REASON = 300  # characters, as the row holds them

ACCOUNT, UNIT, ALL = "account", "unit", "all"
FIELD_OF = {ACCOUNT: "channel", UNIT: "unit"}


class StopForm(forms.Form):
    kind = forms.TypedChoiceField(
        label=_("What it is"),
        choices=[
            (
                Stop.Kind.INCIDENT,
                _("Emergency stop: an account is misused, or something wrong is said"),
            ),
            (
                Stop.Kind.PAUSE,
                _("Pause: nothing is wrong, and nothing is to be said for a while"),
            ),
        ],
        coerce=Stop.Kind,
        widget=forms.RadioSelect,
        initial=Stop.Kind.INCIDENT,
    )
    scope = forms.ChoiceField(
        label=_("What is stopped"),
        choices=[
            (ACCOUNT, _("One account")),
            (UNIT, _("The accounts of a unit and of the units below it")),
            (ALL, _("Every account")),
        ],
        widget=forms.RadioSelect,
    )
    channel = forms.ModelChoiceField(
        Channel.objects.none(),
        label=_("Which account"),
        required=False,
        empty_label=CHOOSE,
        help_text=_("Where one account is stopped."),
    )
    unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label=_("Which unit"),
        required=False,
        empty_label=CHOOSE,
        help_text=_("Where the accounts of a unit are stopped."),
    )
    reason = prose(
        _("What happened"),
        LONGEST_REASON,
        help_text=_("In a few words; whoever lets speaking resume reads it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        channel: Any = self.fields["channel"]
        channel.queryset = Channel.objects.present()
        unit: Any = self.fields["unit"]
        unit.queryset = Unit.objects.open()

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        scope = typed.pop("scope", "")
        for each, name in FIELD_OF.items():
            # What was chosen for another scope stands aside.
            if each != scope:
                typed[name] = None
            elif name in typed and typed[name] is None:
                wrong = gettext("Choose which one is stopped.")
                self.add_error(name, ValidationError(wrong))
        return typed


class LookForm(forms.Form):
    """Neither of the two who let speaking resume does so unseen."""

    has_looked = forms.BooleanField(
        label=_("I have looked at what is queued, and it may be sent as it is")
    )


class AskForm(LookForm):
    reason = prose(
        _("Why speaking may resume"),
        LONGEST_REASON,
        help_text=_("What was done, and what was found in what is queued."),
    )

    field_order = ["reason", "has_looked"]


class ConnectForm(forms.Form):
    site = forms.ChoiceField(
        label=_("Site"),
        help_text=_("One of those that this installation may call."),
    )
    login = latin(
        _("Name on the site"),
        120,
        help_text=_("As the site shows it beside the password."),
    )
    password = forms.CharField(
        label=_("Application password or bot password"),
        max_length=200,
        help_text=_(
            "Never the password by which a person signs in. Spaces in it do no harm."
        ),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", **LATIN}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        site: Any = self.fields["site"]
        site.choices = [("", CHOOSE), *((each, each) for each in selectors.sites())]


class ChangeForm(ConnectForm):
    reason = forms.TypedChoiceField(
        label=_("Why it is changed"),
        choices=[
            each
            for each in Credential.Reason.choices
            if each[0] != Credential.Reason.FIRST
        ],
        coerce=Credential.Reason,
        widget=forms.RadioSelect,
        initial=Credential.Reason.ROUTINE,
    )


class WitnessForm(forms.Form):
    address = forms.EmailField(
        label=_("E-mail of the witness"),
        max_length=254,
        widget=forms.EmailInput(attrs=LATIN),
        help_text=_(
            "Outside this server and not of whoever runs it, such as the internal "
            "audit."
        ),
    )
