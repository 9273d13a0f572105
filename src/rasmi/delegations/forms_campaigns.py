from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from rasmi.core.calendar import start_of
from rasmi.delegations.models import Campaign
from rasmi.people import courses
from rasmi.people.models import Unit
from rasmi.web.fields import CHOOSE, arabic, day, english


class CampaignForm(forms.Form):
    title_ar = arabic(_("Title in Arabic"), 120)
    title_en = english(_("Title in English"), 120)
    text_ar = forms.CharField(
        label=_("Message in Arabic"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "rtl", "lang": "ar"}),
    )
    text_en = forms.CharField(
        label=_("Message in English"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "ltr", "lang": "en"}),
    )
    course = forms.ChoiceField(
        label=_("Course that it leads to"),
        required=False,
        help_text=_("Who passes it after the campaign began is counted."),
    )
    audience = forms.TypedChoiceField(
        label=_("For whom"),
        choices=Campaign.Audience.choices,
        coerce=Campaign.Audience,
        widget=forms.RadioSelect,
    )
    unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label=_("Unit"),
        required=False,
        empty_label=CHOOSE,
        help_text=_("Only where it is for one unit."),
    )
    ends_at = day(_("To be read by"), help_text=_("This day is included."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        course: Any = self.fields["course"]
        known = [(each.key, str(each.title)) for each in courses.catalogue()]
        course.choices = [("", pgettext("a course", "None")), *known]
        unit: Any = self.fields["unit"]
        unit.queryset = Unit.objects.filter(closed_at=None)

    def clean_ends_at(self) -> Any:
        return start_of(self.cleaned_data["ends_at"] + timedelta(days=1))

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        is_for_unit = typed.get("audience") == Campaign.Audience.UNIT
        if is_for_unit and not typed.get("unit"):
            self.add_error("unit", _("Choose the unit."))
        elif not is_for_unit:
            typed["unit"] = None
        return typed
