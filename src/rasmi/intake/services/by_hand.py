"""Where no connection hears, a person enters what the public said."""

from datetime import datetime

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from rasmi.channels.models import Channel
from rasmi.delegations import selectors as delegated
from rasmi.delegations import services as delegations
from rasmi.delegations.models import Task
from rasmi.files import kinds
from rasmi.files import services as files
from rasmi.intake import selectors
from rasmi.intake.models import RemoteObject
from rasmi.intake.services.hearing import hear
from rasmi.people.models import User
from rasmi.platforms.catalog import is_at
from rasmi.platforms.connector import Heard, readable
from rasmi.platforms.connector import Shown as ShownThere
from rasmi.rules import Refusal, gate
from rasmi.security import selectors as security

BY_HAND = gate("intake.entered_where_no_connection_hears")
TRUE_PLACE = gate("intake.entry_is_of_its_platform")
AS_ENTERED = gate("intake.entry_stays_as_entered")

PREFIX = "hand-"


@transaction.atomic
def enter_by_hand(  # noqa: PLR0913 — what the public said, where and when
    channel: Channel,
    *,
    key: str,
    author: str,
    text: str,
    said_at: datetime,
    thread_url: str = "",
    url: str = "",
    screenshot: "File[bytes] | None" = None,
    by: User,
    now: datetime,
) -> RemoteObject:
    """
    Enter what somebody said to an account that no connection hears.

    :param key: of the page on which it was typed: a second click enters nothing
    :param thread_url: of the post beneath which it stands
    :raises Refusal: if one neither replies nor moderates there, a connection hears it,
        an address is not on the platform, or the page has entered other words already
    """
    _require_right(by, channel, now)
    if selectors.is_heard(channel, now):
        raise Refusal(
            BY_HAND,
            _("«%(account)s» is read by its connection.") % {"account": channel},
            remedy=_("What was said there comes in by itself, within a minute."),
            target=channel,
        )
    for address in (url, thread_url):
        _refuse_elsewhere(channel, address)
    evidence = (
        files.keep(screenshot, kinds_allowed=kinds.PICTURES, now=now)
        if screenshot
        else None
    )
    heard = Heard(
        remote_id=f"{PREFIX}{key}",
        thread=thread_url,
        reply_to="",
        author=author,
        author_id="",
        is_ours=False,
        text=text,
        shown=ShownThere.VISIBLE,
        said_at=said_at,
        url=url,
    )
    _refuse_other_words(channel, heard)
    return hear(
        channel,
        heard,
        by_hand={"entered_by": by, "screenshot": evidence},
        by=by,
        now=now,
    )


def _require_right(by: User, channel: Channel, now: datetime) -> None:
    moderates = delegated.right(by, channel, Task.MODERATE, None, now)
    task = Task.MODERATE if moderates else Task.REPLY
    delegations.require_right(by, channel, task, topic=None, now=now)


def _refuse_other_words(channel: Channel, heard: Heard) -> None:
    """A later version says that the author has changed it; here the officer has."""
    entered = RemoteObject.objects.filter(channel=channel, remote_id=heard.remote_id)
    found = entered.first()
    if found and found.version.text != readable(heard.text):
        raise Refusal(
            AS_ENTERED,
            _("This page has entered something already, in other words."),
            remedy=_("Open the page anew to enter something else."),
            target=found,
        )


def _refuse_elsewhere(channel: Channel, address: str) -> None:
    site = channel.address or security.site_of(channel) or channel.on.address
    if address and not is_at(address, site):
        raise Refusal(
            TRUE_PLACE,
            _("This address is not on «%(platform)s».")
            % {"platform": channel.platform_name},
            remedy=_("Copy the address from where it stands."),
            target=channel,
        )
