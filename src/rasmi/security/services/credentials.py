from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rasmi.audit import services as audit
from rasmi.audit.actions import register
from rasmi.channels.models import Channel
from rasmi.core.models import locked
from rasmi.people.models import Power, User
from rasmi.people.services import require
from rasmi.platforms.connector import Account, AuthExpired, Connector
from rasmi.platforms.registry import CONNECTABLE, CONNECTORS
from rasmi.policy import selectors as policy
from rasmi.rules import Refusal, gate
from rasmi.security import selectors, vault
from rasmi.security.models import Credential
from rasmi.security.services import connection_mails as mails

STORED = register(
    "security.credential.store", gettext_lazy("Connected an account: %(target)s")
)
ENDED = register(
    "security.credential.end", gettext_lazy("Disconnected an account: %(target)s")
)

CONNECTABLE_ONLY = gate("security.account_can_be_connected")
SITE_ALLOWED = gate("security.site_is_allowed")
LONG_ENOUGH = gate("security.password_is_long")
IN_USE = gate("security.only_a_connection_in_use_is_ended")
CONNECTED = gate("security.account_is_connected")


@transaction.atomic
def connect(  # noqa: PLR0913 — what opens an account, and why it is changed
    channel: Channel,
    *,
    site: str,
    login: str,
    password: str,
    reason: Credential.Reason = Credential.Reason.FIRST,
    by: User,
    now: datetime,
) -> Credential:
    """
    Keep what opens an account, in place of what opened it before; it is tried at once.

    :param site: one of the sites that the installation may call
    :param password: an application password or a bot password of the site
    :raises Refusal: if one may not, the account cannot be connected, the site is not
        allowed, or the password is shorter than the policy asks
    """
    held = require(by, Power.SECRETS, now=now, target=channel)
    channel = locked(channel)
    _refuse_unconnectable(channel)
    _refuse_other_site(channel, site)
    _refuse_short(channel, password, now)
    before = selectors.credential_of(channel)
    if before:
        _end(before, by, now)
    public = selectors.vault_key()
    kept = Credential(
        channel=channel,
        site=site,
        login=login,
        sealed_for=vault.fingerprint(public),
        reason=reason if before else Credential.Reason.FIRST,
        stored_by=by,
        stored_at=now,
        due_at=now,
    )
    kept.sealed = vault.seal(password, place=_place(kept), public=public)
    kept.save()
    audit.record(
        STORED,
        actor=by,
        acting_for=held.acting_for,
        target=kept,
        now=now,
        reason=str(kept.reason),
        site=site,
    )
    mails.tell_of_connection(kept, by=by, now=now)
    return kept


@transaction.atomic
def disconnect(credential: Credential, *, by: User, now: datetime) -> None:
    """
    Forget what opens an account: from then on people post there by hand.

    :raises Refusal: if one may not, or it has ended
    """
    held = require(by, Power.SECRETS, now=now, target=credential)
    credential = locked(credential)
    if credential.ended_at:
        raise Refusal(
            IN_USE,
            _("This connection has ended already."),
            remedy=_("The page of the account shows how it is reached now."),
            target=credential,
        )
    _end(credential, by, now)
    audit.record(
        ENDED, actor=by, acting_for=held.acting_for, target=credential, now=now
    )
    mails.tell_of_disconnection(credential, by=by, now=now)


def _end(credential: Credential, by: User, now: datetime) -> None:
    credential.ended_by, credential.ended_at = by, now
    credential.sealed, credential.due_at = b"", None
    credential.save(update_fields=["ended_by", "ended_at", "sealed", "due_at"])


def require_connection(channel: Channel, *, now: datetime) -> None:
    """
    Refuse to send by a connection that is not known to let us speak there.

    :param now: not asked, as every gate takes it
    :raises Refusal: then, or if there is none
    """
    found = selectors.credential_of(channel)
    if found is None or not found.is_working:
        raise Refusal(
            CONNECTED,
            _("Rasmi cannot speak on «%(account)s» now.") % {"account": channel},
            remedy=_(
                "Who keeps credentials mends the connection; then it goes out by "
                "itself. To post it by hand, take it over on its page."
            ),
            target=channel,
        )


def account_of(credential: Credential) -> Account:
    """
    How a connector reaches an account. For the worker alone: it opens the vault.

    :raises vault.Sealed: if the key of this installation does not open it
    :raises AuthExpired: if its site is no longer one of those that may be called
    """
    if credential.site not in selectors.sites():
        raise AuthExpired("The site is not among those that may be called.")
    try:
        private = bytes.fromhex(Path(settings.VAULT_KEY).read_text())
    except (OSError, ValueError) as error:
        raise vault.Sealed from error
    return Account(
        handle=credential.channel.handle,
        address=credential.site,
        login=credential.login,
        token=vault.open_sealed(
            bytes(credential.sealed), place=_place(credential), private=private
        ),
        name=credential.channel.name_ar,
    )


def account_for(channel: Channel) -> Account:
    """
    How a connector reaches the account of a channel, by what is kept for it.

    :raises AuthExpired: if it is not connected, or its secret does not open here
    """
    found = selectors.credential_of(channel)
    if found is None:
        raise AuthExpired("The account is not connected.")
    try:
        return account_of(found)
    except vault.Sealed as error:
        raise AuthExpired("The key of the vault does not open its password.") from error


def trained(channel: Channel) -> Account:
    """An account of the training platform, whose one token is no secret of people."""
    return Account(
        handle=channel.handle,
        address=settings.SANDBOX_ADDRESS,
        token=settings.SANDBOX_TOKEN,
        name=channel.name_ar,
    )


def connector_for(channel: Channel) -> Connector:
    """
    The connector of an account that one reaches.

    :raises AuthExpired: if it is not connected, or its secret does not open here
    """
    kind = selectors.reached_by(channel)
    account = trained(channel) if kind == "sandbox" else account_for(channel)
    return CONNECTORS[channel.platform](account)


def _place(credential: Credential) -> str:
    """What the secret is bound to: put into another row, it does not open."""
    facts = (
        str(credential.uid),
        str(credential.channel_id),
        credential.site,
        credential.login,
    )
    return "\n".join(("security.credential", *facts))


def _refuse_unconnectable(channel: Channel) -> None:
    if channel.platform not in CONNECTABLE or channel.is_over or channel.is_proposed:
        raise Refusal(
            CONNECTABLE_ONLY,
            _("«%(account)s» cannot be connected.") % {"account": channel},
            remedy=_("Open accounts on WordPress and MediaWiki can be connected."),
            target=channel,
        )


def _refuse_other_site(channel: Channel, site: str) -> None:
    if site not in selectors.sites():
        raise Refusal(
            SITE_ALLOWED,
            _("Rasmi may not call this site from here."),
            remedy=_(
                "Who operates the system adds the site, with https, to those that may "
                "be called (RASMI_SITES)."
            ),
            target=channel,
        )


def _refuse_short(channel: Channel, password: str, now: datetime) -> None:
    asked = policy.setting("password_length", now).values.get("characters", 0)
    if len("".join(password.split())) < asked:
        raise Refusal(
            LONG_ENOUGH,
            _("This password is shorter than %(count)s characters.") % {"count": asked},
            remedy=_("Let the site make a password for applications, and enter that."),
            target=channel,
        )
