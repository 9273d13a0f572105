from collections.abc import Collection, Sequence
from datetime import datetime

from django.db.models import (
    CharField,
    Exists,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Cast
from django.utils import timezone

from rasmi.channels import selectors as accounts
from rasmi.channels.models import Channel, Proposal
from rasmi.delegations import selectors as delegations
from rasmi.delegations.models import Delegation, Task
from rasmi.outbox import selectors as outbox
from rasmi.outbox.models import Intent, Picture, Saying
from rasmi.people import selectors as people
from rasmi.people.models import Topic, Unit, User
from rasmi.policy import selectors as policy
from rasmi.policy.models import Approval
from rasmi.policy.selectors import Screened
from rasmi.publishing.models import (
    Medium,
    PlanItem,
    Post,
    Review,
    Urgency,
    Version,
    VersionChannel,
)
from rasmi.records import selectors as records
from rasmi.records.models import Part

BETWEEN = "\n\n"  # a post in two languages: one beneath the other


def posts() -> QuerySet[Post]:
    channels = VersionChannel.objects.select_related("channel__owner")
    later = Version.objects.filter(post=OuterRef("post"), number__gt=OuterRef("number"))
    newest = (
        Version.objects.filter(~Exists(later))
        .select_related("topic", "plan", "written_by")
        .prefetch_related(Prefetch("channels", channels))
    )
    return Post.objects.select_related("author").prefetch_related(
        Prefetch("versions", newest, to_attr="newest")
    )


def visible(user: User, powers: Collection[str], at: datetime) -> QuerySet[Post]:
    """
    The posts that a person may read, with all that was written on the way.

    They are for who wrote them, for who writes, reviews or publishes on the account,
    for who answers for it, and for who approves, decides, keeps it safe or audits. The
    public and everybody else read what is out where it is out.
    """
    if outbox.READERS & set(powers):
        return posts()
    accounts = outbox.readable_channels(user, at)
    said = VersionChannel.objects.filter(version__post=OuterRef("pk"))
    return posts().filter(Q(author=user) | Q(Exists(said.filter(channel__in=accounts))))


def media(version: Version) -> QuerySet[Medium]:
    return version.media.select_related("rendition", "consent").order_by("position")


def previous(version: Version) -> Version | None:
    """The version before that reviewers were last asked to read, if there is one."""
    asked = records.parts(records.record_of(version.post)).filter(
        stage=Part.Stage.SUBMITTED
    )
    numbers = [each.content["version"] for each in asked]
    earlier = [number for number in numbers if number < version.number]
    return version.post.versions.filter(number=max(earlier, default=0)).first()


def reviews(post: Post) -> QuerySet[Review]:
    return Review.objects.filter(version__post=post).select_related("by", "version")


def urgency(post: Post) -> Urgency | None:
    found = Urgency.objects.filter(post=post).select_related("by", "version")
    return found.order_by("-pk").first()


def intents(post: Post) -> list[Intent]:
    """What was planned of a post, the newest first."""
    return list(outbox.of_record(records.record_of(post)))


def languages_of(channel: Channel) -> list[str]:
    """In which languages an account speaks; both where nobody has stated it."""
    proposal = channel.proposal
    return list(proposal.languages) if proposal else list(Proposal.Language)


def text_for(version: Version, channel: Channel) -> str:
    """The text as it goes to an account: in its languages, Arabic first."""
    texts = {"ar": version.text_ar, "en": version.text_en}
    spoken = languages_of(channel)
    return BETWEEN.join(text for key, text in texts.items() if text and key in spoken)


def _alt_for(medium: Medium, channel: Channel) -> str:
    texts = {"ar": medium.alt_ar, "en": medium.alt_en}
    spoken = languages_of(channel)
    found = [text for key, text in texts.items() if text and key in spoken]
    return BETWEEN.join(found) or medium.alt_ar


def sayings(
    version: Version,
    *,
    act: str = "post",
    window: tuple[datetime, datetime] | None = None,
) -> list[Saying]:
    """
    What a version says on each of its accounts: what is approved and sent.

    :param window: another than the one that stands in the version
    """
    not_before, not_after = window or (version.publish_at, version.not_after)
    pictures = list(media(version))
    return [
        Saying(
            act=act,
            subject=f"{Post._meta.label_lower} {version.post_id}",
            channel=channel,
            text=text_for(version, channel),
            pictures=tuple(
                Picture(each.rendition, _alt_for(each, channel)) for each in pictures
            ),
            topic=version.topic,
            information_class=version.information_class,
            not_before=not_before,
            not_after=not_after,
        )
        for channel in version.accounts
    ]


def findings(version: Version) -> list[Screened]:
    """What the screening finds in the texts and descriptions, each mark once."""
    found: dict[str, Screened] = {}
    for text in spoken_texts(version):
        for each in policy.screened(text).findings:
            found.setdefault(each.mark, each)
    return list(found.values())


def spoken_texts(version: Version) -> list[str]:
    """Every text that the public will read or hear, as it will be sent."""
    texts = []
    for saying in sayings(version):
        texts += [saying.text, *(each.alt for each in saying.pictures)]
    return [text for text in dict.fromkeys(texts) if text]


def holders(
    task: Task, channels: Sequence[Channel], topic: Topic, at: datetime
) -> list[User]:
    """Who may do a task on all of some accounts, for a topic, by a delegation."""
    found: set[int] | None = None
    for channel in channels:
        mine = Delegation.objects.in_force(at).filter(
            channel=channel, tasks__task=task, topics__topic=topic
        )
        these = set(mine.values_list("person", flat=True))
        found = these if found is None else found & these
    return list(User.objects.filter(pk__in=found or ()).order_by("pk"))


def may_speak(user: User, version: Version, at: datetime) -> bool:
    """Whether what a version says may go out by a person: right, course, policy."""
    return (
        may(user, Task.PUBLISH, version, at)
        and delegations.is_trained(user, at)
        and delegations.has_acknowledged(user, at)
    )


def may(user: User, task: Task, version: Version, at: datetime) -> bool:
    """Whether a person may do a task on every account of a version."""
    return all(
        delegations.right(user, channel, task, version.topic, at)
        for channel in version.accounts
    )


def reviewers(post: Post, at: datetime) -> list[User]:
    """Who may review a post: delegated to, wrote nothing of it, acts for no writer."""
    version = post.version
    found = holders(Task.REVIEW, version.accounts, version.topic, at)
    last = accounts.final_approvers(version.accounts)
    return [
        each
        for each in found
        if not is_side_of(each, post, at)
        and all(accounts.is_of_final_approver(each, of, at) for of in last)
    ]


def is_side_of(user: User, post: Post, at: datetime) -> bool:
    """Whether a person wrote some of a post, or acted for or through who did."""
    wrote = post.versions.select_related("written_by")
    return any(
        user.pk == each.written_by_id
        or people.acted_for_each_other(user, each.written_by, each.written_at, at)
        for each in wrote
    )


def _on_my_accounts(
    user: User, task: Task, state: Post.State, at: datetime
) -> QuerySet[Post]:
    mine = Delegation.objects.in_force(at).filter(person=user, tasks__task=task)
    said = VersionChannel.objects.filter(
        version__post=OuterRef("pk"), channel__in=mine.values("channel")
    )
    return posts().filter(Exists(said), state=state)


def to_review(user: User, at: datetime) -> list[Post]:
    """What waits for a person's review and may still go out, the nearest hour first."""
    mine = [
        each
        for each in _on_my_accounts(user, Task.REVIEW, Post.State.IN_REVIEW, at)
        if each.version.not_after > at
        and may(user, Task.REVIEW, each.version, at)
        and not is_side_of(user, each, at)
        and not has_approved(user, each.version, at)
    ]
    return sorted(mine, key=lambda each: each.version.publish_at)


def past_their_hour(user: User, at: datetime) -> list[Post]:
    """Posts of a writer whose window closed before anybody approved them."""
    waiting = posts().filter(
        state__in=[Post.State.IN_REVIEW, Post.State.APPROVED],
        versions__written_by=user,
    )
    return [each for each in waiting.distinct() if _is_late_of(user, each.version, at)]


def _is_late_of(user: User, version: Version, at: datetime) -> bool:
    return version.written_by_id == user.pk and version.not_after <= at


def has_approved(user: User, version: Version, at: datetime) -> bool:
    digests = [each.digest for each in sayings(version)]
    return Approval.objects.standing(at).filter(by=user, digest__in=digests).exists()


def returned_to(user: User) -> list[tuple[Post, Review]]:
    """Drafts that a reviewer returned, for who wrote what was returned."""
    last = Review.objects.filter(version__post=OuterRef("pk")).order_by("-pk")
    returned = Review.objects.filter(
        pk__in=posts()
        .filter(state=Post.State.DRAFT)
        .annotate(last=Subquery(last.values("pk")[:1]))
        .values("last"),
        outcome=Review.Outcome.RETURNED,
        version__written_by=user,
    ).select_related("by", "version__post")
    return [(each.version.post, each) for each in returned]


def waiting_for_publisher(user: User, at: datetime) -> list[Post]:
    """Approved posts whose author may not publish, and that this person may."""
    return [
        each
        for each in _on_my_accounts(user, Task.PUBLISH, Post.State.APPROVED, at)
        if each.version.not_after > at
        and may(user, Task.PUBLISH, each.version, at)
        and not has_approved(user, each.version, at)  # nobody is both sides
    ]


def unreviewed_urgencies() -> QuerySet[Urgency]:
    """Urgent posts that went out and at which nobody has looked, by their deadline."""
    looked = Review.objects.filter(
        version=OuterRef("version"),
        outcome__in=Review.AFTERWARDS,
        at__gte=OuterRef("at"),
    )
    went_out = Intent.objects.filter(
        record__subject_type=Post._meta.label_lower,
        record__subject_id=Cast(OuterRef("post"), CharField()),
        planned_at=OuterRef("at"),
        armed_at__isnull=False,
    )
    return Urgency.objects.filter(Exists(went_out), ~Exists(looked)).select_related(
        "post", "version", "by"
    )


def plan_items(at: datetime) -> QuerySet[PlanItem]:
    """Plan items that a post may still be written for."""
    return PlanItem.objects.open(timezone.localdate(at)).select_related("unit")


def writable_channels(user: User, at: datetime) -> QuerySet[Channel]:
    """Accounts on which a person may write drafts now."""
    mine = Delegation.objects.in_force(at).filter(person=user, tasks__task=Task.DRAFT)
    return Channel.objects.filter(pk__in=mine.values("channel"))


def writable_topics(user: User, at: datetime) -> QuerySet[Topic]:
    mine = Delegation.objects.in_force(at).filter(person=user, tasks__task=Task.DRAFT)
    return Topic.objects.open().filter(pk__in=mine.values("topics__topic"))


def units_of_plan(user: User, powers: Collection[str], at: datetime) -> QuerySet[Unit]:
    """For whose plan a person may speak: all of them, or those of one's office."""
    units = Unit.objects.open()
    if "approve" in powers:
        return units
    return units.filter(pk__in=people.units_of_offices(user, at))


def may_review(user: User, post: Post, at: datetime) -> bool:
    """Whether a person may review a post: delegated to, and no side of it."""
    right = may(user, Task.REVIEW, post.version, at)
    return right and not is_side_of(user, post, at)


def can_change(post: Post, planned: Sequence[Intent]) -> bool:
    """Whether the words may still change: nothing is on its way or out."""
    return not post.is_closed and all(each.is_over for each in planned)


def can_recall(post: Post, planned: Sequence[Intent]) -> bool:
    """Whether there is anything to recall."""
    if post.is_in_review or post.is_approved:
        return True
    return any(each.can_be_recalled for each in planned)


def left_by(post: Post, planned: Sequence[Intent], at: datetime) -> User | None:
    """
    By whom a planned post was left behind: whose right to publish it has ended.

    None where the right stands, or some of it is out or on its way: who says the rest
    writes a new post from it.
    """
    if not post.is_planned or not all(x.is_waiting or x.is_over for x in planned):
        return None
    waiting = [each for each in planned if each.is_waiting and not each.is_recalled]
    for each in waiting:
        right = delegations.right(
            each.person, each.channel, Task.PUBLISH, post.version.topic, at
        )
        if right is None:
            return each.person
    return None


def class_name(version: Version) -> str:
    """The name of its class of information, as it was when it was written."""
    return policy.class_name(version.information_class, version.written_at)


def channels_of(posts: Collection[str]) -> dict[str, set[int]]:
    """The accounts of all versions of some posts, by the key in their records."""
    said = VersionChannel.objects.filter(
        version__post__in=[int(each) for each in posts]
    ).values_list("version__post", "channel")
    found: dict[str, set[int]] = {}
    for post, channel in said:
        found.setdefault(str(post), set()).add(channel)
    return found
