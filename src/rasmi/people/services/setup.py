import hashlib
import secrets
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rasmi.audit import services as audit
from rasmi.audit.actions import register
from rasmi.people import selectors
from rasmi.people.models import (
    Appointment,
    Installation,
    Power,
    SetupLink,
    Unit,
    User,
)
from rasmi.people.services.offices import new_office
from rasmi.people.services.staff import new_user, place
from rasmi.rules import Refusal, gate

LINKED = register("people.setup.link", gettext_lazy("Made a one-time setup link"))
SET_UP = register("people.setup.finish", gettext_lazy("Set up the body %(target)s"))

ONCE = gate("people.set_up_once")

LINK_LASTS = timedelta(hours=1)
OWNER_POWERS = (
    Power.PEOPLE,
    Power.POLICY,
    Power.REGISTER,
    Power.AUDIT,
    Power.OPERATE,
)


def link_digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def issue_setup_link(*, now: datetime) -> str:
    """
    Make a new one-time setup link, void the old ones, and return its secret.

    :raises Refusal: if the installation is set up already
    """
    _refuse_second_setup()
    SetupLink.objects.all().delete()
    secret = secrets.token_urlsafe(32)
    SetupLink.objects.create(
        digest=link_digest(secret), made_at=now, ends_at=now + LINK_LASTS
    )
    audit.record(LINKED, actor=None, now=now)
    return secret


@transaction.atomic
def set_up(  # noqa: PLR0913 — the first form asks for the body and its first person
    secret: str,
    *,
    body_ar: str,
    body_en: str,
    unit_ar: str,
    unit_en: str,
    staff_number: str,
    name_ar: str,
    name_en: str,
    title_ar: str,
    title_en: str,
    email: str,
    password: str,
    decision_number: str,
    decision_date: date,
    now: datetime,
    witness: str = "",
    is_demonstration: bool = False,
) -> User:
    """
    Make the body, its first unit and the owner of the policy; the link is used up.

    :param witness: the address that keeps checkpoints of the log; empty: nobody yet
    :raises Refusal: if the link has ended or was used, or the body is set up already
    """
    _refuse_second_setup()
    # Held until the end: of two who use the link at once, the second finds it gone.
    list(SetupLink.objects.select_for_update())
    if selectors.setup_link(link_digest(secret), now) is None:
        raise Refusal(
            ONCE,
            _("This setup link has ended or was used."),
            remedy=_("Whoever runs the server makes a new one: rasmi setup-link"),
        )
    SetupLink.objects.all().delete()
    Installation.objects.create(
        pk=1,
        name_ar=body_ar,
        name_en=body_en,
        is_demonstration=is_demonstration,
        set_up_at=now,
    )
    body = Unit.objects.create(name_ar=body_ar, name_en=body_en, since_at=now)
    unit = Unit.objects.create(
        name_ar=unit_ar, name_en=unit_en, parent=body, since_at=now
    )
    owner = new_user(
        staff_number=staff_number,
        name_ar=name_ar,
        name_en=name_en,
        email=email,
        now=now,
    )
    owner.set_password(password)
    owner.save(update_fields=["password"])
    place(owner, unit, title_ar=title_ar, title_en=title_en, now=now)
    office = new_office(
        unit, title_ar="مالك السياسة", title_en="Policy owner", powers=OWNER_POWERS
    )
    Appointment.objects.create(
        office=office,
        holder=owner,
        starts_at=now,
        decision_number=decision_number,
        decision_date=decision_date,
    )
    audit.record(SET_UP, actor=owner, target=body, now=now)
    if witness:
        audit.name_witness(witness, by=owner, now=now)
    return owner


def _refuse_second_setup() -> None:
    if selectors.installation():
        raise Refusal(
            ONCE,
            _("This installation is set up already."),
            remedy=_("Its people are kept by the owner of the policy, after sign-in."),
        )
