from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rasmi.audit import services as audit
from rasmi.audit.actions import register
from rasmi.core.models import locked
from rasmi.people.models import Placement, Power, Unit, User
from rasmi.people.services.appointments import end_offices
from rasmi.people.services.authority import (
    refuse_against_principal,
    refuse_for_oneself,
    require,
    require_over,
)
from rasmi.people.services.factors import forget_factors
from rasmi.people.services.mails import invite
from rasmi.people.services.units import refuse_closed
from rasmi.rules import Refusal, gate

ADDED = register("people.user.add", gettext_lazy("Added %(target)s to the staff"))
MOVED = register("people.user.move", gettext_lazy("Moved %(target)s to another place"))
RETURNED = register("people.user.return", gettext_lazy("Took %(target)s back"))
RELEASED = register(
    "people.user.release", gettext_lazy("Ended the service of %(target)s")
)

KNOWN = gate("people.person_is_entered_once")
STILL_HERE = gate("people.person_is_still_here")
HAS_LEFT = gate("people.person_has_left")


@transaction.atomic
def add_person(  # noqa: PLR0913 — who the person is, in two languages, and where
    *,
    staff_number: str,
    name_ar: str,
    name_en: str,
    email: str,
    unit: Unit,
    title_ar: str,
    title_en: str,
    by: User,
    now: datetime,
) -> User:
    """
    Enter a person of the staff and send a link by which the person sets a password.

    :raises Refusal: if the staff number or the address is entered already
    """
    held = require(by, Power.PEOPLE, now=now)
    refuse_closed(locked(unit))
    _refuse_known(staff_number, email)
    user = new_user(
        staff_number=staff_number,
        name_ar=name_ar,
        name_en=name_en,
        email=email,
        now=now,
    )
    place(user, unit, title_ar=title_ar, title_en=title_en, now=now)
    audit.record(
        ADDED, actor=by, acting_for=held.acting_for, target=user, now=now, unit=unit.pk
    )
    invite(user, now=now)
    return user


@transaction.atomic
def move_person(
    user: User, *, unit: Unit, title_ar: str, title_en: str, by: User, now: datetime
) -> None:
    """
    Give a person a new unit and job title from now on. Offices held elsewhere end.

    :raises Refusal: if it is oneself, one acts for the person, or the person has left
    """
    refuse_for_oneself(by, user, target=user)
    held = require_over(by, user, now=now)
    user = locked(user)
    refuse_against_principal(by, user, now=now)
    _refuse_gone(user)
    refuse_closed(locked(unit))
    Placement.objects.filter(user=user, ends_at=None).update(ends_at=now)
    place(user, unit, title_ar=title_ar, title_en=title_en, now=now)
    # An office goes with the unit it is in: who leaves the unit leaves its offices, and
    # a right that nobody asked to keep does not travel along.
    ended = end_offices(user, now, but_in=unit)
    audit.record(
        MOVED,
        actor=by,
        acting_for=held.acting_for,
        target=user,
        now=now,
        unit=unit.pk,
        ended_appointments=ended,
    )


@transaction.atomic
def release_person(user: User, *, by: User, now: datetime) -> None:
    """
    End everything of a person who leaves, at once: place, offices and every sign-in.

    :raises Refusal: if it is oneself, one acts for the person, or the person has left
    """
    refuse_for_oneself(by, user, target=user)
    held = require_over(by, user, now=now)
    user = locked(user)
    refuse_against_principal(by, user, now=now)
    _refuse_gone(user)
    ended = end_offices(user, now)
    forget_factors(user)
    Placement.objects.filter(user=user, ends_at=None).update(ends_at=now)
    # An inactive user is nobody to every session from the next request on.
    user.is_active = False
    user.save(update_fields=["is_active"])
    audit.record(
        RELEASED,
        actor=by,
        acting_for=held.acting_for,
        target=user,
        now=now,
        ended_appointments=ended,
    )


@transaction.atomic
def take_back(
    user: User, *, unit: Unit, title_ar: str, title_en: str, by: User, now: datetime
) -> None:
    """
    Let a person who had left sign in again, in a place of today and with no office.

    :raises Refusal: if the person has not left
    """
    held = require(by, Power.PEOPLE, now=now, target=user)
    user = locked(user)
    refuse_closed(locked(unit))
    if user.is_active:
        raise Refusal(
            HAS_LEFT,
            _("This person is in service and needs no return."),
            remedy=_("A new unit or job title is entered with «Move»."),
            target=user,
        )
    user.is_active = True
    # Whatever opened the door before does not open it again.
    forget_factors(user)
    end_offices(user, now)
    user.set_unusable_password()
    user.save(update_fields=["is_active", "password"])
    place(user, unit, title_ar=title_ar, title_en=title_en, now=now)
    audit.record(
        RETURNED,
        actor=by,
        acting_for=held.acting_for,
        target=user,
        now=now,
        unit=unit.pk,
    )
    invite(user, now=now)


def new_user(
    *, staff_number: str, name_ar: str, name_en: str, email: str, now: datetime
) -> User:
    user = User(
        staff_number=staff_number,
        name_ar=name_ar,
        name_en=name_en,
        email=email.lower(),  # as the sign-in asks for it
        joined_at=now,
    )
    user.set_unusable_password()
    user.save()
    return user


def place(
    user: User, unit: Unit, *, title_ar: str, title_en: str, now: datetime
) -> Placement:
    return Placement.objects.create(
        user=user, unit=unit, title_ar=title_ar, title_en=title_en, starts_at=now
    )


def _refuse_known(staff_number: str, email: str) -> None:
    if User.objects.filter(staff_number=staff_number).exists():
        raise Refusal(
            KNOWN,
            _("A person with this staff number is entered already."),
            remedy=_("Search for the number in the list of people."),
        )
    if User.objects.filter(email__iexact=email).exists():
        raise Refusal(
            KNOWN,
            _("A person with this e-mail address is entered already."),
            remedy=_("Each person signs in with an address of their own."),
        )


def _refuse_gone(user: User) -> None:
    if not user.is_active:
        raise Refusal(
            STILL_HERE,
            _("This person has left, and nothing is changed on them any more."),
            remedy=_("Who returns is taken back on their own page."),
            target=user,
        )
