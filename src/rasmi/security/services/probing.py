"""Looking whether an account can still be signed in to, before a post needs it."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy

from rasmi.audit import services as audit
from rasmi.audit.actions import register
from rasmi.channels.models import Channel
from rasmi.core.models import locked
from rasmi.people.models import Power, User
from rasmi.people.services import require
from rasmi.platforms.connector import (
    AccountRestricted,
    AuthExpired,
    ConnectorError,
    PermissionDenied,
    Seen,
    readable,
)
from rasmi.platforms.registry import CONNECTORS
from rasmi.security import selectors, vault
from rasmi.security.models import Credential
from rasmi.security.services import connection_mails as mails
from rasmi.security.services.credentials import account_of

LOOKED = register(
    "security.credential.look", gettext_lazy("Looked at a connection: %(target)s")
)
ASKED = register(
    "security.credential.ask", gettext_lazy("Asked to look at a connection: %(target)s")
)

State = Credential.State
EVERY = timedelta(hours=1)
REFUSALS = (AuthExpired, PermissionDenied, AccountRestricted)


def probe(credential: Credential, *, now: datetime) -> bool:
    """
    Sign in to an account and see what one may do there; return whether it is known.

    To be called outside a transaction: it talks to the network.
    """
    if not credential.claim(now):
        return False
    try:
        account = account_of(credential)
        seen = CONNECTORS[credential.channel.platform](account).probe()
    except vault.Sealed:
        _judge(credential, State.REFUSED, now, words="sealed for another key")
    except REFUSALS as error:
        _judge(credential, State.REFUSED, now, words=error.words)
    except ConnectorError as error:
        # Nobody answered, or not to the point: that says nothing of the password.
        credential.postpone(now, error=error.words, counts=False)
        return False
    else:
        state = State.LACKING if seen.missing else State.WORKING
        _judge(credential, state, now, seen=seen)
    return True


@transaction.atomic
def look_now(credential: Credential, *, by: User, now: datetime) -> None:
    """
    Let the worker look at a connection at once and not at its hour.

    :raises Refusal: if one may not
    """
    held = require(by, Power.SECRETS, now=now, target=credential)
    mine = Credential.objects.in_use().filter(pk=credential.pk)
    if mine.update(due_at=now, attempts=0):
        audit.record(
            ASKED, actor=by, acting_for=held.acting_for, target=credential, now=now
        )


@transaction.atomic
def report_refused(channel: Channel, words: str, *, now: datetime) -> None:
    """
    Say that a platform refused the password when something was to be sent.

    :param now: read before the call, so that a password entered since is not blamed
    """
    found = selectors.credential_of(channel)
    if found and not found.is_refused and found.stored_at <= now:
        _judge(locked(found), State.REFUSED, now, words=words)


@transaction.atomic
def _judge(
    credential: Credential,
    state: Credential.State,
    now: datetime,
    *,
    seen: Seen | None = None,
    words: str = "",
) -> None:
    """Write down what was seen; told once for each change, not once an hour."""
    was = credential.state
    found = {
        "state": state,
        "seen_at": now,
        "seen_name": readable(seen.name or seen.login)[:120] if seen else "",
        "missing": [readable(each)[:80] for each in seen.missing] if seen else [],
        "last_error": words[:500],
        "due_at": now + EVERY,
        "lease_until": None,
        "attempts": 0,
    }
    mine = Credential.objects.in_use().filter(pk=credential.pk, epoch=credential.epoch)
    if not mine.update(**found) or was == state:
        return
    audit.record(LOOKED, actor=None, target=credential, now=now, state=str(state))
    if state != State.WORKING:
        credential.refresh_from_db()
        mails.tell_of_broken_connection(credential, now=now)
