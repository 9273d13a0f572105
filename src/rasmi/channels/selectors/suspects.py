"""Accounts that may be taken for ours, and how long they have waited."""

from datetime import datetime, timedelta

from django.db.models import Q

from rasmi.channels import selectors
from rasmi.channels.models import Channel, Suspect
from rasmi.channels.models.suspects import SuspectQuerySet
from rasmi.channels.selectors.likes import most_like, names_of
from rasmi.platforms.addresses import Mention, read, same_handle
from rasmi.platforms.lookalikes import Likeness

# A false statement spreads within hours: each step of a case takes three days at most,
# a weekend included; platforms answer a body within some weeks.
STEP = timedelta(days=3)
TAKEN_DOWN_WITHIN = timedelta(days=30)


def suspects() -> SuspectQuerySet:
    return Suspect.objects.select_related(
        "like", "reported_by", "examined_by", "confirmed_by", "screenshot"
    )


def known(mention: Mention, asked: str) -> Suspect | None:
    """The case of an account, where there is one already."""
    found = suspects().exclude(state=Suspect.State.GONE)
    if mention.handle:
        same = Q(platform=mention.platform, handle__iexact=mention.handle)
        return found.filter(same).first()
    return found.filter(asked=asked).first()


def ours(mention: Mention) -> Channel | None:
    """The account of the register that is meant, as far as its name tells."""
    return next(
        (
            each
            for each in selectors.in_register()
            if mention.platform == each.platform
            and same_handle(each.platform, mention.handle, each.handle)
        ),
        None,
    )


def likeness_of(suspect: Suspect) -> Likeness | None:
    """Where the name of a case differs from the account that it resembles."""
    if suspect.like is None:
        return None
    found = most_like(read(suspect.asked), [suspect.like])
    return found[1] if found else None


def fake(mention: Mention) -> Suspect | None:
    """The case of an account of which two persons say that it pretends to be ours."""
    if not mention.handle:
        return None
    for name in names_of(mention.handle):
        here = Q(handle__iexact=name)
        if mention.platform:
            here &= Q(platform__in=("", mention.platform))
        found = suspects().public().filter(here).first()
        if found:
            return found
    return None


def late(at: datetime) -> SuspectQuerySet:
    """Cases of which a step has waited for longer than it may."""
    state = Suspect.State
    return suspects().filter(
        Q(state=state.REPORTED, reported_at__lte=at - STEP)
        | Q(state=state.FOUND, examined_at__lte=at - STEP)
        | Q(state=state.CONFIRMED, asked_at=None, confirmed_at__lte=at - STEP)
        | Q(state=state.CONFIRMED, asked_at__lte=at - TAKEN_DOWN_WITHIN)
    )
