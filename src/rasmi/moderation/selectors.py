from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils import timezone

from rasmi.channels.models import Channel
from rasmi.core.calendar import CLOSED, Weeks, start_of, weeks
from rasmi.delegations import selectors as delegations
from rasmi.delegations.models import Delegation, Task
from rasmi.intake.models import RemoteObject, Version
from rasmi.intake.models.objects import RemoteObjectQuerySet, Shown
from rasmi.moderation.models import Appeal, Judgement
from rasmi.moderation.models.codes import digest_of, read_code
from rasmi.outbox.models import Intent
from rasmi.people import selectors as people
from rasmi.people.models import Power, User
from rasmi.policy import pack
from rasmi.policy import selectors as policy

# Who answers for what is said, audits, or heads the body sees all of it.
READERS = frozenset({"approve", "audit", "head"})
Hide = Judgement.Outcome.HIDE
OVER = (Intent.State.REFUSED, Intent.State.LAPSED, Intent.State.WITHDRAWN)
ANSWER_WITHIN = 5  # working days of an appeal; ours, for the policy sets none


def contributions() -> RemoteObjectQuerySet:
    """What the public said, with how it was judged last."""
    newest = Version.objects.filter(object=OuterRef("pk")).order_by("-number")
    last = Judgement.objects.filter(object=OuterRef("pk")).order_by("-pk")
    return (
        RemoteObject.objects.of_the_public()
        .select_related("channel__owner", "record")
        .prefetch_related(
            Prefetch("versions", Version.objects.order_by("-number"), to_attr="newest"),
            Prefetch("judgements", judgements()),
        )
        .annotate(
            words=Subquery(newest.values("text")[:1]),
            judged=Subquery(last.values("outcome")[:1]),
            judged_words=Subquery(last.values("version__text")[:1]),
            judged_state=Subquery(last.values("intent__state")[:1]),
        )
    )


def judgements() -> QuerySet[Judgement]:
    return Judgement.objects.select_related(
        "object__channel__owner", "version", "by", "intent__channel", "undoes"
    ).prefetch_related("undone")


def waiting() -> RemoteObjectQuerySet:
    """
    What a person has to look at: held and not judged since it says what it says, or
    judged, and the platform did not hide it.
    """
    fresh = Q(judged=None) | ~Q(words=F("judged_words"))
    failed = Q(judged=Hide, judged_state__in=OVER)
    return contributions().filter(
        (Q(is_held=True) & fresh) | failed, shown=Shown.VISIBLE
    )


def hidden() -> RemoteObjectQuerySet:
    """What is hidden, or on its way to it, and what the platform hid by itself."""
    on_its_way = Q(judged=Hide) & ~Q(judged_state__in=OVER)
    return contributions().filter(on_its_way | Q(shown=Shown.HIDDEN))


def readable_channels(user: User, at: datetime) -> QuerySet[Channel]:
    """Accounts of which a person may read what was said to them."""
    mine = Delegation.objects.in_force(at).filter(person=user)
    owned = people.units_of_offices(user, at)
    return Channel.objects.filter(Q(pk__in=mine.values("channel")) | Q(owner__in=owned))


def visible(
    found: RemoteObjectQuerySet, user: User, powers: Collection[str], at: datetime
) -> RemoteObjectQuerySet:
    if READERS & set(powers):
        return found
    return found.filter(channel__in=readable_channels(user, at))


def may_judge(user: User, channel: Channel, at: datetime) -> bool:
    return delegations.right(user, channel, Task.MODERATE, None, at) is not None


def judged_channels(user: User, at: datetime) -> QuerySet[Channel]:
    """Accounts on which a person may hide and show again."""
    mine = Delegation.objects.in_force(at).filter(
        person=user, tasks__task=Task.MODERATE
    )
    return Channel.objects.filter(pk__in=mine.values("channel"))


def last_judgement(contribution: RemoteObject) -> Judgement | None:
    return judgements().filter(object=contribution).first()


def act_on_abuse_within(at: datetime) -> timedelta | None:
    """How soon what may be abuse is looked at; None where nobody has set it."""
    found = policy.setting("abuse_action_target", at)
    return timedelta(minutes=found.number("minutes")) if found.values else None


def rule(key: str) -> pack.HouseRule | None:
    found = (each for each in pack.current().house_rules if each.key == key)
    return next(found, None)


@dataclass(frozen=True)
class Line:
    """One contribution in the queue."""

    object: RemoteObject
    version: Version
    judgement: Judgement | None  # the last one
    due_at: datetime | None
    is_late: bool


def lines(found: Iterable[RemoteObject], at: datetime) -> list[Line]:
    within = act_on_abuse_within(at)
    made = []
    for each in found:
        last = next(iter(each.judgements.all()), None)
        due = each.version.seen_at + within if within else None
        made.append(Line(each, each.version, last, due, bool(due and due < at)))
    return made


