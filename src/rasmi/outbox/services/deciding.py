"""Where a platform cannot tell, people say what became of a call."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rasmi.audit import services as audit
from rasmi.audit.actions import register
from rasmi.core.models import locked
from rasmi.outbox import connectors, selectors
from rasmi.outbox.models import Intent
from rasmi.outbox.services import mails
from rasmi.outbox.services.by_hand import refuse_foreign
from rasmi.outbox.services.outcomes import DEADLINE, SENT, note_where_it_stands
from rasmi.outbox.services.planning import end_recalled, keep
from rasmi.outbox.services.reconciling import again
from rasmi.people.models import User
from rasmi.people.services import refuse_both_sides
from rasmi.records.models import Part
from rasmi.rules import Refusal, gate

ASKED = register(
    "outbox.intent.ask_resend", gettext_lazy("Asked to send it again: %(target)s")
)
RESENT = register(
    "outbox.intent.resend", gettext_lazy("Let it be sent again: %(target)s")
)
DECLINED = register(
    "outbox.intent.decline_resend",
    gettext_lazy("Took back or declined that it is sent again: %(target)s"),
)

MAY_DECIDE = gate("outbox.decided_by_who_publishes")
UNDECIDED = gate("outbox.only_the_undecided_is_decided")
TWO_RESEND = gate("outbox.two_send_again")

State = Intent.State


@transaction.atomic
def say_it_is_there(intent: Intent, *, address: str, by: User, now: datetime) -> None:
    """
    Say that what nobody could tell is visible, by its address.

    :raises Refusal: if one may not, it is known, or the address is not on the platform
    """
    intent = _undecided(intent, by, now)
    refuse_foreign(intent, address)
    intent.move(
        (State.UNKNOWN,),
        State.CONFIRMED,
        url=address,
        ended_at=now,
        due_at=None,
        lease_until=None,
    )
    note_where_it_stands(intent, now=now)
    said = {"text": intent.text, "digest": intent.digest}
    part = keep(intent, Part.Stage.SENT, by=by, now=now, url=address, said=said)
    audit.record(SENT, actor=by, target=intent, now=now, part=part.digest)


@transaction.atomic
def ask_to_send_again(intent: Intent, *, reason: str, by: User, now: datetime) -> None:
    """
    Say that it is not there and may be sent again: the first of two.

    :raises Refusal: if one may not, it is known, somebody has asked already, or the
        call may still take effect
    """
    intent = _undecided(intent, by, now)
    if intent.is_resend_asked:
        raise Refusal(
            TWO_RESEND,
            _("%(person)s has asked to send it again already.")
            % {"person": intent.resend_asked_by},
            remedy=_("Somebody else confirms it, or does not."),
            target=intent,
        )
    _refuse_early(intent, now)
    Intent.objects.filter(pk=intent.pk).update(
        resend_asked_by=by, resend_asked_at=now, resend_reason=reason[:300]
    )
    keep(intent, Part.Stage.UNKNOWN, by=by, now=now, kind="resend", words=reason)
    audit.record(ASKED, actor=by, target=intent, now=now)
    mails.tell_of_resend(intent, asked_by=by, now=now)


@transaction.atomic
def send_again(intent: Intent, *, by: User, now: datetime) -> None:
    """
    Confirm that it is not there: it goes its way again, by all gates.

    :raises Refusal: if one may not, it is known, or one asked for it oneself
    """
    intent = locked(intent)
    asked_by, asked_at = _asked(intent, by, now)
    refuse_both_sides(by, asked_by, now=now, since=asked_at, target=intent)
    _refuse_early(intent, now)
    audit.record(RESENT, actor=by, target=intent, now=now)
    keep(intent, Part.Stage.NOT_SENT, by=by, now=now, kind="resend")
    if not end_recalled(intent, (State.UNKNOWN,), now=now):
        intent.move((State.UNKNOWN,), State.STAGED, **again(now))


@transaction.atomic
def decline_to_send_again(intent: Intent, *, by: User, now: datetime) -> None:
    """
    Take back or decline that it is sent again: it stays looked for.

    :raises Refusal: if one may not, it is known, or nobody asked
    """
    intent = locked(intent)
    if by.pk != intent.resend_asked_by_id:
        _asked(intent, by, now)
    Intent.objects.filter(pk=intent.pk).update(
        resend_asked_by=None, resend_asked_at=None, resend_reason=""
    )
    audit.record(DECLINED, actor=by, target=intent, now=now)


def _undecided(intent: Intent, by: User, now: datetime) -> Intent:
    intent = locked(intent)
    if not selectors.may_post(by, intent, now):
        raise Refusal(
            MAY_DECIDE,
            _("Only who may publish on this account says what became of it."),
            remedy=_("Ask %(person)s, or whoever else may publish here.")
            % {"person": intent.person},
            target=intent,
        )
    if not intent.is_undecided:
        raise Refusal(
            UNDECIDED,
            _("Nobody has to decide on this now: %(state)s.")
            % {"state": intent.get_state_display()},
            remedy=_("Load its page again to see how it stands."),
            target=intent,
        )
    return intent


def _asked(intent: Intent, by: User, now: datetime) -> tuple[User, datetime]:
    """Who asked and when, for who may confirm or decline it."""
    if not selectors.may_confirm_resend(by, intent, now):
        raise Refusal(
            MAY_DECIDE,
            _("A second person who may publish or review here confirms it."),
            remedy=_("Ask somebody with a delegation for this account and topic."),
            target=intent,
        )
    asked_by, asked_at = intent.resend_asked_by, intent.resend_asked_at
    if not intent.is_undecided or asked_by is None or asked_at is None:
        raise Refusal(
            TWO_RESEND,
            _("It takes two persons to send it again, and nobody has asked for it."),
            remedy=_("Look on the account first, and say that it is not there."),
            target=intent,
        )
    return asked_by, asked_at


def _refuse_early(intent: Intent, now: datetime) -> None:
    """A request of a dead worker may still be on its way."""
    over = (intent.armed_at or now) + DEADLINE + connectors.settle_of(intent)
    if now < over:
        raise Refusal(
            UNDECIDED,
            _("What was sent may still arrive on the platform."),
            remedy=_("Look again in a few minutes."),
            target=intent,
        )
