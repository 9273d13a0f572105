"""What has been out for long, and what of each month is looked at once more."""

import hashlib
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import (
    Case,
    CharField,
    Count,
    DateTimeField,
    Exists,
    F,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    When,
)
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone

from rasmi.core.calendar import months_later, start_of
from rasmi.delegations.models import Task
from rasmi.outbox import selectors as outbox
from rasmi.outbox.models import Intent
from rasmi.people.models import User
from rasmi.policy import selectors as policy
from rasmi.policy.models import Approval
from rasmi.publishing import selectors
from rasmi.publishing.models import (
    OldLook,
    Post,
    Review,
    Sample,
    SampleItem,
    Version,
    VersionChannel,
)

CORRECTED_WITHIN = timedelta(days=14)  # then it comes up again
# An auditor's rule of thumb: enough to find a habit, few enough to be read with care.
SHARE, FEWEST, MOST = 20, 10, 50  # one of twenty, and the bounds
MONTHS_BACK = 24  # for which a sample that was missed is still drawn


def months_of_old(at: datetime) -> int | None:
    """After how many months a post is looked at again; None while it is not set."""
    setting = policy.setting("stale_review_interval", at)
    return setting.number("months") if setting.is_approved else None


def is_out() -> Q:
    """Posts of which something is on a platform."""
    sent = Intent.objects.filter(
        record__subject_type=Post._meta.label_lower,
        record__subject_id=Cast(OuterRef("pk"), CharField()),
        state=Intent.State.CONFIRMED,
    )
    return Q(Exists(sent))


def old_posts(at: datetime) -> QuerySet[Post]:
    """
    Posts that have been out, unlooked at, for longer than the policy allows.

    Each with `old_since`: from when its time is counted. None while it is not set.
    """
    months = months_of_old(at)
    if months is None:
        return Post.objects.none()
    before = start_of(months_later(timezone.localdate(at), -months))
    sent = Intent.objects.filter(
        record__subject_type=Post._meta.label_lower,
        record__subject_id=Cast(OuterRef("pk"), CharField()),
        state=Intent.State.CONFIRMED,
    ).order_by("ended_at")
    last = OldLook.objects.filter(post=OuterRef("pk")).order_by("-pk")
    kept, fixed = OldLook.Outcome.KEEP, OldLook.Outcome.CORRECT
    return (
        selectors.posts()
        .annotate(
            went_out=Subquery(sent.values("ended_at")[:1]),
            looked=Subquery(last.values("at")[:1]),
            said=Subquery(last.values("outcome")[:1]),
        )
        .annotate(
            old_since=Case(
                When(said=fixed, then=F("looked")),
                default=Coalesce("looked", "went_out"),
                output_field=DateTimeField(),
            )
        )
        .filter(went_out__isnull=False)
        .filter(
            Q(said=fixed, looked__lte=at - CORRECTED_WITHIN)
            | Q(said=kept, looked__lte=before)
            | Q(said=None, went_out__lte=before)
        )
        .order_by("old_since", "pk")
    )


def old_posts_near(user: User, at: datetime) -> QuerySet[Post]:
    """Of these, those on an account of which a person may do anything."""
    here = outbox.readable_channels(user, at).values("pk")
    said = VersionChannel.objects.filter(version__post=OuterRef("pk"), channel__in=here)
    return old_posts(at).filter(Exists(said))


def may_look(user: User, post: Post, at: datetime) -> bool:
    """Whoever publishes or reviews on all accounts of a post."""
    version = post.version
    return any(
        selectors.may(user, task, version, at) for task in (Task.PUBLISH, Task.REVIEW)
    )


def published_in(month: date) -> QuerySet[Intent]:
    """All that was published in a month: posts and replies, on every account."""
    begin, end = start_of(month), start_of(months_later(month, 1))
    said = ("post", "urgent_post", "reply", "cited_reply")
    return Intent.objects.filter(
        state=Intent.State.CONFIRMED,
        act__in=said,
        ended_at__gte=begin,
        ended_at__lt=end,
    )


def seed_of(month: date, checkpoint: str) -> str:
    """SHA-256 of a month and a signed checkpoint, hexadecimal."""
    return hashlib.sha256(f"{month:%Y-%m}\n{checkpoint}".encode()).hexdigest()


