from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rasmi.channels import selectors
from rasmi.channels.models.disclaimers import PLACE, address
from rasmi.channels.selectors import disclaimers
from rasmi.policy import pack
from rasmi.web.fields import arabic, english


class DisclaimerForm(forms.Form):
    text_ar = forms.CharField(
        label=gettext_lazy("Full text in Arabic"),
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 9, "dir": "rtl", "lang": "ar"}),
    )
    text_en = forms.CharField(
        label=gettext_lazy("Full text in English"),
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 9, "dir": "ltr", "lang": "en"}),
    )
    short_ar = arabic(
        gettext_lazy("Short text in Arabic"),
        300,
        help_text=gettext_lazy("For the page of each account, with {address}."),
    )
    short_en = english(gettext_lazy("Short text in English"), 300)

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        for name in ("short_ar", "short_en"):
            if name in typed:
                self._refuse_too_long(name, typed[name])
        return typed

    def _refuse_too_long(self, name: str, text: str) -> None:
        short = text.replace(PLACE, address())
        without_room = disclaimers.too_long(short, selectors.in_register())
        if without_room:
            words = _("It has no room on the page of «%(account)s» (%(platform)s).")
            facts = {
                "account": without_room,
                "platform": without_room.platform_name,
            }
            self.add_error(name, words % facts)


def disclaimer_to_begin_with() -> dict[str, str]:
    notice = pack.current().copyright
    return {
        "text_ar": notice.full.ar,
        "text_en": notice.full.en,
        "short_ar": notice.short.ar,
        "short_en": notice.short.en,
    }


class ProfileForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("What stands on the page about the account"),
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
        help_text=gettext_lazy("Open the account and copy all of it, as it is."),
    )
    screenshot = forms.FileField(
        label=gettext_lazy("Screenshot"),
        required=False,
        help_text=gettext_lazy("A PNG or JPEG picture of the page."),
    )
