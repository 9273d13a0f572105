from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from rasmi.core.language import listed
from rasmi.people.models import User
from rasmi.publishing import selectors
from rasmi.publishing.models import Post
from rasmi.rules import Owed, Viewer, duty


def _page(post: Post, name: str = "post") -> str:
    return reverse(f"publishing:{name}", args=[post.pk])


def _accounts(post: Post) -> str:
    return listed(str(each) for each in post.version.accounts)


@duty("publishing.reviewed_by_another")
def posts_are_reviewed(viewer: Viewer, now: datetime) -> Iterator[Owed]:
    for post in selectors.to_review(User(pk=viewer.pk), now):
        yield Owed(
            title=_("Review: «%(post)s»") % {"post": post},
            detail=_("For %(accounts)s; the time shown is its hour of publication.")
            % {"accounts": _accounts(post)},
            act=_("Read it and decide"),
            url=_page(post, "review"),
            due_at=post.version.publish_at,
            icon="clipboard-check",
        )


@duty("publishing.returned_is_corrected")
def returned_drafts_are_corrected(viewer: Viewer, now: datetime) -> Iterator[Owed]:
    for post, review in selectors.returned_to(User(pk=viewer.pk)):
        yield Owed(
            title=_("Correct: «%(post)s»") % {"post": post},
            detail=review.remark,
            act=_("Correct it"),
            url=_page(post),
            icon="arrow-back-up",
        )


@duty("publishing.hour_is_to_come")
def late_posts_get_a_new_hour(viewer: Viewer, now: datetime) -> Iterator[Owed]:
    for post in selectors.past_their_hour(User(pk=viewer.pk), now):
        yield Owed(
            title=_("Choose a new hour: «%(post)s»") % {"post": post},
            detail=_("Its window closed before it was approved and planned."),
            act=_("Change the draft"),
            url=_page(post, "edit"),
            icon="clock",
        )


@duty("publishing.approved_is_planned")
def approved_posts_are_planned(viewer: Viewer, now: datetime) -> Iterator[Owed]:
    for post in selectors.waiting_for_publisher(User(pk=viewer.pk), now):
        yield Owed(
            title=_("Publish: «%(post)s»") % {"post": post},
            detail=_("Approved, and its author may not publish."),
            act=_("See the post"),
            url=_page(post),
            due_at=post.version.not_after,
            icon="send",
        )


@duty("publishing.urgent_is_looked_at")
def urgent_posts_are_looked_at(viewer: Viewer, now: datetime) -> Iterator[Owed]:
    me = User(pk=viewer.pk)
    for urgency in selectors.unreviewed_urgencies():
        if urgency.by_id != viewer.pk and selectors.may_review(me, urgency.post, now):
            yield Owed(
                title=_("Look at an urgent post: «%(post)s»") % {"post": urgency.post},
                detail=_("It went out without a review, and one is owed afterwards."),
                act=_("Look at it"),
                url=_page(urgency.post, "look_afterwards"),
                due_at=urgency.look_by,
                icon="eye",
            )
