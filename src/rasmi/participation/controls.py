from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rasmi.engagement.models import Conversation, Message
from rasmi.participation.models import Contribution, Outcome
from rasmi.policy import selectors as policy
from rasmi.rules import Finding, Result, control

Kind = Conversation.Kind


@control(
    "participation.outcomes_are_told",
    gettext_lazy("What became of each suggestion and complaint is told in time"),
)
def what_became_of_suggestions_is_told(now: datetime) -> Result:
    """Suggestions and complaints whose time has passed without a published outcome."""
    days = policy.setting("outcome_report_deadline", now).number("days")
    told = Contribution.objects.filter(outcome__state=Outcome.State.PUBLISHED)
    said = Message.objects.filter(
        conversation=OuterRef("pk"), object__in=told.values("object")
    )
    due = Conversation.objects.filter(
        kind__in=[Kind.SUGGESTION, Kind.COMPLAINT],
        opened_at__lte=now - timedelta(days=days),
    )
    return Result(
        population=due.count(),
        findings=[
            Finding(
                str(each),
                _("Nobody has told what became of it."),
                reverse("engagement:conversation", args=[each.pk]),
            )
            for each in due.filter(~Exists(said)).select_related("channel")
        ],
    )
