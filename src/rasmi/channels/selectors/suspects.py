"""Accounts that may be taken for ours, and how long they have waited."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Case, Q, When

from rasmi.channels import selectors
from rasmi.channels.models import Channel, Suspect
from rasmi.channels.models.suspects import SuspectQuerySet
from rasmi.channels.selectors.likes import most_like, names_of
from rasmi.platforms.addresses import Form, Mention, is_of_site, read, same_handle
from rasmi.platforms.lookalikes import Likeness

# A false statement spreads within hours: each step of a case takes three days at most,
# a weekend included; platforms answer a body within some weeks.
STEP = timedelta(days=3)
TAKEN_DOWN_WITHIN = timedelta(days=30)


def suspects() -> SuspectQuerySet:
    return Suspect.objects.select_related(
        "like", "reported_by", "examined_by", "confirmed_by", "screenshot"
    ).order_by("-pk")


def known(mention: Mention, asked: str) -> Suspect | None:
    """The case of an account, where there is one already."""
    ended = (Suspect.State.GONE, Suspect.State.WITHDRAWN)
    found = suspects().exclude(state__in=ended)
    if mention.form != Form.SITE and mention.handle:
        same = Q(platform=mention.platform, handle__iexact=mention.handle)
        return found.filter(same).first()
    if mention.form == Form.SITE:
        return found.filter(site__in=list(_sites(mention))).first()
    return found.filter(asked=asked).first()


def site_of(mention: Mention) -> str:
    """The host of a link to no platform that we know, with its path; else empty."""
    return list(_sites(mention))[-1] if mention.form == Form.SITE else ""


def _sites(mention: Mention) -> Iterator[str]:
    """The site of a link, then each step of its path beneath it."""
    site = mention.host.removeprefix("www.")
    yield site
    for step in mention.path:
        site = f"{site}/{step}"
        yield site[:300]


def in_register(suspect: Suspect) -> bool:
    """Whether an account that was found to be ours stands in the register by now."""
    page = read(suspect.asked)
    return any(
        (
            suspect.platform == each.platform
            and same_handle(each.platform, suspect.handle, each.handle)
        )
        or (suspect.site and each.address and is_of_site(page, each.address))
        for each in Channel.objects.in_register()
    )


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
    public = suspects().public()
    if mention.form == Form.SITE:
        here = Q(site__in=list(_sites(mention)))
        if mention.handle:  # with its host, as Mastodon writes it
            here |= Q(handle__iexact=mention.handle)
        return public.filter(here).first()
    for name in names_of(mention.handle) if mention.handle else ():
        here = Q(handle__iexact=name)
        if mention.platform:
            here &= Q(platform=mention.platform)
        found = public.filter(here).first()
        if found:
            return found
    return None


def is_placed(suspect: Suspect) -> bool:
    """Whether it is told where an account is, so that no namesake is accused."""
    return bool(suspect.platform or suspect.site or "@" in suspect.handle)


def unregistered() -> list[Suspect]:
    """Cases of accounts that are ours and that nobody has entered in the register."""
    found = suspects().filter(state=Suspect.State.OURS)
    return [each for each in found if not in_register(each)]


def late(at: datetime) -> SuspectQuerySet:
    """Cases of which a step has waited for longer than it may."""
    state = Suspect.State
    ours = [each.pk for each in unregistered()]
    return suspects().filter(
        Q(state__in=(state.REPORTED, state.FOUND), step_began_at__lte=at - STEP)
        | Q(pk__in=ours, step_began_at__lte=at - STEP)
        | Q(state=state.CONFIRMED, asked_at=None, step_began_at__lte=at - STEP)
        | Q(state=state.CONFIRMED, asked_at__lte=at - TAKEN_DOWN_WITHIN)
    )


def owed(viewer: int) -> SuspectQuerySet:
    """
    Cases of which a step is one of a keeper's, what is like an account of ours first.

    :param viewer: the keeper; nobody looks at their own finding
    """
    state = Suspect.State
    ours = [each.pk for each in unregistered()]
    return (
        suspects()
        .open()
        .exclude(state=state.FOUND, examined_by=viewer)
        .exclude(state=state.CONFIRMED, asked_at__isnull=False)
        .exclude(Q(state=state.OURS) & ~Q(pk__in=ours))
        .order_by(Case(When(like=None, then=1), default=0), "-reports", "pk")
    )
