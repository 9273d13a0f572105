from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from rasmi.channels.models import Suspect
from rasmi.core.language import in_language
from rasmi.platforms.catalog import PLATFORMS
from rasmi.web.fields import CHOOSE, latin, prose

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


def _platforms() -> list[tuple[str, Any]]:
    known = (
        (key, in_language(of.name_ar, of.name_en)) for key, of in PLATFORMS.items()
    )
    return [("", CHOOSE), *known]


class PlaceForm(ExamineForm):
    """Of a name alone: the same name elsewhere may be an innocent person's."""

    platform = forms.ChoiceField(
        label=gettext_lazy("On which platform is it?"),
        choices=_platforms,
        required=False,
        help_text=gettext_lazy("Without it nobody can be warned of the account."),
    )


class SiteForm(ExamineForm):
    is_whole_site = forms.BooleanField(
        label=gettext_lazy("All of the site, not this page alone"),
        required=False,
        help_text=gettext_lazy(
            "Not where many people have pages on one site, such as a form service."
        ),
    )


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


class WithdrawForm(forms.Form):
    reason = prose(gettext_lazy("Why it is taken back"), 1000)
