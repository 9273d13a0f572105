from collections.abc import Collection
from datetime import datetime

from django.db.models import Q, QuerySet

from rasmi.channels.models import Channel
from rasmi.channels.models.channels import ChannelQuerySet
from rasmi.delegations.models import Delegation
from rasmi.people import selectors as people
from rasmi.people.models import Appointment, Power, Unit, User
from rasmi.security.models import Stop, StoppedChannel, StopQuerySet

# Who stops and resumes on every account: who watches over them, or answers for them.
POWERS = (Power.SECRETS, Power.APPROVE, Power.HEAD, Power.DECIDE)


def stops() -> StopQuerySet:
    people_named = ("stopped_by", "resume_asked_by", "resumed_by")
    return Stop.objects.select_related("channel", "unit", *people_named)


def stops_in_force(at: datetime) -> StopQuerySet:
    """What is stopped now, emergencies first."""
    return stops().in_force(at).order_by("kind", "-pk")


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
    return stops().lasting().filter(covering).order_by("kind", "-pk")


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
