from django import forms
from django.utils.translation import gettext_lazy

from rasmi.channels.models import Suspect
from rasmi.web.fields import latin, prose

STATES = [
    (each.value, each.label)
    for each in (Suspect.State.HARMLESS, Suspect.State.OURS, Suspect.State.FOUND)
]


class ReportForm(forms.Form):
    asked = forms.CharField(
        label=gettext_lazy("Link or name of the account"),
        max_length=300,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    note = prose(gettext_lazy("What caught your eye"), 1000, required=False)
    screenshot = forms.FileField(
        label=gettext_lazy("Screenshot"),
        required=False,
        help_text=gettext_lazy("A PNG or JPEG picture of the page."),
    )


class ExamineForm(forms.Form):
    state = forms.ChoiceField(
        label=gettext_lazy("What is it?"), choices=STATES, widget=forms.RadioSelect
    )
    finding = prose(gettext_lazy("What you saw"), 1000)


class SecondForm(forms.Form):
    agrees = forms.TypedChoiceField(
        label=gettext_lazy("Does it pretend to be ours?"),
        choices=[
            ("yes", gettext_lazy("Yes: from now on the public page warns of it")),
            ("no", gettext_lazy("No: it is looked at once more")),
        ],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )


class AskedForm(forms.Form):
    reference = latin(
        gettext_lazy("Number of the request at the platform"),
        100,
        required=False,
        help_text=gettext_lazy("As its confirmation gives it, if it gives one."),
    )
