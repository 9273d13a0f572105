from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rasmi.audit import services as audit
from rasmi.audit.actions import register
from rasmi.core.models import locked
from rasmi.people import selectors
from rasmi.people.models import Office, OfficePower, Power, Unit, User
from rasmi.people.services.authority import NOT_FOR_ONESELF, require
from rasmi.people.services.mails import tell_of_powers
from rasmi.people.services.units import refuse_closed
from rasmi.rules import Refusal, gate

OPENED = register("people.office.open", gettext_lazy("Opened the office %(target)s"))
EMPOWERED = register(
    "people.office.empower", gettext_lazy("Changed the powers of the office %(target)s")
)

ONE_TITLE = gate("people.office_has_its_own_title")
LAST_KEEPER = gate("people.somebody_else_keeps_people")


@transaction.atomic
def open_office(
    unit: Unit,
    *,
    title_ar: str,
    title_en: str,
    powers: Iterable[Power],
    by: User,
    now: datetime,
) -> Office:
    """
    Open an office in a unit with its powers.

    :raises Refusal: if the unit has an office of this title already
    """
    held = require(by, Power.PEOPLE, now=now, target=unit)
    refuse_closed(locked(unit))
    if Office.objects.filter(unit=unit, title_ar=title_ar).exists():
        raise Refusal(
            ONE_TITLE,
            _("The unit has an office of this title already."),
            remedy=_("Appoint somebody to the existing office."),
            target=unit,
        )
    office = new_office(unit, title_ar=title_ar, title_en=title_en, powers=powers)
    audit.record(
        OPENED,
        actor=by,
        acting_for=held.acting_for,
        target=office,
        now=now,
        powers=sorted(powers),
    )
    return office


@transaction.atomic
def set_powers(
    office: Office, powers: Iterable[Power], *, by: User, now: datetime
) -> None:
    """
    Change what the holder of an office may do, from now on.

    :raises Refusal: if the office is one's own, now or to come, or if it is the last
        other one that keeps people
    """
    held = require(by, Power.PEOPLE, now=now, target=office)
    office = locked(office)
    refuse_closed(office.unit)
    if selectors.holds_or_will(by, office, now):
        raise Refusal(
            NOT_FOR_ONESELF,
            _("Nobody changes the powers of an office that they hold."),
            remedy=_("Ask somebody else who keeps units and people to record it."),
            target=office,
        )
    wanted = sorted(set(powers))
    before = sorted(office.power_list())
    _refuse_last_keeper(office, before, wanted, by=by, now=now)
    OfficePower.objects.filter(office=office).delete()
    OfficePower.objects.bulk_create(
        OfficePower(office=office, power=power) for power in wanted
    )
    audit.record(
        EMPOWERED,
        actor=by,
        acting_for=held.acting_for,
        target=office,
        now=now,
        before=before,
        after=wanted,
    )
    tell_of_powers(office, by=by, now=now)


def new_office(
    unit: Unit, *, title_ar: str, title_en: str, powers: Iterable[Power]
) -> Office:
    office = Office.objects.create(unit=unit, title_ar=title_ar, title_en=title_en)
    OfficePower.objects.bulk_create(
        OfficePower(office=office, power=power) for power in sorted(set(powers))
    )
    return office


def _refuse_last_keeper(
    office: Office, before: list[Power], after: list[Power], *, by: User, now: datetime
) -> None:
    if Power.PEOPLE not in before or Power.PEOPLE in after:
        return
    seat = selectors.current_holder(office, now)
    loses = seat.holder_id if seat else None
    others = {each.pk for each in selectors.holders_of(Power.PEOPLE, now)}
    if others - {by.pk, loses}:
        return
    raise Refusal(
        LAST_KEEPER,
        _("Then nobody but you would keep units and people any more."),
        remedy=_("Appoint another keeper first: each watches over the other."),
        target=office,
    )
