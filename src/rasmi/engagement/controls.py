from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from django.db.models import F, Min, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rasmi.engagement import selectors
from rasmi.engagement.models import Conversation, InformationRequest, Reply, Wait
from rasmi.policy import selectors as policy
from rasmi.rules import Finding, Result, control

PERIOD = timedelta(days=90)  # that a share is reckoned over


def _page(conversation: Conversation) -> str:
    return reverse("engagement:conversation", args=[conversation.pk])


def _findings(waits: Iterable[Wait], detail: str) -> Iterator[Finding]:
    for each in waits:
        found = each.conversation
        yield Finding(str(found), detail, _page(found))


def _waits() -> QuerySet[Wait]:
    return Wait.objects.select_related("conversation__channel")


def _late(now: datetime, done: str, due: str) -> QuerySet[Wait]:
    """Answered after its hour, or not at all although the hour has passed."""
    never = Q(**{f"{done}__isnull": True, "ended_at": None, f"{due}__lte": now})
    return _waits().filter(never | Q(**{f"{done}__gt": F(due)}))


@control(
    "engagement.first_reply_in_time", gettext_lazy("The first reply comes in time")
)
def the_first_reply_comes_in_time(now: datetime) -> Result:
    late = _late(now, "first_at", "first_due_at")
    detail = _("The first reply was not out in time.")
    return Result(_waits().count(), list(_findings(late, detail)))


@control("engagement.answered_in_time", gettext_lazy("The answer comes in time"))
def the_answer_comes_in_time(now: datetime) -> Result:
    late = _late(now, "final_at", "final_due_at")
    detail = _("The answer was not out in time.")
    return Result(_waits().count(), list(_findings(late, detail)))


@control(
    "engagement.late_share_is_low",
    gettext_lazy("The share of late replies stays within its limit"),
)
def few_replies_are_late(now: datetime) -> Result:
    limit = policy.setting("overdue_rate_limit", now)
    if not limit.is_approved:
        return Result(0, is_set=False)
    recent = _waits().filter(begun_at__gt=now - PERIOD, first_due_at__lte=now)
    late = _late(now, "first_at", "first_due_at").filter(begun_at__gt=now - PERIOD)
    count, allowed = recent.count(), limit.number("percent")
    share = 100 * late.count() / count if count else 0.0
    if share <= allowed:
        return Result(count)
    detail = _(
        "%(share)s%% of the replies of ninety days were late; %(most)s%% may be."
    )
    words = detail % {"share": round(share, 1), "most": allowed}
    return Result(count, [Finding(_("Replies"), words, reverse("engagement:inbox"))])


@control(
    "engagement.each_is_triaged", gettext_lazy("Each contribution is sorted in time")
)
def every_contribution_is_sorted(now: datetime) -> Result:
    unsorted = Conversation.objects.unsorted().overdue(now).select_related("channel")
    return Result(
        population=Conversation.objects.count(),
        findings=[
            Finding(str(each), _("Nobody has said what it is in time."), _page(each))
            for each in unsorted
        ],
    )


@control(
    "engagement.each_is_answered",
    gettext_lazy("No contribution waits for its answer beyond its time"),
)
def every_contribution_is_answered(now: datetime) -> Result:
    """What needs an answer and was closed has one, or a reason."""
    late = _waits().filter(ended_at=None, final_due_at__lte=now)
    detail = _("It waits for its answer, and the hour has passed.")
    return Result(_waits().count(), list(_findings(late, detail)))


@control(
    "engagement.each_topic_has_a_speaker",
    gettext_lazy("Whatever is asked about has somebody who may answer"),
)
def each_topic_has_a_speaker(now: datetime) -> Result:
    return Result(
        population=Conversation.objects.open().sorted_out().count(),
        findings=[
            Finding(
                str(each),
                _("Nobody is delegated to answer about «%(topic)s» on this account.")
                % {"topic": each.topic},
                _page(each),
            )
            for each in selectors.without_speaker(now)
        ],
    )


@control(
    "engagement.facts_come_from_units",
    gettext_lazy("Each answer rests on the unit that knows, or on a second person"),
)
def facts_come_from_the_units_that_know_them(now: datetime) -> Result:
    """A reply that answers rests on a unit, or a second person answers for it."""
    said = Reply.objects.filter(confirmed_at__lte=now, is_holding=False)
    alone = said.filter(cites=None, reviewed_by=None)
    return Result(
        population=said.count(),
        findings=[
            Finding(
                str(each.conversation),
                _("Answered without a source and without a second person."),
                _page(each.conversation),
            )
            for each in alone.select_related("conversation__channel")
        ],
    )


@control(
    "engagement.units_answer_in_time",
    gettext_lazy("Units answer what they are asked in time"),
)
def units_answer_without_delay(now: datetime) -> Result:
    asked = InformationRequest.objects.select_related("unit", "conversation__channel")
    never = Q(answered_at=None, declined_at=None, due_at__lte=now)
    late = asked.filter(never | Q(answered_at__gt=F("due_at")))
    return Result(
        population=asked.count(),
        findings=[
            Finding(
                str(each.unit),
                _("The unit did not answer in time."),
                _page(each.conversation),
            )
            for each in late
        ],
    )


@control(
    "engagement.verification_begins_in_time",
    gettext_lazy("What needs checking is checked without delay"),
)
def what_needs_checking_is_checked_at_once(now: datetime) -> Result:
    """From what was said to the first question to a unit, where one was asked."""
    minutes = policy.setting("verification_ack_target", now).number("minutes")
    asked = Conversation.objects.annotate(first=Min("requests__asked_at")).filter(
        first__isnull=False
    )
    late = asked.filter(first__gt=F("opened_at") + timedelta(minutes=minutes))
    return Result(
        population=asked.count(),
        findings=[
            Finding(
                str(each),
                _("The unit that knows was asked too late."),
                _page(each),
            )
            for each in late.select_related("channel")
        ],
    )
