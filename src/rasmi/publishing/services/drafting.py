import unicodedata
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, TypedDict, Unpack
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rasmi.audit import services as audit
from rasmi.audit.actions import register
from rasmi.channels.models import Channel
from rasmi.core.models import locked
from rasmi.delegations import selectors as delegated
from rasmi.delegations import services as delegations
from rasmi.delegations.models import Task
from rasmi.people.models import Topic, User
from rasmi.policy import services as policy
from rasmi.publishing import selectors
from rasmi.publishing.models import Medium, PlanItem, Post, Version, VersionChannel
from rasmi.records import services as records
from rasmi.records.models import Part
from rasmi.rules import Refusal, gate

STARTED = register("publishing.post.start", gettext_lazy("Began a draft: %(target)s"))
REVISED = register("publishing.post.revise", gettext_lazy("Changed: %(target)s"))
DISCARDED = register("publishing.post.discard", gettext_lazy("Discarded: %(target)s"))

PLANNED_OR_EXPLAINED = gate("publishing.planned_or_explained")
RECALLED_FIRST = gate("publishing.recalled_before_it_changes")
NAMES_ACCOUNTS = gate("publishing.names_its_accounts")

VISIBLE = gate("publishing.text_can_be_seen")

State = Post.State
# Marks that turn the direction of what follows: a text reads otherwise than it is.
HIDDEN_TURNS = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class Words(TypedDict):
    """What a draft consists of, beside its pictures."""

    text_ar: str
    text_en: str
    purpose: str
    audience: str
    plan: PlanItem | None
    unplanned_reason: str
    topic: Topic
    information_class: str
    source: str
    publish_at: datetime
    not_after: datetime
    channels: Sequence[Channel]


@transaction.atomic
def start_post(
    *, key: str | None = None, by: User, now: datetime, **words: Unpack[Words]
) -> Post:
    """
    Begin a draft. Nothing is said by it yet.

    :param key: of the page on which it was begun; the same one begins it once
    :raises Refusal: if the person may not write on one of the accounts, or it is
        neither planned nor explained
    """
    require_drafter(by, words["channels"], words["topic"], now)
    post, is_new = Post.objects.get_or_create(
        key=key or uuid4().hex,
        author=by,
        defaults={"created_at": now, "changed_at": now},
    )
    if not is_new:
        return post
    version = write_version(post, words, media=(), by=by, now=now)
    audit.record(STARTED, actor=by, target=post, now=now, version=version.number)
    return post


@transaction.atomic
def revise(post: Post, *, by: User, now: datetime, **words: Unpack[Words]) -> Version:
    """
    Write a new version; what was approved or waited for review is a draft again.

    :raises Refusal: as `start_post` does, or if it is planned or out already
    """
    post = require_open(post, by, now)
    require_drafter(by, words["channels"], words["topic"], now)
    before = post.version
    media = list(selectors.media(before))
    version = write_version(post, words, media=media, by=by, now=now)
    back_to_draft(post, before, by=by, now=now)
    audit.record(REVISED, actor=by, target=post, now=now, version=version.number)
    return version


@transaction.atomic
def discard(post: Post, *, reason: str, by: User, now: datetime) -> None:
    """
    Give a draft up; it stays in the record.

    :raises Refusal: if the person may not write here, or it is planned or out
    """
    post = require_open(post, by, now)
    back_to_draft(post, post.version, by=by, now=now)
    post.move(State.DRAFT, State.CLOSED, now)
    keep(post, Part.Stage.DISCARDED, by=by, now=now, reason=reason)
    audit.record(DISCARDED, actor=by, target=post, now=now)


def require_open(post: Post, by: User, now: datetime) -> Post:
    """
    The post, held, if the person may change it now: its author, or who may write there.

    What it will say is asked for where it is said; a draft whose topic or account was
    closed can still be changed or given up.

    :raises Refusal: if it is closed, on its way or out, or the person may not write
    """
    post = locked(post)
    version = post.version
    rights = (
        delegated.right(by, channel, Task.DRAFT, None, now)
        for channel in version.accounts
    )
    if by.pk != post.author_id and not any(rights):
        require_drafter(by, version.accounts, version.topic, now)
    if not selectors.can_change(post, selectors.intents(post)):
        raise Refusal(
            RECALLED_FIRST,
            _("What is closed, planned or out is not changed any more."),
            remedy=_("Recall it first, or write a new post from it."),
            target=post,
        )
    return post


