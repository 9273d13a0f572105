from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rasmi.audit import services as audit
from rasmi.audit.actions import register
from rasmi.channels import selectors as accounts
from rasmi.core.language import isolated
from rasmi.core.models import locked
from rasmi.delegations import services as delegations
from rasmi.delegations.models import Task
from rasmi.people.models import User
from rasmi.people.services import refuse_both_sides
from rasmi.policy import selectors as policies
from rasmi.policy import services as policy
from rasmi.policy.models import Approval
from rasmi.publishing import selectors
from rasmi.publishing.models import Post, Review, SeenFinding, Version
from rasmi.publishing.services import mails
from rasmi.publishing.services.checks import require_sayable
from rasmi.publishing.services.drafting import (
    back_to_draft,
    keep,
    require_drafter,
    require_open,
)
from rasmi.publishing.services.publication import plan_approved
from rasmi.records.models import Part
from rasmi.rules import Refusal, gate

SUBMITTED = register(
    "publishing.post.submit", gettext_lazy("Sent for review: %(target)s")
)
APPROVED = register("publishing.post.approve", gettext_lazy("Approved: %(target)s"))
RETURNED = register("publishing.post.send_back", gettext_lazy("Returned: %(target)s"))
REJECTED = register("publishing.post.reject", gettext_lazy("Rejected: %(target)s"))

WAITS = gate("publishing.waits_for_review")
NOT_YET_SENT = gate("publishing.sent_for_review_once")
AS_SHOWN = gate("publishing.reviewed_as_shown")
LAST = gate("publishing.approved_by_the_final_approver")
FOUR_EYES = gate("publishing.reviewed_by_another")
SOMEBODY = gate("publishing.somebody_may_review")
SAYS_WHY = gate("publishing.reviewer_says_why")

State = Post.State
SHORTEST = 5  # characters of a reason


@transaction.atomic
def submit(post: Post, *, by: User, now: datetime) -> None:
    """
    Send a draft for review, to all who may approve it.

    :raises Refusal: if something is missing or not allowed, or nobody could review it
    """
    post = require_open(post, by, now)
    version = post.version
    require_drafter(by, version.accounts, version.topic, now)
    if post.is_in_review or post.is_approved:
        raise Refusal(
            NOT_YET_SENT,
            _("It was sent for review already."),
            remedy=_("Load its page again to see how it stands."),
            target=post,
        )
    require_sayable(version, now=now)
    readers = selectors.reviewers(post, now)
    if not readers:
        raise Refusal(
            SOMEBODY,
            _(
                "Nobody besides the writers may review for these accounts and "
                "this topic."
            ),
            remedy=_("Ask the unit that owns the account to delegate a reviewer."),
            target=post,
        )
    back_to_draft(post, version, by=by, now=now)
    post.move(State.DRAFT, State.IN_REVIEW, now)
    keep(post, Part.Stage.SUBMITTED, by=by, now=now, version=version.number)
    audit.record(SUBMITTED, actor=by, target=post, now=now, version=version.number)
    mails.tell_of_submission(post, readers, now=now)


@transaction.atomic
def approve(
    post: Post,
    *,
    number: int,
    seen: Mapping[str, str],
    remark: str = "",
    by: User,
    now: datetime,
) -> None:
    """
    Approve the version that one has read; with the last approval needed it is planned.

    :param number: of the version that the page showed
    :param seen: for each finding of the screening by its mark, why it may pass
    :raises Refusal: if one wrote any of it, may not review here, it is another version,
        or a finding is not answered
    """
    post, version = _held_for(post, number, by, now)
    require_sayable(version, now=now)
    for saying in selectors.sayings(version):
        policy.approve(
            saying.act,
            saying.digest,
            written_by=version.written_by,
            written_at=version.written_at,
            window=(saying.not_before, saying.not_after),
            by=by,
            now=now,
        )
    _keep_seen(version, seen, by, now)
    Review.objects.create(
        version=version, outcome=Review.Outcome.APPROVED, remark=remark, by=by, at=now
    )
    keep(
        post,
        Part.Stage.APPROVED,
        by=by,
        now=now,
        version=version.number,
        remark=remark,
        digests=[each.digest for each in selectors.sayings(version)],
        seen=dict(seen),
    )
    audit.record(APPROVED, actor=by, target=post, now=now, version=version.number)
    if _is_approved(version, now):
        post.move(State.IN_REVIEW, State.APPROVED, now)
        plan_approved(post, by=by, now=now)