def size_of(population: int) -> int:
    """How many of so many are drawn."""
    wanted = max(FEWEST, min(MOST, -(-population // SHARE)))
    return min(population, wanted)


def drawn(seed: str, keys: Iterable[str]) -> list[str]:
    """The keys in the order in which they are drawn."""

    def place(key: str) -> str:
        return hashlib.sha256(f"{seed}:{key}".encode()).hexdigest()

    return sorted(keys, key=place)


def command_of(sample: Sample, size: int) -> str:
    """
    What draws a sample again from its list of keys, on any computer with a shell.

    :param size: how many were drawn
    """
    return (
        "while read -r key; do\n"
        f"  digest=$(printf '%s:%s' {sample.seed} \"$key\" | sha256sum | cut -c-64)\n"
        '  echo "$digest $key"\n'
        f"done < {list_of(sample)} | LC_ALL=C sort | head -n {size} | cut -d' ' -f2"
    )


def list_of(sample: Sample) -> str:
    """The name of the file of its keys."""
    return f"keys-{sample}.txt"


def month_before(at: datetime) -> date:
    """The first day of the month that ended last."""
    return months_later(timezone.localdate(at).replace(day=1), -1)


def samples() -> QuerySet[Sample]:
    judged = Count("items", filter=~Q(items__outcome=""))
    return Sample.objects.annotate(size=Count("items"), judged=judged)


def items(sample: Sample) -> QuerySet[SampleItem]:
    return sample.items.select_related(
        "intent__channel", "intent__person", "intent__written_by", "by", "settled_by"
    )


def sides(intent: Intent) -> QuerySet[User]:
    """All who wrote, sent, reviewed or approved something, in whichever version."""
    approved = Approval.objects.filter(digest=intent.digest).exclude(by=None)
    found = Q(pk__in=[intent.person_id, intent.written_by_id])
    found |= Q(pk__in=approved.values("by"))
    if intent.record.subject_type == Post._meta.label_lower:
        versions = Version.objects.filter(post=int(intent.record.subject_id))
        found |= Q(pk__in=versions.values("written_by"))
        found |= Q(pk__in=Review.objects.filter(version__in=versions).values("by"))
    return User.objects.filter(found)


def had_a_part(user: User, intent: Intent) -> bool:
    return sides(intent).filter(pk=user.pk).exists()


def for_another(user: User, found: QuerySet[SampleItem]) -> QuerySet[SampleItem]:
    """Those of them in which a person had no part."""
    approved = Approval.objects.filter(digest=OuterRef("intent__digest"), by=user)
    mine = Post.objects.filter(
        Q(versions__written_by=user) | Q(versions__reviews__by=user)
    )
    return (
        found.exclude(intent__person=user)
        .exclude(intent__written_by=user)
        .exclude(Exists(approved))
        .exclude(
            intent__record__subject_type=Post._meta.label_lower,
            intent__record__subject_id__in=mine.annotate(
                subject=Cast("pk", CharField())
            ).values("subject"),
        )
    )


def unsettled() -> QuerySet[SampleItem]:
    """What somebody takes for a breach, and of which nobody said what came of it."""
    found = SampleItem.objects.filter(
        outcome=SampleItem.Outcome.SUSPECT, settled_at=None
    )
    return found.select_related("sample", "intent__channel", "by")


def undrawn(at: datetime) -> list[date]:
    """Months that have ended, in which something was published, without a sample."""
    newest = month_before(at)
    first = Intent.objects.filter(state=Intent.State.CONFIRMED).aggregate(
        at=Min("ended_at")
    )["at"]
    if first is None:
        return []
    drawn = set(Sample.objects.values_list("month", flat=True))
    back = [months_later(newest, -n) for n in range(MONTHS_BACK)]
    begin = timezone.localdate(first).replace(day=1)
    return [
        each
        for each in reversed(back)
        if each >= begin and each not in drawn and published_in(each).exists()
    ]


def latest_month() -> date | None:
    """The newest month of which a sample was drawn."""
    found: date | None = Sample.objects.aggregate(newest=Max("month"))["newest"]
    return found
