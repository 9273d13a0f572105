from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Case, Q, QuerySet, When

from rasmi.channels.models import Channel
from rasmi.channels.models.channels import ChannelQuerySet
from rasmi.delegations.models import Delegation
from rasmi.people import selectors as people
from rasmi.people.models import Appointment, Power, Unit, User
from rasmi.platforms.registry import CONNECTABLE
from rasmi.policy import selectors as policy
from rasmi.security import vault
from rasmi.security.models import (
    Credential,
    CredentialQuerySet,
    Epoch,
    Stop,
    StoppedChannel,
    StopQuerySet,
)

# Who stops and resumes on every account: who watches over them, or answers for them.
POWERS = (Power.SECRETS, Power.APPROVE, Power.HEAD, Power.DECIDE)
# Where nothing went wrong comes last.
PAUSES_LAST = Case(When(kind=Stop.Kind.PAUSE, then=1), default=0)
# Who sees how every account is connected; nobody sees with what.
READERS = (Power.SECRETS, Power.AUDIT)


def stops() -> StopQuerySet:
    people_named = ("stopped_by", "resume_asked_by", "resumed_by")
    return Stop.objects.select_related("channel", "unit", *people_named)


def stops_in_force(at: datetime) -> StopQuerySet:
    """What is stopped now, emergencies first."""
    return stops().in_force(at).order_by(PAUSES_LAST, "-pk")


def stops_on(channel: Channel) -> StopQuerySet:
    """
    The stops that keep an account from speaking, emergencies first.

    One is for an account that was in its scope when it began, or that is in it now.
    """
    frozen = StoppedChannel.objects.filter(channel=channel).values("stop")
    covering = (
        Q(channel=channel)
        | Q(unit__in=_with_units_above(channel.owner_id))
        | Q(channel=None, unit=None)
        | Q(pk__in=frozen)
    )
    return stops().lasting().filter(covering).order_by(PAUSES_LAST, "-pk")


def channels_under(stop: Stop) -> ChannelQuerySet:
    """The accounts that a stop is for, over or not: those of then and those of now."""
    now_in_scope = channels_of(stop.channel, stop.unit).order_by().values("pk")
    frozen = StoppedChannel.objects.filter(stop=stop).values("channel")
    return Channel.objects.filter(Q(pk__in=now_in_scope) | Q(pk__in=frozen))


def channels_of(channel: Channel | None, unit: Unit | None) -> ChannelQuerySet:
    """The accounts of a scope: one, those of a unit and of the units below, or all."""
    found = Channel.objects.order_by("pk")
    if channel:
        return found.filter(pk=channel.pk)
    return found.filter(owner__in=people.units_below(unit)) if unit else found


def _with_units_above(pk: int) -> list[int]:
    parents = dict(Unit.objects.values_list("pk", "parent"))
    found: list[int] = []
    above: int | None = pk
    while above is not None:
        found.append(above)
        above = parents.get(above)
    return found


def authority(user: User, at: datetime) -> people.Authority | None:
    """The office by which the person stops and resumes everywhere, or None."""
    held = people.authorities(user, at)
    return next((each for each in held if each.power in POWERS), None)


def speaks_on(user: User, channels: ChannelQuerySet, at: datetime) -> bool:
    """Whether the person is delegated on one of the accounts, for any task."""
    held = Delegation.objects.in_force(at).filter(person=user)
    return held.filter(channel__in=channels).exists()


def may_stop(
    user: User, channel: Channel | None, unit: Unit | None, at: datetime
) -> bool:
    """
    Whoever speaks on the account, holds an office in the unit that owns it, or watches.

    Who speaks on one account does not stop those of others.
    """
    if authority(user, at):
        return True
    if channel:
        return people.holds_office_in(user, channel.owner, at) or speaks_on(
            user, channels_of(channel, None), at
        )
    return unit is not None and people.holds_office_in(user, unit, at)


def may_stop_something(user: User, at: datetime) -> bool:
    return bool(
        authority(user, at)
        or people.units_of_offices(user, at)
        or speaks_on(user, Channel.objects.all(), at)
    )


def may_resume(user: User, stop: Stop, at: datetime) -> bool:
    """Whoever watches over accounts, or holds an office in the unit that owns them."""
    powers = people.powers_of(user, at)
    return is_for(stop, powers, people.units_of_offices(user, at))


def is_for(stop: Stop, powers: Collection[str], units: Collection[int]) -> bool:
    """The same by what somebody holds: powers, and units by an office."""
    return bool(set(POWERS) & set(powers)) or stop.owner_id in units


def may_read_reason(
    user: User, powers: Collection[str], stop: Stop, at: datetime
) -> bool:
    """What led to a stop is for whom it concerns; that it is there is for all staff."""
    return (
        Power.AUDIT in powers
        or may_resume(user, stop, at)
        or speaks_on(user, channels_under(stop), at)
    )


def who_may_resume(stop: Stop, at: datetime) -> QuerySet[User]:
    """Everyone for whom `may_resume` is true."""
    held = Appointment.objects.in_force(at)
    fitting = held.filter(office__powers__power__in=POWERS).values("holder")
    owner = stop.owner_id
    if owner is None:
        return User.objects.filter(pk__in=fitting)
    # An office in the whole body speaks for the body itself, and not for its parts.
    near = Q(office__unit=owner) | Q(
        office__unit__in=_with_units_above(owner), office__unit__parent__isnull=False
    )
    return User.objects.filter(
        Q(pk__in=fitting) | Q(pk__in=held.filter(near).values("holder"))
    )