@transaction.atomic
def send_back(post: Post, *, number: int, remark: str, by: User, now: datetime) -> None:
    """
    Return a version to its author, with what is to be corrected.

    :raises Refusal: as `approve` does, or without a remark
    """
    post, version = _held_for(post, number, by, now)
    _decide(post, version, Review.Outcome.RETURNED, remark, by, now)
    back_to_draft(post, version, by=by, now=now)
    keep(post, Part.Stage.RETURNED, by=by, now=now, remark=remark)
    audit.record(RETURNED, actor=by, target=post, now=now, version=version.number)
    mails.tell_of_return(post, remark, now=now)


@transaction.atomic
def reject(post: Post, *, number: int, remark: str, by: User, now: datetime) -> None:
    """
    Close a post that is not to be said at all; it stays in the record.

    :raises Refusal: as `approve` does, or without a remark
    """
    post, version = _held_for(post, number, by, now)
    _decide(post, version, Review.Outcome.REJECTED, remark, by, now)
    back_to_draft(post, version, by=by, now=now)
    post.move(State.DRAFT, State.CLOSED, now)
    keep(post, Part.Stage.REJECTED, by=by, now=now, remark=remark)
    audit.record(REJECTED, actor=by, target=post, now=now, version=version.number)
    mails.tell_of_rejection(post, remark, now=now)


def require_reviewer(post: Post, version: Version, by: User, now: datetime) -> None:
    """
    Refuse who may not review a post: no right to, or wrote some of it.

    :raises Refusal: then
    """
    for channel in version.accounts:
        delegations.require_right(
            by, channel, Task.REVIEW, topic=version.topic, now=now
        )
    for approver in accounts.final_approvers(version.accounts):
        if not accounts.is_of_final_approver(by, approver, now):
            raise Refusal(
                LAST,
                _("On «%(account)s» people of «%(unit)s» give the last approval.")
                % {"account": approver.channel, "unit": approver.unit},
                remedy=_("So it was decided: %(decision)s.")
                % {"decision": isolated(str(approver.decision))},
                target=post,
            )
    for each in post.versions.select_related("written_by"):
        if each.written_by_id == by.pk:
            raise Refusal(
                FOUR_EYES,
                _("Nobody reviews what they wrote themselves."),
                remedy=_("A colleague who may review on these accounts does."),
                target=post,
            )
        refuse_both_sides(
            by, each.written_by, now=now, since=each.written_at, target=post
        )


def _held_for(post: Post, number: int, by: User, now: datetime) -> tuple[Post, Version]:
    post = locked(post)
    version = post.version
    require_reviewer(post, version, by, now)
    if not post.is_in_review:
        raise Refusal(
            WAITS,
            _("This post does not wait for a review any more."),
            remedy=_("Load its page again to see how it stands."),
            target=post,
        )
    if version.number != number:
        raise Refusal(
            AS_SHOWN,
            _("The post was changed after you opened it."),
            remedy=_("Read the new version, then decide."),
            target=post,
        )
    return post, version


def _keep_seen(
    version: Version, seen: Mapping[str, str], by: User, now: datetime
) -> None:
    for found in selectors.findings(version):
        reason = seen.get(found.mark, "").strip()
        if len(reason) < SHORTEST:
            raise Refusal(
                policy.SCREENING[found.category],
                _("«%(words)s»: %(why)s") % {"words": found.text, "why": found.says},
                remedy=_("Say why it may be published as it is, or return the post."),
                target=version.post,
            )
        SeenFinding.objects.update_or_create(
            version=version,
            mark=found.mark,
            by=by,
            defaults={
                "category": found.category.value,
                "words": found.text[:300],
                "reason": reason[:300],
                "at": now,
            },
        )


def _is_approved(version: Version, now: datetime) -> bool:
    needed = policies.approvals_for("post", now).others
    standing = Approval.objects.standing(now)
    return all(
        standing.filter(digest=saying.digest).count() >= needed
        for saying in selectors.sayings(version)
    )


def _decide(
    post: Post,
    version: Version,
    outcome: Review.Outcome,
    remark: str,
    by: User,
    now: datetime,
) -> None:
    if len(remark.strip()) < SHORTEST:
        raise Refusal(
            SAYS_WHY,
            _("The author needs to know why."),
            remedy=_("Write in a few words what is to be corrected, or what is wrong."),
            target=post,
        )
    Review.objects.create(
        version=version, outcome=outcome, remark=remark.strip(), by=by, at=now
    )
