from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rasmi.audit import services as audit
from rasmi.audit.actions import register
from rasmi.core.models import locked
from rasmi.people.models import User
from rasmi.people.services import refuse_both_sides
from rasmi.publishing import selectors
from rasmi.publishing.models import Post, Review
from rasmi.publishing.services import mails
from rasmi.publishing.services.drafting import keep
from rasmi.publishing.services.review import SAYS_WHY, SHORTEST, require_reviewer
from rasmi.records.models import Part
from rasmi.rules import Refusal, gate

LOOKED_AT = register(
    "publishing.post.look_at_afterwards",
    gettext_lazy("Reviewed after it was published: %(target)s"),
)

WAS_URGENT = gate("publishing.urgent_is_looked_at")


@transaction.atomic
def look_afterwards(
    post: Post, *, outcome: Review.Outcome, remark: str = "", by: User, now: datetime
) -> None:
    """
    Review what was published urgently.

    :param outcome: UPHELD or OBJECTED; an objection says why
    :raises Refusal: if it was not urgent, was looked at, or one wrote or published it
    """
    post = locked(post)
    urgency = selectors.urgency(post)
    waiting = selectors.unreviewed_urgencies().filter(post=post)
    if urgency is None or not waiting.exists() or outcome not in Review.AFTERWARDS:
        raise Refusal(
            WAS_URGENT,
            _("Nothing waits here for a review afterwards."),
            remedy=_("Load its page again to see how it stands."),
            target=post,
        )
    require_reviewer(post, urgency.version, by, now)
    refuse_both_sides(by, urgency.by, now=now, since=urgency.at, target=post)
    if outcome == Review.Outcome.OBJECTED and len(remark.strip()) < SHORTEST:
        raise Refusal(
            SAYS_WHY,
            _("The author needs to know why."),
            remedy=_("Write in a few words what is to be corrected, or what is wrong."),
            target=post,
        )
    Review.objects.create(
        version=urgency.version, outcome=outcome, remark=remark.strip(), by=by, at=now
    )
    keep(post, Part.Stage.LOOKED_AT, by=by, now=now, outcome=outcome, remark=remark)
    audit.record(LOOKED_AT, actor=by, target=post, now=now, outcome=outcome.value)
    if outcome == Review.Outcome.OBJECTED:
        mails.tell_of_objection(post, remark, now=now)
