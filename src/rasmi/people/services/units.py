from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rasmi.audit import services as audit
from rasmi.audit.actions import register
from rasmi.core.language import listed
from rasmi.core.models import locked
from rasmi.people import selectors
from rasmi.people.models import (
    Appointment,
    Installation,
    PastUnit,
    Placement,
    Power,
    Unit,
    User,
)
from rasmi.people.services.authority import require
from rasmi.rules import Refusal, gate

OPENED = register("people.unit.open", gettext_lazy("Opened the unit %(target)s"))
RENAMED = register("people.unit.rename", gettext_lazy("Renamed the unit %(target)s"))
MOVED = register("people.unit.move", gettext_lazy("Moved the unit %(target)s"))
CLOSED = register("people.unit.close", gettext_lazy("Closed the unit %(target)s"))

ONE_NAME = gate("people.unit_has_its_own_name")
NO_CIRCLE = gate("people.units_form_a_tree")
EMPTY = gate("people.closed_unit_is_empty")
OPEN = gate("people.unit_is_open")


@transaction.atomic
def open_unit(
    *, name_ar: str, name_en: str, parent: Unit | None, by: User, now: datetime
) -> Unit:
    """
    Open a unit as part of another.

    :raises Refusal: if a unit of this name is there already, or its parent is closed
    """
    held = require(by, Power.PEOPLE, now=now)
    hold_the_tree()
    if parent:
        refuse_closed(parent)
    _refuse_taken_name(name_ar, parent)
    unit = Unit.objects.create(
        name_ar=name_ar, name_en=name_en, parent=parent, since_at=now
    )
    audit.record(OPENED, actor=by, acting_for=held.acting_for, target=unit, now=now)
    return unit


@transaction.atomic
def rename_unit(
    unit: Unit, *, name_ar: str, name_en: str, reason: str, by: User, now: datetime
) -> None:
    """
    Give the unit a new name from now on; the old one stays in its history.

    :raises Refusal: if a neighbour has this name already
    """
    held = require(by, Power.PEOPLE, now=now, target=unit)
    hold_the_tree()
    unit = locked(unit)
    refuse_closed(unit)
    if name_ar != unit.name_ar:
        _refuse_taken_name(name_ar, unit.parent)
    _keep_past(unit, reason, now)
    unit.name_ar, unit.name_en, unit.since_at = name_ar, name_en, now
    unit.save(update_fields=["name_ar", "name_en", "since_at"])
    audit.record(RENAMED, actor=by, acting_for=held.acting_for, target=unit, now=now)


@transaction.atomic
def move_unit(
    unit: Unit, *, parent: Unit, reason: str, by: User, now: datetime
) -> None:
    """
    Make the unit part of another from now on.

    :raises Refusal: if the other is the unit itself, part of it, or has this name
    """
    held = require(by, Power.PEOPLE, now=now, target=unit)
    hold_the_tree()
    unit = locked(unit)
    refuse_closed(unit)
    if parent.pk in selectors.units_below(unit):
        raise Refusal(
            NO_CIRCLE,
            _("A unit cannot become part of itself or of a unit below it."),
            remedy=_("Choose a unit that stands beside it or above it."),
            target=unit,
        )
    refuse_closed(locked(parent))
    _refuse_taken_name(unit.name_ar, parent)
    _keep_past(unit, reason, now)
    unit.parent, unit.since_at = parent, now
    unit.save(update_fields=["parent", "since_at"])
    audit.record(
        MOVED,
        actor=by,
        acting_for=held.acting_for,
        target=unit,
        now=now,
        parent=parent.pk,
    )


@transaction.atomic
def close_unit(unit: Unit, *, reason: str, by: User, now: datetime) -> None:
    """
    Close a unit that nobody works in any more. It stays in history and in the log.

    :raises Refusal: if it still has people, offices in use or units below it
    """
    held = require(by, Power.PEOPLE, now=now, target=unit)
    hold_the_tree()
    unit = locked(unit)
    refuse_closed(unit)
    left = _what_is_left(unit, now)
    if left:
        raise Refusal(
            EMPTY,
            _("The unit cannot be closed while it still has: %(left)s.")
            % {"left": left},
            remedy=_("Move its people and units and end its appointments first."),
            target=unit,
        )
    _keep_past(unit, reason, now)
    unit.closed_at = now
    unit.save(update_fields=["closed_at"])
    audit.record(CLOSED, actor=by, acting_for=held.acting_for, target=unit, now=now)


def refuse_closed(unit: Unit) -> None:
    """
    Nothing happens in a unit that is closed.

    :raises Refusal: if it is
    """
    if not unit.is_open:
        raise Refusal(
            OPEN,
            _("The unit «%(unit)s» is closed.") % {"unit": unit},
            remedy=_("Choose an open unit."),
            target=unit,
        )


def hold_the_tree() -> None:
    """Let one change of the tree of units finish before the next begins."""
    Installation.objects.select_for_update().first()


def _what_is_left(unit: Unit, now: datetime) -> str:
    # What is to begin later counts too: it would begin in a unit that nobody sees.
    left = Q(ends_at=None) | Q(ends_at__gt=now)
    present = {
        _("people"): Placement.objects.filter(left, unit=unit).exists(),
        _("units below it"): unit.children.filter(closed_at=None).exists(),
        _("offices with a holder"): Appointment.objects.filter(
            left, office__unit=unit
        ).exists(),
    }
    held_above = (str(name) for owns, name in selectors.holdings if owns(unit))
    return listed([*(name for name, there in present.items() if there), *held_above])


def _keep_past(unit: Unit, reason: str, now: datetime) -> None:
    PastUnit.objects.create(
        unit=unit,
        name_ar=unit.name_ar,
        name_en=unit.name_en,
        parent=unit.parent,
        starts_at=unit.since_at,
        ends_at=now,
        reason=reason,
    )


def _refuse_taken_name(name_ar: str, parent: Unit | None) -> None:
    if Unit.objects.open().filter(name_ar=name_ar, parent=parent).exists():
        raise Refusal(
            ONE_NAME,
            _("There is a unit of this name under the same parent unit already."),
            remedy=_("Use the existing unit, or give the new one its own name."),
        )
