from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from rasmi.web.fields import LATIN, moment, prose


def address(*, required: bool) -> forms.URLField:
    return forms.URLField(
        label=_("Its address"),
        max_length=500,
        required=required,
        assume_scheme="https",
        validators=[URLValidator(schemes=["http", "https"])],
        widget=forms.URLInput(attrs=LATIN),
        help_text=_("Copied from where it stands."),
    )


class ConfirmForm(forms.Form):
    """What shows that a post by hand is out."""

    address = address(required=False)
    screenshot = forms.FileField(
        label=_("Screenshot"),
        required=False,
        help_text=_("Where it has no address: a PNG or JPEG picture of it."),
    )
    posted_at = moment(_("Done at"))


class ReturnForm(forms.Form):
    reason = prose(_("Why it was not done"), 300)


class TakeForm(forms.Form):
    reason = prose(_("Why it cannot wait for the connection"), 300)


class ThereForm(forms.Form):
    address = address(required=True)


class LookedForm(forms.Form):
    """Nothing is sent a second time unseen."""

    has_looked = forms.BooleanField(
        label=_("I have looked on the account itself, and it is not there")
    )


class AgainForm(LookedForm):
    reason = prose(
        _("What you saw on the account"),
        300,
        help_text=_("The second person reads it before confirming."),
    )

    field_order = ["reason", "has_looked"]
