from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q

from rasmi.channels.models import Proposal
from rasmi.core.language import in_language
from rasmi.people.models import Unit, User


class PlanItemQuerySet(models.QuerySet["PlanItem"]):
    def open(self, on: date) -> Self:
        """Items that a post may still be written for."""
        return self.filter(closed_at=None, ends_on__gte=on)


class PlanItem(models.Model):
    """Something the body means to say: to whom, for what purpose, in which weeks."""

    title_ar = models.CharField(max_length=160)
    title_en = models.CharField(max_length=160)
    goal = models.CharField(max_length=400)  # what is to be different afterwards
    purpose = models.CharField(max_length=12, choices=Proposal.Purpose)
    audience = models.CharField(max_length=200)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="plan_items")
    starts_on = models.DateField()
    ends_on = models.DateField()  # the last day
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    objects = PlanItemQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="plan_item_period", condition=Q(ends_on__gte=F("starts_on"))
            )
        ]

    def __str__(self) -> str:
        return in_language(self.title_ar, self.title_en)
