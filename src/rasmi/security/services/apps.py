from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rasmi.audit import services as audit
from rasmi.audit.actions import register
from rasmi.channels.models import Channel
from rasmi.core.models import locked
from rasmi.people.models import Power, User
from rasmi.people.services import refuse_both_sides, require
from rasmi.rules import Refusal, gate
from rasmi.security.models import App, ConnectedApp
from rasmi.security.models.apps import parts_of
from rasmi.security.services.attesting import require_attester

FOUND = register(
    "security.app.find", gettext_lazy("Found a connected application: %(target)s")
)
ASKED = register(
    "security.app.ask", gettext_lazy("Asked to allow an application: %(target)s")
)
DECIDED = register(
    "security.app.decide", gettext_lazy("Decided on an application: %(target)s")
)
ENDED = register(
    "security.app.end", gettext_lazy("No longer allowed an application: %(target)s")
)
REMOVED = register(
    "security.app.remove", gettext_lazy("Removed a connected application: %(target)s")
)

ONCE = gate("security.app_is_entered_once")
WAITS = gate("security.app_waits_for_a_decision")
CONNECTED = gate("security.only_a_connected_app_is_asked_for")
ALLOWED = gate("security.only_an_allowed_app_is_ended")
PRESENT = gate("security.only_a_connected_app_is_removed")


@transaction.atomic
def find_app(  # noqa: PLR0913 — the application as the platform shows it
    channel: Channel,
    *,
    name: str,
    maker: str,
    scopes: str,
    since_on: date | None = None,
    by: User,
    now: datetime,
) -> ConnectedApp:
    """
    Enter an application that is connected with an account, allowed or not.

    :param scopes: what it may do there, as the platform says
    :raises Refusal: if one does not answer for the account, or it is entered already
    """
    held = require_attester(by, channel, now)
    channel = locked(channel)
    app = locked(_app(name.strip(), maker.strip()))
    if ConnectedApp.objects.present().filter(channel=channel, app=app).exists():
        raise Refusal(
            ONCE,
            _("«%(app)s» is listed on this account already.") % {"app": app},
            remedy=_("If it was removed, say so there first."),
            target=channel,
        )
    found = ConnectedApp.objects.create(
        channel=channel,
        app=app,
        scopes=scopes,
        is_beyond=not parts_of(scopes) <= set(app.scopes),
        since_on=since_on,
        found_by=by,
        found_at=now,
    )
    audit.record(
        FOUND,
        actor=by,
        acting_for=held.acting_for if held else None,
        target=found,
        now=now,
        is_allowed=not found.is_foreign,
    )
    return found


@transaction.atomic
def ask_for_app(
    app: App, *, channel: Channel, why: str, by: User, now: datetime
) -> App:
    """
    Ask that an application be allowed, with all that it may do; somebody else decides.

    :param channel: an account that it is connected with, for which one answers
    :raises Refusal: if one does not answer for it, it is not connected there, or it
        waits or is allowed already
    """
    held = require_attester(by, channel, now)
    app = locked(app)
    connected = list(ConnectedApp.objects.present().filter(app=app))
    here = [each for each in connected if each.channel_id == channel.pk]
    if not here:
        raise Refusal(
            CONNECTED,
            _("«%(app)s» is not listed on this account.") % {"app": app},
            remedy=_("Enter it there first, with what it may do."),
            target=app,
        )
    if app.is_asked or (app.is_allowed and not here[0].is_beyond):
        raise Refusal(
            WAITS,
            _("«%(app)s» is asked for already.") % {"app": app},
            remedy=_("The list of applications shows what became of it."),
            target=app,
        )
    app.state, app.why, app.asked_by, app.asked_at = App.State.ASKED, why, by, now
    app.answer, app.decided_by, app.decided_at = "", None, None
    app.why_ended, app.ended_by, app.ended_at = "", None, None
    app.scopes = sorted(
        set[str]().union(*(parts_of(each.scopes) for each in connected))
    )
    app.save()
    app.connected.present().update(is_beyond=False)
    audit.record(
        ASKED,
        actor=by,
        acting_for=held.acting_for if held else None,
        target=app,
        now=now,
    )
    return app


@transaction.atomic
def decide_app(
    app: App, *, is_allowed: bool, answer: str, by: User, now: datetime
) -> App:
    """
    Allow an application that somebody else asked for, as it was asked for, or not.

    :raises Refusal: if one does not keep credentials, or asked for it oneself, or
        nobody did
    """
    held = require(by, Power.SECRETS, now=now, target=app)
    app = locked(app)
    if not app.is_asked or app.asked_by is None or app.asked_at is None:
        raise Refusal(
            WAITS,
            _("Nobody waits for a decision on «%(app)s».") % {"app": app},
            remedy=_("Who needs it asks for it first, with the reason."),
            target=app,
        )
    refuse_both_sides(by, app.asked_by, now=now, since=app.asked_at, target=app)
    app.state = App.State.ALLOWED if is_allowed else App.State.REFUSED
    app.answer, app.decided_by, app.decided_at = answer, by, now
    app.save()
    audit.record(
        DECIDED,
        actor=by,
        acting_for=held.acting_for,
        target=app,
        now=now,
        is_allowed=is_allowed,
    )
    return app


@transaction.atomic
def end_app(app: App, *, why: str, by: User, now: datetime) -> App:
    """
    Allow an application no longer: it is to be removed from every account.

    One person is enough, also who asked for it or allowed it.

    :raises Refusal: if one does not keep credentials, or it is not allowed
    """
    held = require(by, Power.SECRETS, now=now, target=app)
    app = locked(app)
    if not app.is_allowed:
        raise Refusal(
            ALLOWED,
            _("«%(app)s» is not allowed as it is.") % {"app": app},
            remedy=_("The list of applications shows what became of it."),
            target=app,
        )
    app.state = App.State.REFUSED
    app.why_ended, app.ended_by, app.ended_at = why, by, now
    app.save()
    audit.record(ENDED, actor=by, acting_for=held.acting_for, target=app, now=now)
    return app


@transaction.atomic
def remove_app(
    connected: ConnectedApp, *, how: str, by: User, now: datetime
) -> ConnectedApp:
    """
    Keep that an application was removed from an account, and how.

    :raises Refusal: if one does not answer for the account, or it was removed already
    """
    held = require_attester(by, connected.channel, now)
    connected = locked(connected)
    if not connected.is_present:
        raise Refusal(
            PRESENT,
            _("This application was removed already."),
            remedy=_("If it is there again, enter it anew."),
            target=connected,
        )
    connected.removed_by, connected.removed_at, connected.how = by, now, how
    connected.save(update_fields=["removed_by", "removed_at", "how"])
    audit.record(
        REMOVED,
        actor=by,
        acting_for=held.acting_for if held else None,
        target=connected,
        now=now,
    )
    return connected


def _app(name: str, maker: str) -> App:
    named = App.objects.filter(name__iexact=name, maker__iexact=maker)
    if known := named.first():
        return known
    try:
        with transaction.atomic():
            return App.objects.create(name=name, maker=maker)
    except IntegrityError:  # a colleague entered it in the same moment
        return named.get()
