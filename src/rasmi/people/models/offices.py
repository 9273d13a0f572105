from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rasmi.core.language import in_language
from rasmi.people.models.units import Unit
from rasmi.people.models.users import User


class Power(models.TextChoices):
    """
    What the holder of an office may do. Speaking is not in it: that is a delegation.
    """

    PEOPLE = "people", _("Keep units, people and offices")
    POLICY = "policy", _("Own the policy and its parameters")
    APPROVE = "approve", _("Approve what is said")
    HEAD = "head", _("Head the ministry and sign for all of it")
    DECIDE = "decide", _("Decide, as senior management or for a unit")
    REGISTER = (
        "register",
        _("Keep the registers of decisions, accounts and delegations"),
    )
    SECRETS = "secrets", _("Keep credentials and connected applications")
    LEGAL = "legal", _("Advise in law on cases")
    AUDIT = "audit", _("Read everything with a reason")
    OPERATE = "operate", _("Watch the running of the system")


class Office(models.Model):
    """
    A seat in a unit, whoever holds it: powers belong to the seat, never to the person.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="offices")
    title_ar = models.CharField(_("title in Arabic"), max_length=120)
    title_en = models.CharField(_("title in English"), max_length=120)

    class Meta:
        ordering = ["title_ar", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "title_ar"], name="office_title_once_in_its_unit"
            )
        ]

    def __str__(self) -> str:
        return in_language(self.title_ar, self.title_en)

    def power_list(self) -> list[Power]:
        held = {each.power for each in self.powers.all()}
        return [power for power in Power if power in held]


class OfficePower(models.Model):
    """One power of an office."""

    office = models.ForeignKey(Office, models.CASCADE, related_name="powers")
    power = models.CharField(max_length=20, choices=Power)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["office", "power"], name="office_power_once"
            )
        ]

    def __str__(self) -> str:
        return str(Power(self.power).label)


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def in_force(self, now: datetime) -> Self:
        return self.filter(
            Q(ends_at=None) | Q(ends_at__gt=now),
            starts_at__lte=now,
            holder__is_active=True,
        )

    def real(self) -> Self:
        """Without those that were taken back before they began."""
        return self.exclude(ends_at=F("starts_at"))

    def to_come(self, now: datetime) -> Self:
        """In force or still to begin."""
        return self.filter(Q(ends_at=None) | Q(ends_at__gt=now)).real()

    def overlapping(self, starts_at: datetime, ends_at: datetime | None) -> Self:
        found = self.filter(Q(ends_at=None) | Q(ends_at__gt=starts_at))
        return found.filter(starts_at__lt=ends_at) if ends_at else found


class Appointment(models.Model):
    """
    A person in an office for a period: its holder, or somebody who acts for the holder.
    """

    office = models.ForeignKey(Office, models.PROTECT, related_name="appointments")
    holder = models.ForeignKey(User, models.PROTECT, related_name="appointments")
    acting_for = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)  # exclusive
    decision_number = models.CharField(_("decision number"), max_length=60)
    decision_date = models.DateField(_("date of the decision"))

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="appointment_period",
                condition=Q(ends_at=None) | Q(ends_at__gte=F("starts_at")),
            ),
            models.CheckConstraint(
                name="appointment_acting_ends",
                condition=Q(acting_for=None) | Q(ends_at__isnull=False),
            ),
            models.CheckConstraint(
                name="appointment_nobody_acts_for_oneself",
                condition=Q(acting_for=None) | ~Q(acting_for=F("holder")),
            ),
            models.UniqueConstraint(
                fields=["office"],
                condition=Q(ends_at=None),
                name="appointment_one_open_per_office",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.holder} · {self.office}"

    @property
    def is_acting(self) -> bool:
        return self.acting_for_id is not None

    def is_in_force(self, now: datetime) -> bool:
        return self.starts_at <= now and (self.ends_at is None or now < self.ends_at)
