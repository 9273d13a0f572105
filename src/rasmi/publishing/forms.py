from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rasmi.channels.models import Channel, Proposal
from rasmi.people.models import Topic, Unit, User
from rasmi.policy import selectors as policy
from rasmi.policy.selectors import Screened
from rasmi.publishing import selectors
from rasmi.publishing.models import Medium, OldLook, PlanItem, Review, SampleItem
from rasmi.web.fields import CHOOSE, arabic, day, english, moment, prose

LONGEST = 5000  # characters of a text in one language
LASTS = (
    (1, _("One hour")),
    (4, _("Four hours")),
    (24, _("A day")),
    (72, _("Three days")),
)
USUAL = 4  # hours


class _Text(forms.CharField):
    is_asked = True  # which of the two is needed, the accounts say


def _text(label: Any, language: str) -> forms.CharField:
    attrs = {
        "rows": 9,
        "dir": "rtl" if language == "ar" else "ltr",
        "lang": language,
    }
    return _Text(
        label=label,
        max_length=LONGEST,
        required=False,
        strip=True,
        widget=forms.Textarea(attrs=attrs),
    )


class PostForm(forms.Form):
    """What a draft consists of, beside its pictures."""

    key = forms.CharField(max_length=32, required=False, widget=forms.HiddenInput)
    channels = forms.ModelMultipleChoiceField(
        Channel.objects.none(),
        label=_("Where it is published"),
        widget=forms.CheckboxSelectMultiple,
    )
    text_ar = _text(_("Text in Arabic"), "ar")
    text_en = _text(_("Text in English"), "en")
    topic = forms.ModelChoiceField(
        Topic.objects.none(), label=_("Topic"), empty_label=CHOOSE
    )
    purpose = forms.ChoiceField(
        label=_("Purpose"), choices=[("", CHOOSE), *Proposal.Purpose.choices]
    )
    audience = forms.CharField(
        label=_("Audience"),
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=_("Whom it is for, as they would say it themselves."),
    )
    plan = forms.ModelChoiceField(
        PlanItem.objects.none(),
        label=_("Item of the plan"),
        required=False,
        empty_label=_("Not on the plan"),
    )
    unplanned_reason = forms.CharField(
        label=_("Why it is not on the plan"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    information_class = forms.ChoiceField(label=_("Class of information"))
    source = forms.CharField(
        label=_("Source"),
        max_length=300,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=_("Where it is known from: a decision, a unit's statement, a page."),
    )
    publish_at = moment(_("Publish at"))
    lasts = forms.TypedChoiceField(
        label=_("If it cannot go out then, it still may within"),
        choices=LASTS,
        coerce=int,
        initial=USUAL,
    )

    def __init__(
        self, *args: Any, user: User, now: datetime, kept: Any = None, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        fields: dict[str, Any] = self.fields
        fields["channels"].queryset = selectors.writable_channels(user, now)
        fields["topic"].queryset = selectors.writable_topics(user, now)
        fields["plan"].queryset = selectors.plan_items(now)
        if kept:  # what the draft names already may stay named
            fields["topic"].queryset |= Topic.objects.filter(pk=kept.topic_id)
            fields["plan"].queryset |= PlanItem.objects.filter(pk=kept.plan_id)
        fields["information_class"].choices = [("", CHOOSE), *_classes(now)]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        if not (typed.get("text_ar") or typed.get("text_en")):
            self.add_error("text_ar", _("Write the text."))
        if not (typed.get("plan") or typed.get("unplanned_reason")):
            self.add_error(
                "unplanned_reason", _("Choose an item of the plan, or say why not.")
            )
        if "lasts" in typed and typed.get("publish_at"):
            hours = timedelta(hours=typed.pop("lasts"))
            typed["not_after"] = typed["publish_at"] + hours
        return typed


def _classes(now: datetime) -> list[tuple[str, str]]:
    """The classes that the body may release."""
    return [(each.key, str(each.title)) for each in policy.releasable_classes(now)]


class FactsForm(forms.Form):
    """What is stated of a picture."""

    alt_ar = arabic(
        _("Description in Arabic"),
        400,
        help_text=_("For who does not see it: what is to be seen, and its words."),
    )
    alt_en = english(_("Description in English"), 400, required=False)
    holder = forms.CharField(
        label=_("Rights holder"),
        max_length=160,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    licence = forms.ChoiceField(
        label=_("Licence"), choices=[("", CHOOSE), *Medium.Licence.choices]
    )
    licence_note = forms.CharField(
        label=_("Licence or permission by name, number and date"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    people = forms.ChoiceField(
        label=_("People in the picture"), choices=[("", CHOOSE), *Medium.People.choices]
    )
    consent = forms.FileField(
        label=_("Signed consent"),
        required=False,
        help_text=_("Where people can be recognized: a scan, PDF, PNG or JPEG."),
    )


class MediumForm(FactsForm):
    picture = forms.FileField(
        label=_("Picture"), help_text=_("PNG or JPEG, up to 10 megabytes.")
    )
    field_order = ("picture",)


class ReviewForm(forms.Form):
    """The decision of a reviewer on the version that the page shows."""

    number = forms.IntegerField(widget=forms.HiddenInput)
    outcome = forms.ChoiceField(
        label=_("Decision"),
        choices=[
            ("approve", _("Approve: it may go out at its hour")),
            ("return", _("Return for correction")),
            ("reject", _("Reject: it is closed and stays in the record")),
        ],
        widget=forms.RadioSelect,
    )
    remark = prose(
        _("Remark"),
        2000,
        required=False,
        help_text=_("Needed to return or reject; the author reads it."),
    )
    has_read = forms.BooleanField(
        label=_(
            "I have read the texts, the pictures with their descriptions and the hour "
            "as they will be published"
        ),
        required=False,
    )

    def __init__(self, *args: Any, found: Sequence[Screened], **more: Any) -> None:
        super().__init__(*args, **more)
        self.marks = [each.mark for each in found]
        for each in found:
            self.fields[f"seen-{each.mark}"] = forms.CharField(
                label=_("Why «%(words)s» may be published") % {"words": each.text},
                max_length=300,
                required=False,
                widget=forms.TextInput(attrs={"dir": "auto"}),
            )

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        typed["seen"] = {each: typed.pop(f"seen-{each}", "") for each in self.marks}
        if typed.get("outcome") == "approve" and not typed.pop("has_read", False):
            self.add_error("has_read", _("Confirm that you have read it."))
        return typed


class AfterwardsForm(forms.Form):
    outcome = forms.TypedChoiceField(
        label=_("Decision"),
        choices=[
            (Review.Outcome.UPHELD, _("It may stay as it is")),
            (Review.Outcome.OBJECTED, _("Objection: it is to be corrected")),
        ],
        coerce=Review.Outcome,
        widget=forms.RadioSelect,
    )
    remark = prose(_("Remark"), 2000, required=False)


class OldLookForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("Decision"), choices=OldLook.Outcome.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("Why"),
        max_length=300,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )


class SettleForm(forms.Form):
    settlement = prose(_("What was done, or why it is no breach after all"), 300)


class JudgeForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("Decision"),
        choices=SampleItem.Outcome.choices,
        widget=forms.RadioSelect,
    )
    remark = prose(_("Remark"), 300, required=False)

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        is_fine = typed.get("outcome") == SampleItem.Outcome.FINE
        if typed.get("outcome") and not is_fine and not typed.get("remark"):
            self.add_error("remark", gettext("Say in a few words what you saw."))
        return typed


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )


class PlanItemForm(forms.Form):
    title_ar = arabic(_("Title in Arabic"), 160)
    title_en = english(_("Title in English"), 160)
    goal = prose(
        _("Goal"), 400, help_text=_("What is to be different when it has been said.")
    )
    purpose = forms.ChoiceField(
        label=_("Purpose"), choices=[("", CHOOSE), *Proposal.Purpose.choices]
    )
    audience = forms.CharField(
        label=_("Audience"),
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    unit = forms.ModelChoiceField(
        Unit.objects.filter(closed_at=None), label=_("Unit"), empty_label=CHOOSE
    )
    starts_on = day(_("From"))
    ends_on = day(_("To"), help_text=_("This day is included."))
