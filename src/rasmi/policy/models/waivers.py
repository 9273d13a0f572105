from datetime import datetime
from typing import Self

from django.db import models

from rasmi.people.models import User
from rasmi.policy.models.decisions import Decision


class WaiverQuerySet(models.QuerySet["Waiver"]):
    def in_force(self, at: datetime) -> Self:
        return self.filter(granted_at__lte=at, ends_at__gt=at)


class Waiver(models.Model):
    """
    That a "should" is set aside for one subject, by a signed decision, until an end.
    """

    lever = models.CharField(max_length=80)
    target_type = models.CharField(max_length=60)  # room.model
    target_id = models.CharField(max_length=40)
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="waivers")
    reason = models.CharField(max_length=300)
    ends_at = models.DateTimeField()  # exclusive
    granted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    granted_at = models.DateTimeField()

    objects = WaiverQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["lever", "target_type", "target_id"])]

    def __str__(self) -> str:
        return str(self.decision)
