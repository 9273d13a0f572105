"""Where no connection posts: the officer does, and brings back what shows it."""

from datetime import datetime

from django.core.files import File
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rasmi.audit import services as audit
from rasmi.audit.actions import register
from rasmi.core.models import locked
from rasmi.files import kinds
from rasmi.files import services as files
from rasmi.outbox import selectors
from rasmi.outbox.models import Intent
from rasmi.outbox.services.gates import require_looked_for
from rasmi.outbox.services.outcomes import SENT, note_where_it_stands
from rasmi.outbox.services.planning import keep
from rasmi.people.models import User
from rasmi.platforms.catalog import host_of, is_at
from rasmi.records.models import Part
from rasmi.rules import Refusal, gate
from rasmi.security import selectors as security

NOT_POSTED = register(
    "outbox.intent.return_unposted", gettext_lazy("Said not to be posted: %(target)s")
)

TAKEN = register(
    "outbox.intent.take_by_hand",
    gettext_lazy("Taken over to be posted by hand: %(target)s"),
)

BY_THE_OFFICER = gate("outbox.confirmed_by_who_posts")
STILL_HANDED = gate("outbox.is_with_the_officer")
SHOWN = gate("outbox.post_is_shown")
WAITS = gate("outbox.only_what_waits_is_taken_by_hand")

State = Intent.State


@transaction.atomic
def confirm_by_hand(
    intent: Intent,
    *,
    address: str = "",
    screenshot: "File[bytes] | None" = None,
    posted_at: datetime,
    by: User,
    now: datetime,
) -> None:
    """
    Say that a handed post is out, by its address or a picture of it.

    :param posted_at: when it was posted, by the clock of the person
    :raises Refusal: if it was not handed, nothing shows it, or the address is not on
        this platform
    """
    intent = _handed(intent, by, now)
    # People enter minutes: whoever posts at once posts in the minute of the hand-over.
    handed_at = (intent.armed_at or now).replace(second=0, microsecond=0)
    if not handed_at <= posted_at <= now:
        raise Refusal(
            SHOWN,
            _("Its hour lies between the handing over and now."),
            remedy=_("Enter the hour that the platform shows."),
            target=intent,
        )
    if not (address or screenshot):
        raise Refusal(
            SHOWN,
            _("Nothing shows yet that it was done."),
            remedy=_("Paste its address, or add a screenshot of it."),
            target=intent,
        )
    refuse_foreign(intent, address)
    evidence = (
        files.keep(screenshot, kinds_allowed=kinds.PICTURES, now=now)
        if screenshot
        else None
    )
    intent.move((State.HANDED,), State.CONFIRMED, url=address, ended_at=now)
    note_where_it_stands(intent, now=now)
    records_said = {"text": intent.text, "digest": intent.digest}
    part = keep(
        intent,
        Part.Stage.SENT,
        by=by,
        now=now,
        file=evidence,
        url=address,
        posted_at=posted_at.isoformat(),
        said=records_said,
    )
    audit.record(SENT, actor=by, target=intent, now=now, part=part.pk)


@transaction.atomic
def return_unposted(intent: Intent, *, reason: str, by: User, now: datetime) -> None:
    """
    Say that a handed post was not posted, and why: it goes no further.

    :raises Refusal: if it was not handed to the person
    """
    intent = _handed(intent, by, now)
    intent.move((State.HANDED,), State.REFUSED, words=reason[:300], ended_at=now)
    keep(intent, Part.Stage.NOT_SENT, by=by, now=now, reason=reason)
    audit.record(NOT_POSTED, actor=by, target=intent, now=now)


@transaction.atomic
def take_by_hand(intent: Intent, *, reason: str, by: User, now: datetime) -> None:
    """
    Post by hand what was planned for a connection that does not work.

    It is the same text, so that its approval stands; every gate is asked as before.

    :raises Refusal: if one may not publish there, it does not wait for a connection, or
        it may be out already
    """
    intent = locked(intent)
    if not selectors.may_post(by, intent, now):
        raise Refusal(
            BY_THE_OFFICER,
            _("Only who may publish on this account takes it over."),
            remedy=_("Ask %(person)s, or whoever else may publish here.")
            % {"person": intent.person},
            target=intent,
        )
    if not (intent.is_waiting and intent.is_connected):
        raise Refusal(
            WAITS,
            _("This does not wait for a connection: %(state)s.")
            % {"state": intent.get_state_display()},
            remedy=_("Load its page again to see how it stands."),
            target=intent,
        )
    require_looked_for(intent)
    Intent.objects.filter(pk=intent.pk).update(
        connector=Intent.Connector.MANUAL,
        held_by="",
        epoch=F("epoch") + 1,  # whoever has claimed it loses it
        due_at=max(now, intent.not_before),
        lease_until=None,
        attempts=0,
    )
    keep(intent, Part.Stage.PLANNED, by=by, now=now, kind="by_hand", reason=reason)
    audit.record(TAKEN, actor=by, target=intent, now=now)


def _handed(intent: Intent, by: User, now: datetime) -> Intent:
    intent = locked(intent)
    if not selectors.may_post(by, intent, now):
        raise Refusal(
            BY_THE_OFFICER,
            _("Only who may do this on the account says what became of it."),
            remedy=_("It was handed to: %(person)s.") % {"person": intent.person},
            target=intent,
        )
    if not intent.is_handed:
        raise Refusal(
            STILL_HANDED,
            _("This is not with the officer any more: %(state)s.")
            % {"state": intent.get_state_display()},
            remedy=_("Load its page again to see how it stands."),
            target=intent,
        )
    return intent


def refuse_foreign(intent: Intent, address: str) -> None:
    """
    Refuse a pasted address that stands for another post, or leads to somewhere else
    than the platform of the account.

    :raises Refusal: then
    """
    if not address:
        return
    if Intent.objects.filter(url=address).exclude(pk=intent.pk).exists():
        raise Refusal(
            SHOWN,
            _("This address stands for something else already."),
            remedy=_("Copy the address from the very place where it stands."),
            target=intent,
        )
    channel = intent.channel
    site = channel.address or security.site_of(channel) or channel.on.address
    if not is_at(address, site):
        raise Refusal(
            SHOWN,
            _("This address is not on «%(platform)s».")
            % {"platform": intent.channel.platform_name},
            remedy=_("Copy the address from where it stands: it is on %(host)s.")
            % {"host": host_of(site)},
            target=intent,
        )
