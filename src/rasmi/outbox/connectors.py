"""Which connector speaks for an account; where there is none, a person does."""

from datetime import timedelta
from functools import partial
from urllib.parse import urlsplit

from django.conf import settings

from rasmi.channels.models import Channel
from rasmi.files import selectors as files
from rasmi.outbox.models import Intent
from rasmi.people import selectors as people
from rasmi.platforms.connector import (
    Account,
    Connector,
    Found,
    Medium,
    Op,
)
from rasmi.platforms.registry import CONNECTABLE, CONNECTORS
from rasmi.security import selectors as security
from rasmi.security.services import account_for

LONGEST_ID, LONGEST_ADDRESS = 100, 500  # characters, as the row holds them


def kind_for(channel: Channel) -> Intent.Connector:
    """How what is said on an account gets there."""
    runs = settings.IS_FOR_TRAINING or people.is_demonstration()
    if channel.platform == "sandbox" and runs:
        return Intent.Connector.SANDBOX
    if channel.platform in CONNECTABLE and security.credential_of(channel):
        return Intent.Connector(channel.platform)
    return Intent.Connector.MANUAL


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
    if intent.is_connected:
        return account_for(intent.channel)
    return Account(
        handle=intent.channel.handle,
        address=settings.SANDBOX_ADDRESS,
        token=settings.SANDBOX_TOKEN,
        name=intent.channel.name_ar,
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
    )