def back_to_draft(
    post: Post, version: Version, *, reason: str = "", by: User, now: datetime
) -> None:
    """What was approved of a version counts no more."""
    why = reason or _("The draft was changed.")
    for saying in selectors.sayings(version):
        policy.void_approvals(saying.digest, reason=why, by=by, now=now)
    for state in (State.IN_REVIEW, State.APPROVED, State.PLANNED):
        post.move(state, State.DRAFT, now)


def write_version(
    post: Post, words: Words, *, media: Iterable[Medium], by: User, now: datetime
) -> Version:
    """Write the words of a post down as its next version, with its pictures."""
    if not (words["plan"] or words["unplanned_reason"].strip()):
        raise Refusal(
            PLANNED_OR_EXPLAINED,
            _("A post belongs to an item of the plan, or says why it was not planned."),
            remedy=_("Choose the item, or write the reason in a few words."),
        )
    facts: dict[str, Any] = {**words}
    channels = facts.pop("channels")
    for name in ("text_ar", "text_en"):
        facts[name] = clean_text(facts[name])
    last = post.versions.first()
    version = Version.objects.create(
        post=post,
        number=last.number + 1 if last else 1,
        written_by=by,
        written_at=now,
        **facts,
    )
    VersionChannel.objects.bulk_create(
        VersionChannel(version=version, channel=each) for each in channels
    )
    for place, each in enumerate(media):
        each.pk, each.version, each.position = None, version, place
        each._state.adding = True  # noqa: SLF001 — a copy, as Django documents it
        each.save(force_insert=True)
    Post.objects.filter(pk=post.pk).update(changed_at=now)
    post.__dict__.pop("newest", None)  # what a page had loaded is no longer the newest
    keep(post, Part.Stage.WRITTEN, by=by, now=now, **facts_of(version))
    return version


def clean_text(text: str) -> str:
    """
    A text as it will be sent: one kind of line end, nothing around it.

    :raises Refusal: if it turns the direction of writing by hidden marks, or holds
        nothing that could be seen
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    is_seen = any(unicodedata.category(letter)[0] in "LNSP" for letter in text)
    if HIDDEN_TURNS & set(text) or (text and not is_seen):
        raise Refusal(
            VISIBLE,
            _("The text holds marks that nobody sees."),
            remedy=_(
                "Write it anew by hand: it was probably copied with hidden marks."
            ),
        )
    return text


def facts_of(version: Version) -> dict[str, Any]:
    """A version as plain values, for the record."""
    return {
        "version": version.number,
        "text_ar": version.text_ar,
        "text_en": version.text_en,
        "purpose": version.purpose,
        "audience": version.audience,
        "plan": version.plan_id,
        "unplanned_reason": version.unplanned_reason,
        "topic": version.topic_id,
        "information_class": version.information_class,
        "source": version.source,
        "publish_at": version.publish_at.isoformat(),
        "not_after": version.not_after.isoformat(),
        "accounts": [each.pk for each in version.accounts],
        "media": [each.facts() for each in selectors.media(version)],
        "findings": [
            {"category": each.category.value, "words": each.text, "mark": each.mark}
            for each in selectors.findings(version)
        ],
    }


def keep(
    post: Post, stage: Part.Stage, *, by: User, now: datetime, **content: Any
) -> Part:
    """Add a part to the record of a post."""
    record = records.open_record(post, now=now)
    return records.keep(record, stage, by=by, now=now, content=content)


def require_drafter(
    by: User, channels: Sequence[Channel], topic: Topic, now: datetime
) -> None:
    if not channels:
        raise Refusal(
            NAMES_ACCOUNTS,
            _("A post is for at least one account."),
            remedy=_("Choose the accounts on which it is to be said."),
        )
    for channel in channels:
        delegations.require_right(by, channel, Task.DRAFT, topic=topic, now=now)
