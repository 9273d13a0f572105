from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rasmi.audit import services as audit
from rasmi.audit.actions import register
from rasmi.channels.models import Channel
from rasmi.people.models import Unit, User
from rasmi.rules import Refusal, gate
from rasmi.security import selectors
from rasmi.security.models import Stop, StoppedChannel
from rasmi.security.services import mails
from rasmi.web.templatetags.web import day, hour

STOPPED = register("security.stop.begin", gettext_lazy("Stopped speaking: %(target)s"))

MAY_STOP = gate("security.may_stop")
ONCE = gate("security.stopped_once")
NO_STOP = gate("security.no_stop_in_force")


@transaction.atomic
def stop(
    *,
    kind: Stop.Kind,
    channel: Channel | None = None,
    unit: Unit | None = None,
    reason: str,
    by: User,
    now: datetime,
) -> Stop:
    """
    Stop speaking on an account, on those of a unit, or on all; one person is enough.

    When it returns, whatever was armed before is on its way and nothing else will be:
    who arms holds the row of the account, and so does this. The accounts are kept with
    the stop: moving one of them, or its unit, does not end it.

    :raises Refusal: if one may not, or the very same stop is in force
    """
    _refuse_stranger(by, channel, unit, now)
    # In the order of their keys, so that of two stops at once none waits for the other.
    accounts = selectors.channels_of(channel, unit).present().select_for_update()
    pks = [each.pk for each in accounts]
    _refuse_second(kind, channel, unit)
    begun = Stop.objects.create(
        kind=kind,
        channel=channel,
        unit=unit,
        reason=reason,
        stopped_by=by,
        stopped_at=now,
    )
    StoppedChannel.objects.bulk_create(
        StoppedChannel(stop=begun, channel_id=pk) for pk in pks
    )
    held = selectors.authority(by, now)
    audit.record(
        STOPPED,
        actor=by,
        acting_for=held.acting_for if held else None,
        target=begun,
        now=now,
        kind=str(kind),
        accounts=pks,
    )
    mails.tell_of_stop(begun, now=now)
    return begun


def require_no_stop(channel: Channel, *, now: datetime) -> None:
    """
    Refuse to speak on an account while there is a stop for it that nobody has ended.

    To be asked in the transaction that holds the row of the account.

    :param now: not asked, as every gate takes it: the clock of whoever stopped may be
        ahead of it
    :raises Refusal: then
    """
    found = selectors.stops_on(channel).first()
    if found:
        since = {"day": day(found.stopped_at), "hour": hour(found.stopped_at)}
        raise Refusal(
            NO_STOP,
            _(
                "Speaking on «%(account)s» is stopped: %(stop)s, since %(since)s, by "
                "%(person)s."
            )
            % {
                "account": channel,
                "stop": found,
                "since": _("%(day)s, %(hour)s") % since,
                "person": found.by_name,
            },
            remedy=_(
                "What is queued is kept and not sent. Two persons who watch over the "
                "account let speaking resume on the page of the stop."
            ),
            target=channel,
        )


def require_stopper(by: User, *, now: datetime) -> None:
    """
    Refuse who may stop nothing at all, before anything is typed.

    :raises Refusal: then
    """
    if not selectors.may_stop_something(by, now):
        raise _not_yours()


def _refuse_stranger(
    by: User, channel: Channel | None, unit: Unit | None, now: datetime
) -> None:
    if not selectors.may_stop(by, channel, unit, now):
        raise _not_yours(channel)


def _not_yours(channel: Channel | None = None) -> Refusal:
    return Refusal(
        MAY_STOP,
        _("These accounts are not yours to stop."),
        remedy=_(
            "Call information security or the head of communication at once: either of "
            "them stops every account alone."
        ),
        target=channel,
    )


def _refuse_second(kind: Stop.Kind, channel: Channel | None, unit: Unit | None) -> None:
    lasting = selectors.stops().lasting()
    found = lasting.filter(kind=kind, channel=channel, unit=unit).first()
    if found:
        raise Refusal(
            ONCE,
            _("This is stopped already: %(stop)s.") % {"stop": found},
            remedy=_("Its page shows since when, and by whom."),
            target=found,
        )
