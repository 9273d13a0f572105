from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef
from django.db.models.fields.json import KT
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rasmi.outbox import selectors
from rasmi.outbox.models import Intent
from rasmi.records.models import Part
from rasmi.rules import Finding, Result, control

SOON = timedelta(hours=1)  # a platform lists what it took long before that


def _finding(intent: Intent, detail: str) -> Finding:
    return Finding(str(intent), detail, reverse("outbox:intent", args=[intent.pk]))


@control(
    "outbox.posted_by_hand_in_time",
    gettext_lazy("What became of each post by hand is told in time"),
)
def what_was_handed_over_is_told_of(now: datetime) -> Result:
    by_hand = Intent.objects.filter(connector=Intent.Connector.MANUAL)
    return Result(
        population=by_hand.filter(armed_at__lte=now).count(),
        findings=[
            *(
                _finding(each, _("Handed over, and nobody said what became of it."))
                for each in selectors.overdue_by_hand(now)
            ),
            *(
                _finding(each, _("Out although it was recalled."))
                for each in by_hand.filter(
                    state=Intent.State.CONFIRMED, recalled_at__isnull=False
                )
            ),
        ],
    )


@control(
    "outbox.outcome_is_known",
    gettext_lazy("The outcome of everything that was sent is known"),
)
def every_outcome_is_known(now: datetime) -> Result:
    sent = selectors.intents().filter(armed_at__lte=now - SOON)
    lost = sent.filter(state__in=[Intent.State.UNKNOWN, Intent.State.ARMED])
    return Result(
        population=sent.count(),
        findings=[
            _finding(each, _("Out although it was recalled."))
            for each in sent.exclude(connector=Intent.Connector.MANUAL).filter(
                state=Intent.State.CONFIRMED, recalled_at__isnull=False
            )
        ],
        unknown=[
            _finding(each, _("Nobody knows yet whether it is visible."))
            for each in lost
        ],
    )


@control(
    "outbox.kept_outside_the_platform",
    gettext_lazy("A copy of all that was published is kept outside its platform"),
)
def kept_outside_the_platform(now: datetime) -> Result:
    out = selectors.intents().filter(state=Intent.State.CONFIRMED, ended_at__lte=now)
    copies = Part.objects.annotate(of=KT("content__intent")).filter(
        record=OuterRef("record"), stage=Part.Stage.SENT, of=OuterRef("key")
    )
    return Result(
        population=out.count(),
        findings=[
            _finding(each, _("It was published, and no copy of it is kept here."))
            for each in out.filter(~Exists(copies))
        ],
    )