def who_speaks(stop: Stop, at: datetime) -> QuerySet[User]:
    """Everyone who is delegated on an account that the stop is for."""
    held = Delegation.objects.in_force(at)
    return User.objects.filter(
        pk__in=held.filter(channel__in=channels_under(stop)).values("person")
    )


def past(*, before: int = 0) -> StopQuerySet:
    """Stops that are over, the newest first; with `before`, those older than that."""
    found = stops().filter(resumed_at__isnull=False)
    return found.filter(pk__lt=before) if before else found


def waiting_for_a_second(at: datetime) -> StopQuerySet:
    """Stops of which somebody asked that speaking resumes."""
    return stops_in_force(at).asked()


def epoch() -> Epoch | None:
    """The life of the database that we are in; None before its first start."""
    return Epoch.objects.select_related("stop").last()


def was_restored_since(number: int) -> bool:
    """Whether a backup was put back by our own command after a life of the database."""
    later = Epoch.objects.filter(number__gt=number, why=Epoch.Why.RESTORED)
    return later.exists()


def life() -> int:
    """The number of the present life of the database; the first is 1."""
    return Epoch.objects.values_list("number", flat=True).last() or 1


def credential_of(channel: Channel) -> Credential | None:
    """With what Rasmi signs in to an account, or None where a person does."""
    return Credential.objects.in_use().filter(channel=channel).first()


def reached_by(channel: Channel) -> str:
    """The connector that reaches an account; empty where only people do."""
    runs = settings.IS_FOR_TRAINING or people.is_demonstration()
    if channel.platform == "sandbox" and runs:
        return "sandbox"
    if channel.platform in CONNECTABLE and credential_of(channel):
        return channel.platform
    return ""


def site_of(channel: Channel) -> str:
    """The site on which an account is, or was, connected; empty where it never was."""
    found = Credential.objects.filter(channel=channel).values_list("site", flat=True)
    return found.first() or ""


def connections() -> CredentialQuerySet:
    return Credential.objects.select_related("channel__owner", "stored_by", "ended_by")


def who_is_told(channel: Channel, at: datetime) -> list[User]:
    """Who keeps credentials, and who holds an office in the owner of an account."""
    held = Appointment.objects.in_force(at)
    keepers = held.filter(office__powers__power=Power.SECRETS)
    owners = held.filter(office__unit=channel.owner_id)
    return list(
        User.objects.filter(
            Q(pk__in=keepers.values("holder")) | Q(pk__in=owners.values("holder"))
        )
    )


def rotation_days(at: datetime) -> int | None:
    """After how many days a password is changed; None while the policy sets none."""
    return policy.setting("rotation_interval", at).values.get("days")


def rotation_due(credential: Credential, days: int | None) -> datetime | None:
    """By when a password is to be changed, by what `rotation_days` answered."""
    return credential.stored_at + timedelta(days=days) if days else None


def vault_key() -> bytes:
    """The public key of this installation: whatever is entered is sealed for it."""
    return bytes.fromhex(Path(settings.VAULT_PUBLIC_KEY).read_text())


def sites() -> list[str]:
    """The sites that may be called: with https, or on this machine."""
    # A demonstration speaks to no real account: only to what runs beside it.
    schemes = () if people.is_demonstration() else ("https",)
    here = (*settings.LOOPBACK, "::1")
    return [
        site
        for site in settings.SITES
        for parts in [urlsplit(site)]
        if parts.scheme in schemes or parts.hostname in here
    ]


@dataclass(frozen=True)
class Connection:
    """
    An account that Rasmi could speak on by itself, and how it does.

    :param credential: None where people post there by hand
    :param due_at: by when the password is to be changed
    :param is_foreign: whether it was sealed for the key of another installation
    """

    channel: Channel
    credential: Credential | None
    due_at: datetime | None = None
    is_foreign: bool = False

    @property
    def is_broken(self) -> bool:
        return self.credential is not None and self.credential.is_broken

    @property
    def is_open(self) -> bool:
        """Whether it may be connected, as its account stands now."""
        return not (self.channel.is_over or self.channel.is_proposed)


def connectable(user: User, powers: Collection[str], at: datetime) -> ChannelQuerySet:
    """The accounts that can be connected and that a person sees, those over too."""
    found = Channel.objects.filter(platform__in=CONNECTABLE).select_related("owner")
    if set(READERS) & set(powers):
        return found
    return found.filter(owner__in=people.units_of_offices(user, at))


def connections_of(channels: ChannelQuerySet, at: datetime) -> list[Connection]:
    """How each of some accounts is connected; those that are over only if they are."""
    held = {each.channel_id: each for each in connections().in_use()}
    days, public = rotation_days(at), vault.fingerprint(vault_key())
    shown = channels.filter(Q(pk__in=held) | Q(pk__in=Channel.objects.in_register()))
    return [_connection(each, held.get(each.pk), days, public) for each in shown]


def connection_of(channel: Channel, at: datetime) -> Connection:
    public = vault.fingerprint(vault_key())
    credential = connections().in_use().filter(channel=channel).first()
    return _connection(channel, credential, rotation_days(at), public)


def _connection(
    channel: Channel, held: Credential | None, days: int | None, public: str
) -> Connection:
    if held is None:
        return Connection(channel, None)
    due = rotation_due(held, days)
    return Connection(channel, held, due, is_foreign=held.sealed_for != public)


def ended_credentials(channel: Channel) -> CredentialQuerySet:
    """What opened an account before, the newest first; without any secret."""
    return connections().filter(channel=channel, ended_at__isnull=False)
