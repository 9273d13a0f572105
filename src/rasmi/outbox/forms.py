from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from rasmi.web.fields import LATIN, moment, prose


class ConfirmForm(forms.Form):
    """What shows that a post by hand is out."""

    address = forms.URLField(
        label=_("Address of the post"),
        max_length=500,
        required=False,
        assume_scheme="https",
        validators=[URLValidator(schemes=["http", "https"])],
        widget=forms.URLInput(attrs=LATIN),
        help_text=_("Copied from the post itself."),
    )
    screenshot = forms.FileField(
        label=_("Screenshot"),
        required=False,
        help_text=_("Where the post has no address: a PNG or JPEG picture of it."),
    )
    posted_at = moment(_("Posted at"))


class ReturnForm(forms.Form):
    reason = prose(_("Why it was not posted"), 300)
