from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rasmi.audit import services as audit
from rasmi.audit.actions import register
from rasmi.people import selectors
from rasmi.people.models import Appointment, Office, OfficePower, Power, Unit, User
from rasmi.people.services.authority import (
    NOT_FOR_ONESELF,
    refuse_for_oneself,
    require,
)
from rasmi.people.services.mails import tell_of_office
from rasmi.rules import Refusal, gate

OPENED = register("people.office.open", gettext_lazy("Opened the office %(target)s"))
EMPOWERED = register(
    "people.office.empower", gettext_lazy("Changed the powers of the office %(target)s")
)
APPOINTED = register("people.appointment.make", gettext_lazy("Appointed %(target)s"))
DEPUTIZED = register(
    "people.appointment.deputize", gettext_lazy("Named to act: %(target)s")
)
ENDED = register(
    "people.appointment.end", gettext_lazy("Ended the appointment %(target)s")
)

ONE_HOLDER = gate("people.office_has_one_holder")
SOMEBODY_TO_ACT_FOR = gate("people.deputy_acts_for_a_holder")
PERIOD = gate("people.period_is_in_order")
IN_SERVICE = gate("people.holder_is_in_service")


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
    if Office.objects.filter(unit=unit, title_ar=title_ar).exists():
        raise Refusal(
            ONE_HOLDER,
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

    :raises Refusal: if one holds the office oneself
    """
    held = require(by, Power.PEOPLE, now=now, target=office)
    if selectors.holds(by, office, now):
        raise Refusal(
            NOT_FOR_ONESELF,
            _("Nobody changes the powers of an office that they hold."),
            remedy=_("Ask somebody else who keeps units and people to record it."),
            target=office,
        )
    wanted = sorted(set(powers))
    before = sorted(office.power_list())
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


@transaction.atomic
def appoint(  # noqa: PLR0913 — who, since when, by which decision, who and when
    office: Office,
    holder: User,
    *,
    starts_at: datetime,
    decision_number: str,
    decision_date: date,
    by: User,
    now: datetime,
) -> Appointment:
    """
    Put a person into an office until it is ended; who held it leaves when this starts.

    :raises Refusal: if it is oneself, the person has left, or the start lies before an
        appointment that is already known
    """
    held = require(by, Power.PEOPLE, now=now, target=office)
    refuse_for_oneself(by, holder, target=office)
    _refuse_absent(holder, office)
    if office.appointments.filter(acting_for=None, starts_at__gte=starts_at).exists():
        raise Refusal(
            ONE_HOLDER,
            _("A later appointment to this office is entered already."),
            remedy=_("Choose a later start, or end that appointment first."),
            target=office,
        )
    office.appointments.overlapping(starts_at, None).filter(acting_for=None).update(
        ends_at=starts_at
    )
    appointment = Appointment.objects.create(
        office=office,
        holder=holder,
        starts_at=starts_at,
        decision_number=decision_number,
        decision_date=decision_date,
    )
    audit.record(
        APPOINTED,
        actor=by,
        acting_for=held.acting_for,
        target=appointment,
        now=now,
        office=office.pk,
    )
    tell_of_office(appointment, now=now)
    return appointment


@transaction.atomic
def name_deputy(  # noqa: PLR0913 — who, from when to when, by which decision
    office: Office,
    deputy: User,
    *,
    starts_at: datetime,
    ends_at: datetime,
    decision_number: str,
    decision_date: date,
    by: User,
    now: datetime,
) -> Appointment:
    """
    Let a person act for the holder of an office for a period; both stand in the log.

    :raises Refusal: if it is oneself, the office is vacant, another acts in that
        period, or the period is not one
    """
    held = require(by, Power.PEOPLE, now=now, target=office)
    refuse_for_oneself(by, deputy, target=office)
    _refuse_absent(deputy, office)
    seat = selectors.current_holder(office, now)
    if seat is None or seat.holder_id == deputy.pk:
        raise Refusal(
            SOMEBODY_TO_ACT_FOR,
            _("To act means to act for another person who holds the office."),
            remedy=_("Appoint a holder first, or choose another person to act."),
            target=office,
        )
    if ends_at <= max(starts_at, now):
        raise Refusal(
            PERIOD,
            _("The period ends before it begins, or has ended already."),
            remedy=_("Check both dates; the last day is included."),
            target=office,
        )
    acting = office.appointments.filter(acting_for__isnull=False)
    if acting.overlapping(starts_at, ends_at).exists():
        raise Refusal(
            ONE_HOLDER,
            _("Somebody acts for this office in that period already."),
            remedy=_("End that period first, or choose other dates."),
            target=office,
        )
    appointment = Appointment.objects.create(
        office=office,
        holder=deputy,
        acting_for=seat.holder,
        starts_at=starts_at,
        ends_at=ends_at,
        decision_number=decision_number,
        decision_date=decision_date,
    )
    audit.record(
        DEPUTIZED,
        actor=by,
        acting_for=held.acting_for,
        target=appointment,
        now=now,
        office=office.pk,
    )
    tell_of_office(appointment, now=now)
    return appointment


@transaction.atomic
def end_appointment(appointment: Appointment, *, by: User, now: datetime) -> None:
    """
    End an appointment, or one's acting, at once.

    :raises Refusal: if it is one's own
    """
    held = require(by, Power.PEOPLE, now=now, target=appointment)
    refuse_for_oneself(by, appointment.holder, target=appointment)
    end = max(now, appointment.starts_at)
    appointment.ends_at = (
        end if appointment.ends_at is None else min(appointment.ends_at, end)
    )
    appointment.save(update_fields=["ends_at"])
    audit.record(
        ENDED, actor=by, acting_for=held.acting_for, target=appointment, now=now
    )


def new_office(
    unit: Unit, *, title_ar: str, title_en: str, powers: Iterable[Power]
) -> Office:
    office = Office.objects.create(unit=unit, title_ar=title_ar, title_en=title_en)
    OfficePower.objects.bulk_create(
        OfficePower(office=office, power=power) for power in sorted(set(powers))
    )
    return office


def _refuse_absent(user: User, office: Office) -> None:
    if not user.is_active or selectors.placement_of(user) is None:
        raise Refusal(
            IN_SERVICE,
            _("An office is held only by a person who has a place in a unit."),
            remedy=_("Enter the person with unit and job title first."),
            target=office,
        )
