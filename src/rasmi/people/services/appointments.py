from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rasmi.audit import services as audit
from rasmi.audit.actions import register
from rasmi.core.models import locked
from rasmi.people import selectors
from rasmi.people.models import Appointment, Office, Power, Unit, User
from rasmi.people.services.authority import (
    refuse_against_principal,
    refuse_for_oneself,
    require,
)
from rasmi.people.services.mails import tell_keepers, tell_of_office
from rasmi.people.services.units import refuse_closed
from rasmi.rules import Refusal, gate

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
    office, holder = locked(office), locked(holder)
    refuse_closed(office.unit)
    refuse_for_oneself(by, holder, target=office)
    _refuse_absent(holder, office)
    _refuse_before_the_known(office, starts_at, now)
    ended = [
        each.pk
        for each in office.appointments.to_come(now).filter(acting_for=None)
        if _end(each, starts_at)
    ]
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
        ended_appointments=ended,
    )
    tell_of_office(appointment, now=now)
    tell_keepers(appointment, by=by, now=now)
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
    office, deputy = locked(office), locked(deputy)
    refuse_closed(office.unit)
    refuse_for_oneself(by, deputy, target=office)
    _refuse_absent(deputy, office)
    seat = selectors.current_holder(office, max(starts_at, now))
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
    acting = office.appointments.to_come(now).filter(acting_for__isnull=False)
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
    tell_keepers(appointment, by=by, now=now)
    return appointment


@transaction.atomic
def end_appointment(appointment: Appointment, *, by: User, now: datetime) -> None:
    """
    End an appointment, or one's acting, at once.

    One that has not begun is taken back: whoever would have left for it stays.

    :raises Refusal: if it is one's own, or that of the person for whom one acts
    """
    held = require(by, Power.PEOPLE, now=now, target=appointment)
    appointment = locked(appointment)
    refuse_for_oneself(by, appointment.holder, target=appointment)
    refuse_against_principal(by, appointment.holder, now=now)
    if appointment.starts_at > now and not appointment.is_acting:
        before = appointment.office.appointments.real().filter(
            acting_for=None, ends_at=appointment.starts_at
        )
        _end(appointment, now)
        before.exclude(pk=appointment.pk).update(ends_at=None)
    else:
        _end(appointment, now)
    audit.record(
        ENDED, actor=by, acting_for=held.acting_for, target=appointment, now=now
    )


def end_offices(user: User, now: datetime, *, but_in: Unit | None = None) -> list[int]:
    """
    End every appointment of a person, to come ones included; return their ids.

    :param but_in: a unit whose offices the person keeps
    """
    held = Appointment.objects.to_come(now).filter(holder=user)
    if but_in:
        held = held.exclude(office__unit=but_in)
    return [each.pk for each in held if _end(each, now)]


def _end(appointment: Appointment, at: datetime) -> bool:
    """End one at a time, or before it begins, with whoever acts in it."""
    end = max(at, appointment.starts_at)
    if appointment.ends_at is not None and appointment.ends_at <= end:
        return False
    appointment.ends_at = end
    appointment.save(update_fields=["ends_at"])
    if not appointment.is_acting:
        # Who acts for a holder has nobody to act for once the holder is gone.
        acting = Appointment.objects.to_come(end).filter(
            office=appointment.office_id, acting_for=appointment.holder_id
        )
        for each in acting:
            _end(each, end)
    return True


def _refuse_before_the_known(
    office: Office, starts_at: datetime, now: datetime
) -> None:
    known = office.appointments.real().filter(acting_for=None)
    later = known.filter(starts_at__gte=starts_at).exists()
    # An end that has passed is history: a new start does not move it.
    if later or known.filter(ends_at__gt=starts_at, ends_at__lte=now).exists():
        raise Refusal(
            ONE_HOLDER,
            _("The office was held by somebody else at that time, or will be."),
            remedy=_("Choose a later start, or end the appointment to come first."),
            target=office,
        )


def _refuse_absent(user: User, office: Office) -> None:
    if not user.is_active or selectors.placement_of(user) is None:
        raise Refusal(
            IN_SERVICE,
            _("An office is held only by a person who has a place in a unit."),
            remedy=_("Enter the person with unit and job title first."),
            target=office,
        )
