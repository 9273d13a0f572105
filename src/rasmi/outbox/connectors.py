"""Which connector speaks for an account; where there is none, a person does."""

from collections.abc import Mapping
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
    readable,
)
from rasmi.platforms.sandbox.connector import SandboxConnector

LONGEST_ID, LONGEST_ADDRESS = 100, 500  # characters, as the row holds them


def kind_for(channel: Channel) -> Intent.Connector:
    """How what is said on an account gets there."""
    runs = settings.IS_FOR_TRAINING or people.is_demonstration()
    if channel.platform == "sandbox" and runs:
        return Intent.Connector.SANDBOX
    return Intent.Connector.MANUAL


def connector_of(intent: Intent) -> Connector:
    """
    The connector of an intent that is not sent by hand.

    :raises LookupError: if there is none
    """
    if intent.connector != Intent.Connector.SANDBOX:
        raise LookupError(intent.connector)
    return SandboxConnector(
        Account(
            handle=intent.channel.handle,
            address=settings.SANDBOX_ADDRESS,
            token=settings.SANDBOX_TOKEN,
            name=intent.channel.name_ar,
        )
    )


def cleaned(found: Found) -> Found:
    """
    What a platform answered, as it may be kept and shown: no row breaks on it, and an
    address is one that a browser may open.
    """
    url = readable(found.url)
    is_web = urlsplit(url).scheme in ("http", "https")
    return Found(
        readable(found.remote_id)[:LONGEST_ID],
        url if is_web and len(url) <= LONGEST_ADDRESS else "",
        {readable(name): _kept(value) for name, value in found.evidence.items()},
    )


def _kept(value: object) -> object:
    if isinstance(value, str):
        return readable(value)
    if isinstance(value, Mapping):
        return {readable(str(name)): _kept(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_kept(each) for each in value]
    return value


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