def queue(found: Iterable[RemoteObject], at: datetime) -> list[Line]:
    """What waits, that which is due first before the others."""
    return sorted(lines(found, at), key=lambda each: each.version.seen_at)


def appeals() -> QuerySet[Appeal]:
    return Appeal.objects.select_related(
        "judgement__object__channel__owner",
        "judgement__version",
        "judgement__by",
        "judgement__intent",
        "decided_by",
        "matched_by",
    )


def visible_appeals(
    user: User, powers: Collection[str], at: datetime
) -> QuerySet[Appeal]:
    """Those of one's accounts; what nobody has matched is for all who moderate."""
    if READERS & set(powers):
        return appeals()
    theirs = Q(judgement__object__channel__in=readable_channels(user, at))
    if judged_channels(user, at).exists():
        theirs |= Q(judgement=None)
    return appeals().filter(theirs)


def may_decide(user: User, appeal: Appeal, at: datetime) -> bool:
    """Whether a person may decide an appeal, seen from that person's right alone."""
    if people.authority(user, Power.APPROVE, at):
        return True
    if appeal.judgement is None:
        return judged_channels(user, at).exists()
    return may_judge(user, appeal.judgement.object.channel, at)


def is_other(user: User, judgement: Judgement, at: datetime) -> bool:
    """Whether a person is neither who judged nor one of whom either acted for."""
    return user.pk != judgement.by_id and not people.acted_for_each_other(
        user, judgement.by, judgement.at, at
    )


def answer_due(appeal: Appeal, held: Weeks | None = None) -> datetime:
    """
    The end of the last working day on which an appeal is to be answered, as the week
    went when it was received.

    :param held: the weeks that were approved, where they are at hand
    """
    week = (held or weeks()).at(appeal.received_at)
    day, left = timezone.localdate(appeal.received_at), ANSWER_WITHIN
    while left:
        day += timedelta(days=1)
        left -= week[day.weekday()] != CLOSED
    return start_of(day + timedelta(days=1))


def of_code(typed: str) -> Judgement | None:
    """The hiding that a code of the public names, or None."""
    return judgements().filter(code=read_code(typed), outcome=Hide).first()


def appeal_of(typed: str) -> Appeal | None:
    """The appeal that somebody follows by its code, or None."""
    return appeals().filter(digest=digest_of(read_code(typed))).first()


def granted_and_hidden() -> QuerySet[Judgement]:
    """Hidings against which an appeal was granted, and nobody has shown them again."""
    return judgements().filter(
        appeals__state=Appeal.State.GRANTED, undone=None, outcome=Hide
    )


def hidings_to_match(
    user: User, powers: Collection[str], at: datetime
) -> QuerySet[Judgement]:
    """What an appeal without a code may be about."""
    found = judgements().filter(outcome=Hide, undone=None)
    open_ones = Appeal.objects.filter(state=Appeal.State.OPEN, judgement__isnull=False)
    found = found.exclude(pk__in=open_ones.values("judgement"))
    if READERS & set(powers):
        return found
    return found.filter(object__channel__in=readable_channels(user, at))


@dataclass(frozen=True)
class RuleFigures:
    """How much was hidden by one rule, and how much of it was shown again."""

    title: str
    clause: str
    hidden: int
    shown_again: int


@dataclass(frozen=True)
class Figures:
    """What was hidden on the platforms for certain, for the public to read."""

    heard: int
    hidden: int
    shown_again: int
    appeals: int
    granted: int
    upheld: int
    rules: list[RuleFigures]

    @property
    def undecided(self) -> int:
        return self.appeals - self.granted - self.upheld


def start_of_quarter(at: datetime) -> datetime:
    today = timezone.localdate(at)
    return start_of(date(today.year, 3 * ((today.month - 1) // 3) + 1, 1))


def figures(since: datetime | None) -> Figures:
    """
    The figures since a time, or of all.

    Only what the platforms confirmed counts: what is on its way is not hidden yet.
    """
    done = Judgement.objects.filter(intent__state=Intent.State.CONFIRMED)
    heard = RemoteObject.objects.of_the_public()
    received = Appeal.objects.all()
    if since:
        done = done.filter(at__gte=since)
        heard = heard.filter(heard_at__gte=since)
        received = received.filter(received_at__gte=since)
    hides = done.filter(outcome=Hide)
    shows = done.filter(outcome=Judgement.Outcome.SHOW)
    rules = [
        RuleFigures(
            str(each.title),
            each.clause,
            hides.filter(rule=each.key).count(),
            shows.filter(rule=each.key).count(),
        )
        for each in pack.current().house_rules
    ]
    return Figures(
        heard=heard.count(),
        hidden=hides.count(),
        shown_again=shows.count(),
        appeals=received.count(),
        granted=received.filter(state=Appeal.State.GRANTED).count(),
        upheld=received.filter(state=Appeal.State.UPHELD).count(),
        rules=rules,
    )
