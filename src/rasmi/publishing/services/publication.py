from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rasmi.audit import services as audit
from rasmi.audit.actions import register
from rasmi.core.models import locked
from rasmi.delegations import selectors as delegated
from rasmi.delegations import services as delegations
from rasmi.delegations.models import Task
from rasmi.outbox import services as outbox
from rasmi.outbox.models import Saying
from rasmi.people.models import User
from rasmi.policy import selectors as policies
from rasmi.policy import services as policy
from rasmi.policy.models import Approval
from rasmi.publishing import selectors
from rasmi.publishing.models import Post, SeenFinding, Urgency, Version
from rasmi.publishing.services import mails
from rasmi.publishing.services.checks import require_sayable
from rasmi.publishing.services.drafting import back_to_draft, keep, require_open
from rasmi.records import services as records
from rasmi.records.models import Part
from rasmi.rules import Refusal, gate

PLANNED = register("publishing.post.plan", gettext_lazy("Planned: %(target)s"))
URGENT = register(
    "publishing.post.publish_urgently", gettext_lazy("Published urgently: %(target)s")
)
RECALLED = register("publishing.post.recall", gettext_lazy("Recalled: %(target)s"))

APPROVED_FIRST = gate("publishing.approved_before_it_is_planned")
REASON = gate("publishing.urgency_has_a_reason")
NOT_RETURNED = gate("publishing.urgent_is_not_past_a_review")
CLEAR = gate("publishing.urgent_is_clear")
STILL_THERE = gate("publishing.something_is_left_to_recall")
MAY_RECALL = gate("publishing.recalled_by_who_answers_for_it")

State = Post.State
SHORTEST_REASON = 10  # characters
URGENT_WINDOW = timedelta(hours=2)  # what is urgent is no longer so afterwards


def plan_approved(post: Post, *, by: User, now: datetime) -> None:
    """Plan an approved post by the right of its writer, where the writer has it."""
    version = post.version
    for person in (version.written_by, post.author):
        if selectors.may_speak(person, version, now):
            _plan(post, selectors.sayings(version), person=person, by=by, now=now)
            return
    mails.tell_publishers(post, now=now)


@transaction.atomic
def plan_post(post: Post, *, by: User, now: datetime) -> None:
    """
    Take an approved post upon oneself: it goes out in its window, by one's own right.

    :raises Refusal: if it is not approved, or one may not publish on its accounts
    """
    post = locked(post)
    version = post.version
    for channel in version.accounts:
        delegations.require_right(
            by, channel, Task.PUBLISH, topic=version.topic, now=now
        )
    if not post.is_approved:
        raise Refusal(
            APPROVED_FIRST,
            _("Only what was approved is planned."),
            remedy=_("Load its page again to see how it stands."),
            target=post,
        )
    _plan(post, selectors.sayings(version), person=by, by=by, now=now)


def _plan(
    post: Post, sayings: list[Saying], *, person: User, by: User, now: datetime
) -> None:
    version = post.version
    record = records.open_record(post, now=now)
    seen = _seen(version, now)
    for saying in sayings:
        outbox.plan(
            saying,
            record=record,
            written_by=version.written_by,
            person=person,
            seen=seen,
            by=by,
            now=now,
        )
    for state in (State.APPROVED, State.DRAFT):
        post.move(state, State.PLANNED, now)
    audit.record(PLANNED, actor=by, target=post, now=now, version=version.number)


def _seen(version: Version, now: datetime) -> list[str]:
    """What those saw whose approval stands; what others saw counts no more."""
    digests = [each.digest for each in selectors.sayings(version)]
    standing = Approval.objects.standing(now).filter(digest__in=digests)
    found = SeenFinding.objects.filter(version=version, by__in=standing.values("by"))
    return sorted(set(found.values_list("mark", flat=True)))


