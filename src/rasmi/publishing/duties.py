from collections.abc import Iterator
from datetime import datetime

from django.db.models import Count
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rasmi.core.language import listed
from rasmi.people.models import User
from rasmi.publishing import selectors
from rasmi.publishing.models import Post, SampleItem
from rasmi.publishing.selectors import upkeep
from rasmi.rules import Owed, Viewer, duty
from rasmi.web.templatetags.web import digits

MOST = 5  # on a first page; the others are one line
READ = 200  # of which it is asked whether they are mine


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


@duty("publishing.old_posts_are_looked_at")
def old_posts_are_looked_at(viewer: Viewer, now: datetime) -> Iterator[Owed]:
    """To who may publish there: the oldest first, the others in one line."""
    me = User(pk=viewer.pk)
    known: dict[object, bool] = {}  # the same accounts and topics come again and again

    def is_mine(post: Post) -> bool:
        version = post.version
        key = (version.topic_id, frozenset(each.pk for each in version.accounts))
        if key not in known:
            known[key] = upkeep.may_look(me, post, now)
        return known[key]

    mine = [each for each in upkeep.old_posts_near(me, now)[:READ] if is_mine(each)]
    for post in mine[:MOST]:
        yield Owed(
            title=_("Does this still hold? «%(post)s»") % {"post": post},
            detail=_("It has been out for long, and nobody has looked at it again."),
            act=_("Look at it"),
            url=_page(post, "look_at_old"),
            icon="history",
        )
    more = len(mine[MOST:])
    if more:
        yield Owed(
            title=ngettext(
                "%(n)s more post has been out for long",
                "%(n)s more posts have been out for long",
                more,
            )
            % {"n": digits(more)},
            detail=_("Each is kept, or corrected."),
            act=_("See them"),
            url=reverse("publishing:old_posts"),
            icon="history",
        )


@duty("publishing.sample_is_judged")
def samples_are_judged(viewer: Viewer, now: datetime) -> Iterator[Owed]:
    if not {"approve", "policy"} & viewer.powers:
        return
    me = User(pk=viewer.pk)
    waiting = upkeep.for_another(me, SampleItem.objects.filter(outcome=""))
    left = dict(
        waiting.order_by()
        .values_list("sample")
        .annotate(n=Count("pk"))
        .values_list("sample", "n")
    )
    for sample in upkeep.samples().filter(pk__in=left):
        yield Owed(
            title=_("Judge the sample of %(month)s")
            % {"month": date_format(sample.month, "F Y")},
            detail=ngettext(
                "%(n)s of it waits for somebody who had no part in it.",
                "%(n)s of it wait for somebody who had no part in them.",
                left[sample.pk],
            )
            % {"n": digits(left[sample.pk])},
            act=_("Open the sample"),
            url=reverse("publishing:sample", args=[sample.pk]),
            due_at=sample.due_at,
            icon="zoom-check",
        )
    for item in upkeep.for_another(me, upkeep.unsettled()).exclude(by=me)[:MOST]:
        yield Owed(
            title=_("Say what came of it: «%(account)s»")
            % {"account": item.intent.channel},
            detail=item.remark,
            act=_("Say it"),
            url=reverse("publishing:settle", args=[item.pk]),
            icon="alert-triangle",
        )
