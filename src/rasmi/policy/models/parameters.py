from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q

from rasmi.people.models import User
from rasmi.policy.models.decisions import Decision


class Adoption(models.Model):
    """
    Values for open parameters under one decision: entered by one, confirmed by another.
    """

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="adoptions")
    holds_from = models.DateField()
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)
    return_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="adoption_confirmed_by_another",
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("entered_by")),
            ),
            models.CheckConstraint(
                name="adoption_confirmed_or_returned",
                condition=Q(confirmed_at=None) | Q(returned_at=None),
            ),
        ]

    def __str__(self) -> str:
        return str(self.decision)

    @property
    def is_waiting(self) -> bool:
        return self.confirmed_at is None and self.returned_at is None


class AdoptedValueQuerySet(models.QuerySet["AdoptedValue"]):
    def in_force(self, at: datetime) -> Self:
        """Values that held at a time, those that hold now last."""
        return self.filter(holds_from__lte=at).order_by(
            "holds_from", "adoption__confirmed_at", "pk"
        )


class AdoptedValue(models.Model):
    """
    The value of one parameter, from a time on; a later one never changes the past.
    """

    adoption = models.ForeignKey(Adoption, models.PROTECT, related_name="values")
    parameter = models.CharField(max_length=60)
    value = models.JSONField()  # by the names of the parameter's fields
    holds_from = models.DateTimeField(null=True)  # set when confirmed

    objects = AdoptedValueQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["adoption", "parameter"], name="adopted_value_once"
            )
        ]

    def __str__(self) -> str:
        return self.parameter
