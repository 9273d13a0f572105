"""Whether each official page says whose its content is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db.models import Max, Prefetch, QuerySet

from rasmi.channels import selectors
from rasmi.channels.models import Channel, Disclaimer, ProfileReading, Proposal
from rasmi.platforms import profiles

IS_FRESH = timedelta(days=31)  # seen by a person, as a badge is


class Stand(StrEnum):
    SAID = "said"
    DIFFERS = "differs"
    UNSEEN = "unseen"  # nobody has looked
    OLD = "old"  # nobody has looked lately


@dataclass(frozen=True)
class Page:
    """
    The page of one account, against the approved text.

    :param expected: what is to stand there; empty where no text is approved
    :param difference: the part of it that is missing or differs first
    """

    channel: Channel
    expected: str
    reading: ProfileReading | None
    stand: Stand
    difference: str = ""

    @property
    def is_said(self) -> bool:
        return self.stand == Stand.SAID

    @property
    def differs(self) -> bool:
        return self.stand == Stand.DIFFERS


def approved() -> Disclaimer | None:
    """The notice of copyright that holds."""
    found = Disclaimer.objects.filter(approved_at__isnull=False)
    return found.select_related("written_by", "approved_by").first()


def waiting() -> Disclaimer | None:
    """The newest one, if nobody has approved it."""
    newest = Disclaimer.objects.select_related("written_by").first()
    return newest if newest and newest.approved_at is None else None


def pages(at: datetime, channels: QuerySet[Channel] | None = None) -> list[Page]:
    """
    How the page of each account in the register stands.

    :param channels: of these alone
    """
    known = selectors.channels().in_register() if channels is None else channels
    last = (
        ProfileReading.objects.order_by().values("channel").annotate(newest=Max("pk"))
    )
    newest = ProfileReading.objects.filter(pk__in=last.values("newest")).select_related(
        "seen_by"
    )
    found = known.prefetch_related(
        Prefetch("profiles", newest, to_attr="read_profiles"),
        Prefetch("proposals", Proposal.objects.order_by("-pk"), to_attr="stated"),
    )
    notice = approved()
    return [_page(each, notice, at) for each in found]


def page(channel: Channel, at: datetime) -> Page:
    """The same of one account."""
    return pages(at, selectors.channels().filter(pk=channel.pk))[0]


def too_long(short: str, channels: Iterable[Channel]) -> Channel | None:
    """The first account whose platform has no room for a short text."""
    return next(
        (
            each
            for each in channels
            if len(profiles.shown(each.platform, short))
            > profiles.profile_of(each.platform).limit
        ),
        None,
    )


def _page(channel: Channel, notice: Disclaimer | None, at: datetime) -> Page:
    read: list[ProfileReading] = channel.read_profiles  # type: ignore[attr-defined]
    reading = read[0] if read else None
    expected = _expected(channel, notice)
    if reading is None:
        return Page(channel, expected, None, Stand.UNSEEN)
    differs = profiles.difference(channel.platform, expected, reading.text)
    if differs is not None:
        return Page(channel, expected, reading, Stand.DIFFERS, differs)
    is_fresh = reading.seen_at > at - IS_FRESH
    return Page(channel, expected, reading, Stand.SAID if is_fresh else Stand.OLD)


def _expected(channel: Channel, notice: Disclaimer | None) -> str:
    """In Arabic, unless the account speaks English alone."""
    if notice is None:
        return ""
    stated = channel.case
    ar, en = notice.shorts
    return en if stated and stated.languages == [Proposal.Language.ENGLISH] else ar
