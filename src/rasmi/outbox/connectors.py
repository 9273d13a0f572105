"""Which connector speaks for an account; where there is none, a person does."""

from datetime import timedelta
from functools import partial
from urllib.parse import urlsplit

from rasmi.channels.models import Channel
from rasmi.files import selectors as files
from rasmi.outbox.models import Intent
from rasmi.platforms.connector import (
    Account,
    Connector,
    Deed,
    Found,
    Medium,
    Op,
    Target,
)
from rasmi.platforms.registry import CONNECTORS
from rasmi.security import selectors as security
from rasmi.security.services import account_for, trained

DEEDS = {
    "reply": Deed.REPLY,
    "cited_reply": Deed.REPLY,
    "hide": Deed.HIDE,
    "show": Deed.SHOW,
}
LONGEST_ID, LONGEST_ADDRESS = 100, 500  # characters, as the row holds them


def kind_for(channel: Channel) -> Intent.Connector:
    """How what is said on an account gets there."""
    return Intent.Connector(security.reached_by(channel) or Intent.Connector.MANUAL)


def connector_of(intent: Intent) -> Connector:
    """
    The connector of an intent that is not sent by hand.

    :raises AuthExpired: if the account is not connected, or what opens it cannot be
        read here
    """
    return CONNECTORS[intent.connector](_account_of(intent))


def site_of(intent: Intent) -> str:
    """Where an intent is sent to now, and by whom; empty where that never changes."""
    if not intent.is_connected:
        return ""
    found = security.credential_of(intent.channel)
    return f"{found.site} {found.login}" if found else "-"


def settle_of(intent: Intent) -> timedelta:
    """How long after a call its effect may still appear."""
    return CONNECTORS[intent.connector].settle


def _account_of(intent: Intent) -> Account:
    return (
        account_for(intent.channel) if intent.is_connected else trained(intent.channel)
    )


def cleaned(found: Found) -> Found:
    """
    What a platform answered, as the row holds it: an address is one that a browser may
    open. The line has made its evidence fit to be kept already.
    """
    url = found.url
    return Found(
        found.remote_id[:LONGEST_ID],
        url if len(url) <= LONGEST_ADDRESS and _is_web(url) else "",
        found.evidence,
    )


def _is_web(url: str) -> bool:
    try:
        return urlsplit(url).scheme in ("http", "https")
    except ValueError:
        return False


def op_of(intent: Intent) -> Op:
    """What is sent, from the row alone."""
    pictures = intent.pictures.select_related("rendition").order_by("position")
    return Op(
        key=intent.key,
        text=intent.text,
        media=tuple(
            Medium(
                digest=each.rendition.digest,
                media_type=each.rendition.media_type,
                alt=each.alt,
                open=partial(files.open_rendition, each.rendition),
            )
            for each in pictures
        ),
        deed=DEEDS.get(intent.act, Deed.POST),
        target=(
            Target(intent.target.remote_id, intent.target.thread)
            if intent.target
            else None
        ),
    )
