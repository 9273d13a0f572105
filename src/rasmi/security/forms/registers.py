from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rasmi.channels.models import Channel
from rasmi.core.calendar import start_of
from rasmi.core.language import in_language
from rasmi.people.models import Unit
from rasmi.policy import pack
from rasmi.security.models import Instrument
from rasmi.web.fields import CHOOSE, arabic, day, english, latin, prose


def _unit(label: Any) -> forms.ModelChoiceField:  # type: ignore[type-arg]
    return forms.ModelChoiceField(Unit.objects.none(), label=label, empty_label=CHOOSE)


class OwnedForm(forms.Form):
    """With the units that are open now."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner: Any = self.fields["owner"]
        owner.queryset = Unit.objects.open()


class InstrumentForm(OwnedForm):
    kind = forms.ChoiceField(label=_("Kind"), choices=Instrument.Kind.choices)
    number = forms.CharField(
        label=_("Number"),
        max_length=60,
        help_text=_("As it is cited, such as 6/2022."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    issued_on = day(_("Date of issue"), required=False)
    title_ar = arabic(_("Title in Arabic"))
    title_en = english(_("Title in English"))
    issuer_ar = arabic(_("Issued by, in Arabic"), 120)
    issuer_en = english(_("Issued by, in English"), 120)
    version = forms.CharField(
        label=_("Version, or last amendment"), max_length=40, required=False
    )
    place = latin(
        _("Where its text is kept"),
        300,
        required=False,
        help_text=_("An address, or the number in the correspondence system."),
    )
    owner = _unit(_("Unit that answers for it"))
    clauses = forms.MultipleChoiceField(
        label=_("Clauses of the policy that it bears on"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}),
        help_text=_("Several can be chosen."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        clauses: Any = self.fields["clauses"]
        clauses.choices = [
            (each.id, f"{each.id} · {in_language(each.title.ar, each.title.en)}")
            for each in pack.current().clauses.values()
        ]


class ReadForm(forms.Form):
    version = forms.CharField(label=_("Version that was read"), max_length=40)
    found = prose(
        _("What follows from it"),
        1000,
        help_text=_("What has changed, and whether anything is missing here."),
    )


class GapForm(OwnedForm):
    text = prose(_("What is missing"), 500)
    owner = _unit(_("Unit that closes it"))
    due_at = day(_("To be closed by"), help_text=_("This day is included."))

    def clean_due_at(self) -> Any:
        return start_of(self.cleaned_data["due_at"] + timedelta(days=1))


class CloseForm(forms.Form):
    how = prose(_("How it was closed"), 500, help_text=_("And where that can be seen."))


class MeasureForm(OwnedForm):
    title_ar = arabic(_("The measure in Arabic"))
    title_en = english(_("The measure in English"))
    protects = prose(_("Which data it protects"), 300)
    risk = prose(_("Against what"), 300)
    channel = forms.ModelChoiceField(
        Channel.objects.none(),
        label=_("Account"),
        required=False,
        empty_label=_("Every account"),
    )
    owner = _unit(_("Unit that answers for it"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        channel: Any = self.fields["channel"]
        channel.queryset = Channel.objects.in_register()


class SeenForm(forms.Form):
    is_in_place = forms.TypedChoiceField(
        label=_("Is it in place?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    found = prose(
        _("How that was seen"), 1000, help_text=_("What was looked at, and where.")
    )
    original = forms.FileField(
        label=_("Evidence"),
        required=False,
        help_text=_("PDF, PNG or JPEG; kept as it is."),
    )