@transaction.atomic
def publish_urgently(post: Post, *, reason: str, by: User, now: datetime) -> None:
    """
    Publish at once and alone; the reviewers are told, and look at it afterwards.

    :raises Refusal: if one may not publish there, gives no reason, or the screening
        found anything that a second person would have to see
    """
    post = require_open(post, by, now)
    version = post.version
    for channel in version.accounts:
        delegations.require_right(
            by, channel, Task.PUBLISH, topic=version.topic, now=now
        )
    if len(reason.strip()) < SHORTEST_REASON:
        raise Refusal(
            REASON,
            _("What is urgent has a reason that can be told afterwards."),
            remedy=_("Write what harm waiting for a review would do."),
            target=post,
        )
    last = selectors.reviews(post).first()
    if last and last.is_return:
        raise Refusal(
            NOT_RETURNED,
            _(
                "A reviewer has returned this post: "
                "nobody publishes it past the review."
            ),
            remedy=_("Correct it and send it for review again."),
            target=post,
        )
    window = (now, now + URGENT_WINDOW)
    require_sayable(version, now=now, window=window)
    _refuse_unclear(version)
    back_to_draft(post, version, by=by, now=now)
    hours = policies.approvals_for("urgent_post", now).looked_at_within
    Urgency.objects.create(
        post=post,
        version=version,
        reason=reason.strip(),
        by=by,
        at=now,
        look_by=now + timedelta(hours=hours),
    )
    sayings = selectors.sayings(version, act="urgent_post", window=window)
    _plan(post, sayings, person=by, by=by, now=now)
    audit.record(URGENT, actor=by, target=post, now=now, version=version.number)
    mails.tell_of_urgency(post, selectors.reviewers(post, now), now=now)


def _refuse_unclear(version: Version) -> None:
    for found in selectors.findings(version):
        raise Refusal(
            CLEAR,
            _(
                "What the screening finds is never published without a review: "
                "«%(words)s»."
            )
            % {"words": found.text},
            remedy=_("Take it out, or send the post for review."),
            target=version.post,
        )


@transaction.atomic
def recall(post: Post, *, reason: str, by: User, now: datetime) -> None:
    """
    Recall what is not out yet, on every account; what was approved counts no more.

    :raises Refusal: if one neither wrote, reviews nor publishes it, or all of it is out
    """
    post = locked(post)
    version = post.version
    if not may_recall(post, version, by, now):
        raise Refusal(
            MAY_RECALL,
            _("A post is recalled by its author, a reviewer or who may publish it."),
            remedy=_("To stop everything at once, use the emergency stop."),
            target=post,
        )
    planned = selectors.intents(post)
    if not selectors.can_recall(post, planned):
        raise Refusal(
            STILL_THERE,
            _("Nothing of it can be recalled any more."),
            remedy=_("Its page shows what became of it on each account."),
            target=post,
        )
    waiting = [each for each in planned if each.is_waiting]
    to_recall = sorted(
        (each for each in planned if each.can_be_recalled), key=lambda each: each.pk
    )
    # Approvals, then intents by key, then the record: as who sends holds them.
    for digest in sorted({each.digest for each in to_recall}):
        policy.void_approvals(digest, reason=reason, by=by, now=now)
    for intent in to_recall:
        locked(intent)
    for intent in to_recall:
        outbox.withdraw(intent, reason=reason, by=by, now=now)
    keep(post, Part.Stage.WITHDRAWN, by=by, now=now, reason=reason)
    if all(each.is_over for each in selectors.intents(post)):
        back_to_draft(post, version, reason=reason, by=by, now=now)
    audit.record(RECALLED, actor=by, target=post, now=now, intents=len(waiting))
    if by.pk != version.written_by_id:
        mails.tell_of_recall(post, reason, now=now)


def may_recall(post: Post, version: Version, user: User, now: datetime) -> bool:
    """Whether a person may recall a post: author, reviewer or publisher of it."""
    if user.pk in (post.author_id, version.written_by_id):
        return True
    return any(
        delegated.right(user, channel, task, version.topic, now)
        for channel in version.accounts
        for task in (Task.REVIEW, Task.PUBLISH)
    )
