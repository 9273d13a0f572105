from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rasmi.outbox.models import Intent
from rasmi.policy.models import Approval
from rasmi.publishing import selectors
from rasmi.publishing.models import Urgency
from rasmi.rules import Finding, Result, control

POST = "publishing.post"


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
