from django import forms
from django.utils.translation import gettext_lazy as _

from rasmi.web.fields import prose


class RemarkForm(forms.Form):
    remark = prose(_("What you want to say to it"), 2000, required=False)
