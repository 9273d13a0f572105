from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rasmi.core.language import in_language
from rasmi.people.models.users import User


class UnitQuerySet(models.QuerySet["Unit"]):
    def open(self) -> Self:
        return self.filter(closed_at=None)


class Unit(models.Model):
    """
    A division of the body as it stands today; what it was called before is `PastUnit`.
    """

    name_ar = models.CharField(_("name in Arabic"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("part of"),
    )
    since_at = models.DateTimeField()  # since when it has this name and this place
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        ordering = ["name_ar", "pk"]
        constraints = [
            models.CheckConstraint(
                name="unit_not_part_of_itself", condition=~Q(parent=F("pk"))
            ),
            models.UniqueConstraint(
                fields=["parent", "name_ar"],
                condition=Q(closed_at=None),
                name="unit_name_once_in_its_parent",
            ),
        ]

    def __str__(self) -> str:
        return in_language(self.name_ar, self.name_en)

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class PastUnit(models.Model):
    """How a unit was called, and what it was part of, for a period that has ended."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="past")
    name_ar = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    parent = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()  # exclusive
    reason = models.CharField(max_length=200)

    class Meta:
        ordering = ["-ends_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="past_unit_period", condition=Q(ends_at__gte=F("starts_at"))
            )
        ]

    def __str__(self) -> str:
        return in_language(self.name_ar, self.name_en)


class PlacementQuerySet(models.QuerySet["Placement"]):
    def in_force(self, now: datetime) -> Self:
        return self.filter(
            Q(ends_at=None) | Q(ends_at__gt=now),
            starts_at__lte=now,
        )


class Placement(models.Model):
    """A person in a unit with a job title, for a period."""

    user = models.ForeignKey(User, models.PROTECT, related_name="placements")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="placements")
    title_ar = models.CharField(_("job title in Arabic"), max_length=120)
    title_en = models.CharField(_("job title in English"), max_length=120)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)  # exclusive

    objects = PlacementQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(ends_at=None),
                name="placement_one_open_per_user",
            ),
            models.CheckConstraint(
                name="placement_period",
                condition=Q(ends_at=None) | Q(ends_at__gte=F("starts_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} · {self.unit}"

    @property
    def title(self) -> str:
        return in_language(self.title_ar, self.title_en)
