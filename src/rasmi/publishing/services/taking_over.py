from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rasmi.audit import services as audit
from rasmi.audit.actions import register
from rasmi.core.models import locked
from rasmi.delegations import services as delegations
from rasmi.delegations.models import Task
from rasmi.outbox import services as outbox
from rasmi.people.models import User
from rasmi.policy import services as policy
from rasmi.publishing import selectors
from rasmi.publishing.models import Post, Version
from rasmi.publishing.services.drafting import (
    Words,
    back_to_draft,
    keep,
    write_version,
)
from rasmi.publishing.services.review import submit
from rasmi.records.models import Part
from rasmi.rules import Refusal, gate

TAKEN_OVER = register(
    "publishing.post.take_over", gettext_lazy("Took over: %(target)s")
)

LEFT_BEHIND = gate("publishing.taken_over_where_a_right_ended")


@transaction.atomic
def take_over(post: Post, *, by: User, now: datetime) -> Version:
    """
    Take upon oneself a planned post whose person may no longer publish it.

    The same words become one's own version and go to review anew: what was approved
    was approved for somebody else. It then goes out by one's own delegation.

    :raises Refusal: if one may not write and publish on all of its accounts, the right
        of its person stands or some of it is out, or as `submit` does
    """
    post = locked(post)
    before = post.version
    for channel in before.accounts:
        for task in (Task.DRAFT, Task.PUBLISH):
            delegations.require_right(by, channel, task, topic=before.topic, now=now)
    planned = selectors.intents(post)
    left = selectors.left_by(post, planned, now)
    if left is None:
        raise Refusal(
            LEFT_BEHIND,
            _("This post is not left behind by a right that ended."),
            remedy=_("Its page shows by whose right it goes out, and what is out."),
            target=post,
        )
    why = _("Taken over: the right of %(person)s to publish it has ended.") % {
        "person": left.name
    }
    waiting = sorted(
        (each for each in planned if each.is_waiting), key=lambda each: each.pk
    )
    # Approvals, then intents by key, then the record: as who sends holds them.
    for digest in sorted({each.digest for each in waiting}):
        policy.void_approvals(digest, reason=why, by=by, now=now)
    for intent in waiting:
        outbox.withdraw(intent, reason=why, by=by, now=now)
    keep(post, Part.Stage.WITHDRAWN, by=by, now=now, reason=why)
    media = list(selectors.media(before))
    version = write_version(post, _words(before), media=media, by=by, now=now)
    back_to_draft(post, before, reason=why, by=by, now=now)
    audit.record(
        TAKEN_OVER,
        actor=by,
        target=post,
        now=now,
        version=version.number,
        person=left.pk,
    )
    submit(post, by=by, now=now)
    return version


def _words(version: Version) -> Words:
    return {
        "text_ar": version.text_ar,
        "text_en": version.text_en,
        "purpose": version.purpose,
        "audience": version.audience,
        "plan": version.plan,
        "unplanned_reason": version.unplanned_reason,
        "topic": version.topic,
        "information_class": version.information_class,
        "source": version.source,
        "publish_at": version.publish_at,
        "not_after": version.not_after,
        "channels": version.accounts,
    }
