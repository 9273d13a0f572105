from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rasmi.core.language import listed
from rasmi.delegations.models import Task
from rasmi.notify import services as notify
from rasmi.notify.letters import Letter
from rasmi.people.models import User
from rasmi.publishing import selectors
from rasmi.publishing.models import Post
from rasmi.web.templatetags.web import day, hour


def tell_of_submission(post: Post, readers: Sequence[User], *, now: datetime) -> None:
    version = post.version
    at = version.publish_at

    def letter(reader: User) -> Letter:
        return Letter(
            subject=_("A post waits for your review"),
            paragraphs=(
                _("Peace be upon you, %(name)s.") % {"name": reader.name},
                _("%(author)s wrote a post for: %(accounts)s.")
                % {
                    "author": version.written_by.name,
                    "accounts": listed(str(each) for each in version.accounts),
                },
                _("It is to be published on %(day)s, %(hour)s.")
                % {"day": day(at), "hour": hour(at)},
            ),
            act=_("Read it and decide"),
            url=_page(post, "review"),
        )

    _send_each(readers, letter, now)


def tell_of_return(post: Post, remark: str, *, now: datetime) -> None:
    subject = gettext_lazy("A post was returned to you for correction")
    _pass_on(remark, post, subject, gettext_lazy("Correct it"), now)


def tell_of_rejection(post: Post, remark: str, *, now: datetime) -> None:
    subject = gettext_lazy("A post was rejected")
    _pass_on(remark, post, subject, gettext_lazy("See the post"), now)


def tell_of_objection(post: Post, remark: str, *, now: datetime) -> None:
    subject = gettext_lazy("The review afterwards objected to an urgent post")
    _pass_on(remark, post, subject, gettext_lazy("See the post"), now)


def _pass_on(
    remark: str, post: Post, subject: Promise, act: Promise, now: datetime
) -> None:
    """What a reviewer wrote, to who wrote the post."""

    def letter(author: User) -> Letter:
        return Letter(
            subject=str(subject),
            paragraphs=(
                _("Peace be upon you, %(name)s.") % {"name": author.name},
                _("The reviewer wrote: «%(remark)s»") % {"remark": remark},
            ),
            act=str(act),
            url=_page(post),
        )

    _send_each([post.version.written_by], letter, now)


def tell_publishers(post: Post, *, now: datetime) -> None:
    """To who may publish it and approved nothing of it; to the author if nobody may."""
    version = post.version
    publishers = [
        each
        for each in selectors.holders(
            Task.PUBLISH, version.accounts, version.topic, now
        )
        if not selectors.has_approved(each, version, now)
    ]

    def letter(publisher: User) -> Letter:
        return Letter(
            subject=_("An approved post waits for who publishes it"),
            paragraphs=(
                _("Peace be upon you, %(name)s.") % {"name": publisher.name},
                _("Its author may not publish, and you may."),
            ),
            act=_("See the post"),
            url=_page(post),
        )

    def alone(author: User) -> Letter:
        return Letter(
            subject=_("Approved, and nobody may publish it"),
            paragraphs=(
                _("Peace be upon you, %(name)s.") % {"name": author.name},
                _(
                    "Nobody but who approved it may publish on these accounts now. "
                    "Ask the unit that owns them to delegate somebody."
                ),
            ),
            act=_("See the post"),
            url=_page(post),
        )

    if publishers:
        _send_each(publishers, letter, now)
    else:
        _send_each([version.written_by], alone, now)


def tell_of_recall(post: Post, reason: str, *, now: datetime) -> None:
    def letter(author: User) -> Letter:
        return Letter(
            subject=_("Your post was recalled"),
            paragraphs=(
                _("Peace be upon you, %(name)s.") % {"name": author.name},
                _("Reason: «%(reason)s»") % {"reason": reason},
            ),
            act=_("See the post"),
            url=_page(post),
        )

    _send_each([post.version.written_by], letter, now)


def tell_of_urgency(post: Post, readers: Sequence[User], *, now: datetime) -> None:
    urgency = selectors.urgency(post)
    assert urgency  # noqa: S101 — written just before

    def letter(reader: User) -> Letter:
        return Letter(
            subject=_("Urgent: a post goes out without a review"),
            paragraphs=(
                _("Peace be upon you, %(name)s.") % {"name": reader.name},
                _("%(author)s publishes it now, and gave this reason: «%(reason)s»")
                % {"author": urgency.by.name, "reason": urgency.reason},
                _("It is to be looked at by %(day)s, %(hour)s.")
                % {"day": day(urgency.look_by), "hour": hour(urgency.look_by)},
            ),
            act=_("Look at it"),
            url=_page(post),
        )

    _send_each(readers, letter, now)


def _page(post: Post, name: str = "post") -> str:
    path = reverse(f"publishing:{name}", args=[post.pk])
    return f"{settings.STAFF_ORIGIN}{path}"


def _send_each(
    people: Sequence[User], letter: Callable[[User], Letter], now: datetime
) -> None:
    for person in people:
        notify.send(
            person.email,
            kind="publishing",
            letter=partial(letter, person),
            now=now,
        )
