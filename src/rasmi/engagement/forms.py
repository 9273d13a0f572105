from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rasmi.engagement import selectors
from rasmi.engagement.models import Conversation, InformationRequest, Reply
from rasmi.people.models import Placement, Topic
from rasmi.policy.selectors import InformationClass, Screened
from rasmi.web.fields import CHOOSE, moment, prose

LONGEST = 3000  # characters of a reply
MOST_TIME = timedelta(days=60)  # that a unit may ask for


class SortForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("What kind it is"), choices=[("", CHOOSE), *Conversation.Kind.choices]
    )
    topic = forms.ModelChoiceField(
        Topic.objects.none(), label=_("Topic"), empty_label=CHOOSE
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topic"].queryset = Topic.objects.open()  # type: ignore[attr-defined]


class ReplyForm(forms.Form):
    """What is answered, how it is signed, and what it rests on."""

    key = forms.CharField(max_length=32, widget=forms.HiddenInput)
    last_seen = forms.IntegerField(widget=forms.HiddenInput)
    text = prose(_("The reply"), LONGEST)
    cites = forms.ModelChoiceField(
        InformationRequest.objects.none(),
        label=_("It rests on the answer of a unit"),
        required=False,
        empty_label=_("On none: somebody else reads it first"),
    )
    signature = forms.ChoiceField(
        label=_("Signed"),
        choices=Reply.Signature.choices,
        initial=Reply.Signature.UNIT,
        widget=forms.RadioSelect,
    )
    information_class = forms.ChoiceField(label=_("Class of information"))
    is_holding = forms.BooleanField(
        label=_("It only says that we are looking into it: the answer follows"),
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        citable: Sequence[InformationRequest],
        classes: Sequence[InformationClass],
        by_name: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        cites: Any = self.fields["cites"]
        cites.queryset = InformationRequest.objects.filter(
            pk__in=[each.pk for each in citable]
        ).select_related("unit")
        cites.label_from_instance = _cited
        if not citable:
            cites.widget = forms.HiddenInput()
        shown: Any = self.fields["information_class"]
        shown.choices = [(each.key, str(each.title)) for each in classes]
        if len(shown.choices) == 1:
            shown.widget = forms.HiddenInput()
            shown.initial = shown.choices[0][0]
        if not by_name:
            self.fields["signature"].widget = forms.HiddenInput()


def _cited(request: InformationRequest) -> str:
    return f"{request.unit}: {request.answer[:80]}"


class ReviewForm(forms.Form):
    """Whether a reply goes out as it is; each finding of the screening is answered."""

    outcome = forms.ChoiceField(
        label=_("Your decision"),
        choices=[("approve", _("Send it")), ("return", _("Return the reply"))],
        widget=forms.RadioSelect,
    )
    remark = prose(_("What is to be corrected"), 300, required=False)

    def __init__(self, *args: Any, found: Sequence[Screened], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = found
        for each in found:
            self.fields[f"seen-{each.mark}"] = forms.CharField(
                label=gettext("Why «%(words)s» may be said") % {"words": each.text},
                max_length=300,
                required=False,
                widget=forms.TextInput(attrs={"dir": "auto"}),
            )

    @property
    def seen(self) -> dict[str, str]:
        return {
            each.mark: self.cleaned_data.get(f"seen-{each.mark}", "")
            for each in self.found
        }


class CloseForm(forms.Form):
    note = prose(_("Why nothing is to be answered"), 300)


class _Places(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic when it runs
    """People by their unit, so that a unit is asked and not only a person."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.unit}: {obj.user} ({obj.title})"


class AskForm(forms.Form):
    recipient = _Places(
        Placement.objects.none(), label=_("Who is asked"), empty_label=CHOOSE
    )
    question = prose(
        _("The question"),
        1000,
        help_text=_("What has to be known for the reply, and nothing else."),
    )
    quotes_message = forms.BooleanField(
        label=_("Show what was written, without its author"),
        required=False,
        initial=True,
    )
    is_urgent = forms.BooleanField(label=_("It is urgent"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["recipient"]
        field.queryset = selectors.who_may_be_asked()


class AnswerForm(forms.Form):
    answer = prose(
        _("The answer of the unit"),
        4000,
        help_text=_(
            "Short sentences are enough. Whoever answers the public words the reply."
        ),
    )
    publishable = forms.ChoiceField(
        label=_("May this be published?"),
        choices=InformationRequest.Publishable.choices,
        widget=forms.RadioSelect,
    )
    source = forms.CharField(
        label=_("Source"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=_("Number of a decision or circular, or a link."),
    )
    answered_by = forms.CharField(
        label=_("Who gives the answer"),
        max_length=160,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=_("Name and job title. The public does not see them."),
    )


class DeclineForm(forms.Form):
    why = prose(_("Whose matter it is, if you know"), 300)


class MoreTimeForm(forms.Form):
    until = moment(_("The answer comes by"))
    why = prose(_("Why it needs time"), 300)

    def clean_until(self) -> datetime:
        found: datetime = self.cleaned_data["until"]
        now = timezone.now()  # noqa: TID251 — what is typed is compared with now
        if not now < found < now + MOST_TIME:
            raise ValidationError(gettext("Enter an hour within the next sixty days."))
        return found
