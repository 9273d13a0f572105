from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rasmi.core.calendar import months_later, start_of
from rasmi.outbox.models import Intent
from rasmi.policy.models import Approval
from rasmi.publishing import selectors
from rasmi.publishing.models import Post, Sample, Urgency
from rasmi.publishing.selectors import upkeep
from rasmi.rules import Finding, Result, control

POST = "publishing.post"
GRACE = timedelta(days=14)  # in which who may publish there looks at an old post
DRAWN_WITHIN = timedelta(days=3)  # after the end of its month


def _page(subject: str) -> str:
    return reverse("publishing:post", args=[subject])


@control(
    "publishing.reviewed_by_another",
    gettext_lazy("Each post that is out was read by another person"),
)
def what_is_out_was_read_by_another(now: datetime) -> Result:
    """Everything published: approved beforehand by another, or looked at afterwards."""
    out = Intent.objects.filter(
        state=Intent.State.CONFIRMED, record__subject_type=POST
    ).select_related("record", "channel")
    approvals = Approval.objects.exclude(by=None).values_list("digest", "by")
    others: dict[str, set[int]] = {}
    for digest, by in approvals:
        others.setdefault(digest, set()).add(by)
    urgent = set(Urgency.objects.values_list("post", flat=True))
    looked = urgent - set(
        selectors.unreviewed_urgencies().values_list("post", flat=True)
    )
    findings = [
        Finding(str(each), _("Nobody else has read it."), _page(each.record.subject_id))
        for each in out
        if not others.get(each.digest, set()) - {each.person_id, each.written_by_id}
        and int(each.record.subject_id) not in looked
    ]
    return Result(population=len(out), findings=findings)


@control(
    "publishing.urgent_is_looked_at",
    gettext_lazy("Each urgent post is reviewed afterwards in time"),
)
def urgent_posts_are_looked_at_in_time(now: datetime) -> Result:
    late = selectors.unreviewed_urgencies().filter(look_by__lte=now)
    return Result(
        population=Urgency.objects.count(),
        findings=[
            Finding(
                str(each.post),
                _("It went out urgently, and nobody looked at it in time."),
                _page(str(each.post_id)),
            )
            for each in late
        ],
    )


@control(
    "publishing.old_posts_are_looked_at",
    gettext_lazy("Each post that has been out for long is looked at again"),
)
def old_posts_are_looked_at(now: datetime) -> Result:
    if upkeep.months_of_old(now) is None:
        return Result(0, is_set=False)
    return Result(
        population=Post.objects.filter(upkeep.is_out()).count(),
        findings=[
            Finding(
                str(each),
                _("It has been out for long, and nobody has looked at it again."),
                reverse("publishing:look_at_old", args=[each.pk]),
            )
            for each in upkeep.old_posts(now - GRACE)
        ],
    )


@control(
    "publishing.sample_is_judged",
    gettext_lazy("Of each month some of what was published is looked at by others"),
)
def each_sample_is_judged(now: datetime) -> Result:
    """
    Each month has its sample, those that are due are judged whole, and of what may be
    against the policy somebody said what came of it.
    """
    found = [
        Finding(
            str(each),
            _("It was drawn, and not all of it is judged in time."),
            reverse("publishing:sample", args=[each.pk]),
        )
        for each in upkeep.samples().filter(due_at__lte=now, items__outcome="")
    ]
    found += [
        Finding(
            str(each.intent.channel),
            _("It may be against the policy, and nobody said what came of it."),
            reverse("publishing:sample", args=[each.sample_id]),
        )
        for each in upkeep.unsettled()
    ]
    undrawn = upkeep.undrawn(now)
    page = reverse("publishing:samples")
    found += [
        Finding(f"{month:%Y-%m}", _("No sample of it was drawn."), page)
        for month in undrawn
        if now > start_of(months_later(month, 1)) + DRAWN_WITHIN
    ]
    newest = upkeep.month_before(now)
    months = {*Sample.objects.values_list("month", flat=True), *undrawn, newest}
    return Result(len(months), found)
