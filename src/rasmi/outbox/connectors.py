"""Which connector speaks for an account; where there is none, a person does."""

from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from math import isfinite
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
    readable,
)
from rasmi.platforms.registry import CONNECTABLE, CONNECTORS
from rasmi.security import selectors as security
from rasmi.security.services import account_for

LONGEST_ID, LONGEST_ADDRESS = 100, 500  # characters, as the row holds them
DEEPEST = 20  # levels of an answer that are kept


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
    What a platform answered, as it may be kept and shown: no row breaks on it, and an
    address is one that a browser may open.
    """
    url = readable(found.url)
    return Found(
        readable(found.remote_id)[:LONGEST_ID],
        url if len(url) <= LONGEST_ADDRESS and _is_web(url) else "",
        {readable(name): _kept(value) for name, value in found.evidence.items()},
    )


def _is_web(url: str) -> bool:
    try:
        return urlsplit(url).scheme in ("http", "https")
    except ValueError:
        return False


def _kept(value: object, depth: int = 0) -> object:
    deeper = depth + 1
    if isinstance(value, Mapping | list | tuple) and deeper > DEEPEST:
        value = "…"
    if isinstance(value, Mapping):
        return {
            readable(str(name)): _kept(each, deeper) for name, each in value.items()
        }
    if isinstance(value, list | tuple):
        return [_kept(each, deeper) for each in value]
    if isinstance(value, float) and not isfinite(value):
        value = str(value)  # no database keeps it as a number
    return readable(value) if isinstance(value, str) else value


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
