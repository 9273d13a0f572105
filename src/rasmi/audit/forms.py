from django import forms
from django.utils.translation import gettext_lazy as _


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Subject and reason"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
