"""How each account is secured, by what somebody saw of it last."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.db.models import Max, Q, QuerySet, Subquery
from django.utils import timezone

from rasmi.channels import selectors as channels
from rasmi.channels.models import Channel
from rasmi.channels.models.channels import ChannelQuerySet
from rasmi.core.calendar import months_later, start_of
from rasmi.delegations.models import Delegation
from rasmi.people import selectors as people
from rasmi.people.models import Power, User
from rasmi.policy import selectors as policy
from rasmi.security.kinds import (
    FEWEST,
    ITEMS,
    MOST,
    NO,
    NOT_OFFERED,
    PARTS,
    Answer,
    Item,
    items_on,
)
from rasmi.security.models import (
    App,
    Attestation,
    ConnectedApp,
    Credential,
    Look,
    Stop,
    StoppedChannel,
)
from rasmi.security.models.attestations import in_words
from rasmi.security.selectors import rotation_days

# Who sees how every account is secured.
READERS = (Power.SECRETS, Power.AUDIT, Power.POLICY, Power.HEAD)


class Stand(StrEnum):
    GOOD = "good"
    BAD = "bad"
    NOT_OFFERED = "not_offered"
    OLD = "old"  # seen too long ago to say anything
    UNSEEN = "unseen"


@dataclass(frozen=True)
class Numbers:
    """
    The policy's numbers, read once.

    :param months: after which an item is looked at again
    :param length: of a password, in characters
    :param days: after which a password is changed; None where none is set
    """

    months: int
    length: int
    days: int | None


@dataclass(frozen=True)
class State:
    """
    How one item stands on one account.

    :param seen: what was seen last; None where the vault answers, or nobody has looked
    :param due_at: by when it is looked at again, or by when a password is changed
    :param kept: with what Rasmi signs in, where the vault answers
    """

    channel: Channel
    item: Item
    stand: Stand
    seen: Attestation | None = None
    due_at: datetime | None = None
    kept: Credential | None = None

    @property
    def is_good(self) -> bool:
        return self.stand in (Stand.GOOD, Stand.NOT_OFFERED)

    @property
    def is_bad(self) -> bool:
        return self.stand == Stand.BAD

    @property
    def is_open(self) -> bool:
        """Whether nothing can be said of it: nobody looked, or too long ago."""
        return self.stand in (Stand.OLD, Stand.UNSEEN)

    @property
    def is_old(self) -> bool:
        return self.stand == Stand.OLD

    @property
    def is_not_offered(self) -> bool:
        return self.stand == Stand.NOT_OFFERED

    @property
    def shown(self) -> str:
        return in_words(self.item, self.seen.value) if self.seen else ""


def numbers(at: datetime) -> Numbers:
    return Numbers(
        months=policy.setting("settings_review_interval", at).number("months"),
        length=policy.setting("password_length", at).values.get("characters", 0),
        days=rotation_days(at),
    )


def watched() -> ChannelQuerySet:
    """The accounts that are looked at: those in the register, but for training."""
    found = Channel.objects.in_register().exclude(platform="sandbox")
    return found.select_related("owner")


def readable(user: User, powers: Collection[str], at: datetime) -> ChannelQuerySet:
    """The accounts of which a person sees how they are secured."""
    units = people.units_of_offices(user, at)
    if set(READERS) & set(powers) or channels.places_of(units):
        return watched()
    return watched().filter(owner__in=units)


def newest(wanted: Iterable[Channel]) -> dict[tuple[int, str], Attestation]:
    """What was seen last of each item on some accounts."""
    of_channels = Attestation.objects.filter(channel__in=[x.pk for x in wanted])
    last = of_channels.order_by().values("channel", "item").annotate(last=Max("pk"))
    found = Attestation.objects.filter(pk__in=Subquery(last.values("last")))
    return {
        (each.channel_id, each.item): each
        for each in found.select_related("look__seen_by")
    }


def states(
    wanted: Collection[Channel], at: datetime, keys: Collection[str] = ()
) -> list[State]:
    """
    How each item stands on each account, account by account.

    :param keys: of the items asked for; empty: all
    """
    limits, seen = numbers(at), newest(wanted)
    kept = {
        each.channel_id: each
        for each in Credential.objects.in_use().select_related("stored_by")
    }
    return [
        _state(channel, item, seen.get((channel.pk, item.key)), limits, at)
        if not (item.is_password and channel.pk in kept)
        else _of_vault(channel, item, kept[channel.pk], limits, at)
        for channel in wanted
        for item in items_on(channel.platform)
        if not keys or item.key in keys
    ]


def _of_vault(
    channel: Channel, item: Item, kept: Credential, limits: Numbers, at: datetime
) -> State:
    """What Rasmi knows by itself: the site made it, and a short one was refused."""
    due = None
    if item.answer == Answer.DAY and limits.days:
        due = kept.stored_at + timedelta(days=limits.days)
    stand = Stand.BAD if due and due <= at else Stand.GOOD
    return State(channel, item, stand, due_at=due, kept=kept)


def _state(
    channel: Channel,
    item: Item,
    seen: Attestation | None,
    limits: Numbers,
    at: datetime,
) -> State:
    if seen is None:
        return State(channel, item, Stand.UNSEEN)
    again = _again(seen.look.seen_at, limits.months)
    due = again
    if item.answer == Answer.DAY and limits.days and seen.value != NOT_OFFERED:
        changed = start_of(date.fromisoformat(seen.value))
        due = changed + timedelta(days=limits.days)
    # What was seen to be wrong stays so until somebody sees that it is right.
    if _is_wrong(channel, item, seen.value, limits) or (due < again and due <= at):
        return State(channel, item, Stand.BAD, seen, due)
    if again <= at:
        return State(channel, item, Stand.OLD, seen, again)
    stand = Stand.NOT_OFFERED if seen.value == NOT_OFFERED else Stand.GOOD
    return State(channel, item, stand, seen, min(due, again))


def _again(seen_at: datetime, months: int) -> datetime:
    return start_of(months_later(timezone.localdate(seen_at), months))


def _is_wrong(channel: Channel, item: Item, value: str, limits: Numbers) -> bool:
    if value == NOT_OFFERED:
        return not item.takes(value, channel.platform)
    if item.answer == Answer.DAY:
        return False
    if item.answer == Answer.WORD:
        return value == NO
    if item.is_password:
        return int(value) < limits.length
    return not FEWEST <= int(value) <= MOST


@dataclass(frozen=True)
class Account:
    """An account with all its items: a row of the overview."""

    channel: Channel
    states: list[State]

    @property
    def bad(self) -> int:
        return sum(each.is_bad for each in self.states)

    @property
    def open(self) -> int:
        return sum(each.is_open for each in self.states)

    @property
    def good(self) -> int:
        return sum(each.is_good for each in self.states)

    @property
    def parts(self) -> list[tuple[str, list[State]]]:
        return [
            (str(title), found)
            for part, title in PARTS.items()
            if (found := [each for each in self.states if each.item.part == part])
        ]

    @property
    def cells(self) -> list[State | None]:
        """In the order of all items; None where the platform has no such thing."""
        of_key = {each.item.key: each for each in self.states}
        return [of_key.get(each.key) for each in ITEMS]


def accounts(wanted: Collection[Channel], at: datetime) -> list[Account]:
    found: dict[int, list[State]] = {each.pk: [] for each in wanted}
    for state in states(wanted, at):
        found[state.channel.pk].append(state)
    return [Account(each, found[each.pk]) for each in wanted]


def looks(channel: Channel, *, before: int = 0) -> QuerySet[Look]:
    """Every time that somebody looked at an account, the newest first."""
    found = Look.objects.filter(channel=channel).prefetch_related("attestations")
    found = found.filter(pk__lt=before) if before else found
    return found.select_related("seen_by", "reviewed_for", "original")


def events(wanted: Collection[Channel], at: datetime) -> dict[int, datetime]:
    """
    When each account last lost a person who knew its password, or was misused.

    A password that is in the vault is known to no delegate: there only misuse counts.
    """
    pks = [each.pk for each in wanted]
    kept = Credential.objects.in_use().filter(channel__in=pks).values("channel")
    left = (
        Delegation.objects.filter(channel__in=pks, activated_at__isnull=False)
        .exclude(channel__in=kept)
        .order_by()
        .values_list("channel")
        .annotate(
            left=Max("placement__ends_at", filter=Q(placement__ends_at__lte=at)),
            revoked=Max("revoked_at", filter=Q(revoked_at__lte=at)),
        )
    )
    misused = (
        StoppedChannel.objects.filter(
            channel__in=pks, stop__kind=Stop.Kind.INCIDENT, stop__stopped_at__lte=at
        )
        .order_by()
        .values_list("channel")
        .annotate(last=Max("stop__stopped_at"))
    )
    found: dict[int, datetime] = {}
    for pk, *moments in (*left, *misused):
        for moment in filter(None, moments):
            found[pk] = max(moment, found.get(pk, moment))
    return found


Lost = tuple[Channel, datetime]  # an account, and when its password was given away


def unchanged(at: datetime) -> tuple[list[Lost], list[Lost]]:
    """
    Accounts whose password was not changed after such an event, and those unknown.

    Of a password that people keep the day of the change is known, not its hour: on the
    day of the event it counts where it was said after the event.
    """
    wanted = list(watched())
    found = events(wanted, at)
    late, unknown = [], []
    for state in states(wanted, at, {"password_changed"}):
        event = found.get(state.channel.pk)
        if event is None:
            continue
        if state.kept is None and state.seen is None:
            unknown.append((state.channel, event))
        elif not _is_changed_after(state, event):
            late.append((state.channel, event))
    return late, unknown


def _is_changed_after(state: State, event: datetime) -> bool:
    if state.kept:
        return state.kept.stored_at >= event
    if state.seen is None or state.seen.look.seen_at < event:
        return False
    # Days as ISO 8601 writes them compare as texts.
    return state.seen.value >= timezone.localdate(event).isoformat()


def foreign_apps() -> QuerySet[ConnectedApp]:
    """Connected applications that nobody allowed as they are."""
    found = ConnectedApp.objects.foreign().filter(channel__in=watched())
    return found.select_related("channel__owner", "app", "found_by")


def apps_of(channel: Channel) -> QuerySet[ConnectedApp]:
    people_named = ("found_by", "removed_by")
    return ConnectedApp.objects.filter(channel=channel).select_related(
        "app", *people_named
    )


def apps() -> QuerySet[App]:
    people_named = ("asked_by", "decided_by", "ended_by")
    found = App.objects.select_related(*people_named)
    return found.prefetch_related("connected__channel")


def asked_apps() -> QuerySet[App]:
    return apps().filter(state=App.State.ASKED)


def may_attest(user: User, channel: Channel, at: datetime) -> bool:
    """Who keeps credentials, who is consulted, or who owns the account."""
    units = people.units_of_offices(user, at)
    return bool(
        people.authority(user, Power.SECRETS, at)
        or channel.owner_id in units
        or channels.places_of(units)
    )
