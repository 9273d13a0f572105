from collections.abc import Iterator
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from rasmi.people.models import Power
from rasmi.rules import Owed, Viewer, duty
from rasmi.security import selectors
from rasmi.security.duties import posture, registers
from rasmi.security.models import Credential, Stop

AHEAD = timedelta(days=14)  # a password is asked for that long before it is due


@duty("security.two_resume")
def a_second_person_looks(viewer: Viewer, now: datetime) -> Iterator[Owed]:
    if not (viewer.powers or viewer.units):
        return
    for stop in selectors.waiting_for_a_second(now):
        is_mine = stop.resume_asked_by_id == viewer.pk
        if not is_mine and selectors.is_for(stop, viewer.powers, viewer.units):
            yield Owed(
                title=_("Confirm that speaking resumes on: %(scope)s")
                % {"scope": stop.scope_name},
                detail=_("%(person)s asked for it; look at what is queued first.")
                % {"person": stop.resume_asked_by},
                act=_("Open the stop"),
                url=reverse("security:stop", args=[stop.pk]),
                icon="player-play",
            )


@duty("security.restored_is_looked_at")
def a_restored_database_is_looked_at(viewer: Viewer, now: datetime) -> Iterator[Owed]:
    if not (viewer.powers or viewer.units):
        return
    for stop in selectors.stops().lasting().filter(kind=Stop.Kind.RESTORE):
        if not stop.is_asked and selectors.is_for(stop, viewer.powers, viewer.units):
            yield Owed(
                title=_("The database was restored, and speaking is stopped"),
                detail=_("Look at what is queued, and ask that speaking resumes."),
                act=_("Open the stop"),
                url=reverse("security:stop", args=[stop.pk]),
                icon="history",
            )


@duty("security.connection_works")
def broken_connections_are_mended(viewer: Viewer, now: datetime) -> Iterator[Owed]:
    if Power.SECRETS not in viewer.powers:
        return
    for credential in selectors.connections().broken():
        yield Owed(
            title=_("Connection broken: «%(account)s»")
            % {"account": credential.channel},
            detail=_("Posts for this account wait until it is connected again."),
            act=_("See the connection"),
            url=_connection(credential),
            icon="plug-connected-x",
        )


@duty("security.rotated_in_time")
def passwords_are_changed_in_time(viewer: Viewer, now: datetime) -> Iterator[Owed]:
    if Power.SECRETS not in viewer.powers:
        return
    days = selectors.rotation_days(now)
    for credential in selectors.connections().in_use():
        due = selectors.rotation_due(credential, days)
        if due and due - AHEAD <= now:
            yield _change(
                credential,
                _("Make a new one on the site, and enter it here."),
                due_at=due,
            )


@duty("security.changed_when_one_leaves")
def passwords_of_leavers_are_changed(viewer: Viewer, now: datetime) -> Iterator[Owed]:
    if Power.SECRETS not in viewer.powers:
        return
    for credential in selectors.connections().in_use():
        if not credential.stored_by.is_active:
            yield _change(
                credential,
                _("%(person)s entered it, and has left.")
                % {"person": credential.stored_by},
            )


@duty("security.closed_is_disconnected")
def closed_accounts_are_disconnected(viewer: Viewer, now: datetime) -> Iterator[Owed]:
    if Power.SECRETS not in viewer.powers:
        return
    for credential in selectors.connections().in_use():
        if credential.channel.is_over:
            yield Owed(
                title=_("Disconnect «%(account)s»") % {"account": credential.channel},
                detail=_("The account is closed, and Rasmi could still sign in to it."),
                act=_("Disconnect it"),
                url=_connection(credential),
                icon="plug-connected-x",
            )


def _change(
    credential: Credential, detail: str, due_at: datetime | None = None
) -> Owed:
    return Owed(
        title=_("Change the password of «%(account)s»")
        % {"account": credential.channel},
        detail=detail,
        act=_("Enter the new one"),
        url=_connection(credential),
        due_at=due_at,
        icon="key",
    )


def _connection(credential: Credential) -> str:
    return reverse("security:connection", args=[credential.channel_id])


__all__ = ["posture", "registers"]
