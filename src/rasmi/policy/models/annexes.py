from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q

from rasmi.people.models import User
from rasmi.policy.models.decisions import Decision


class AnnexQuerySet(models.QuerySet["Annex"]):
    def in_force(self, at: datetime) -> Self:
        """What held at a time, the one that holds now first."""
        return self.filter(confirmed_at__lte=at, holds_from__lte=at).order_by(
            "-holds_from", "-confirmed_at", "-pk"
        )


class Annex(models.Model):
    """
    One edition of an annex of the policy, under a decision: entered by one, confirmed
    by another. A later edition never changes what held before.
    """

    kind = models.CharField(max_length=30)  # of `policy.annexes`
    content = models.JSONField()
    reason = models.CharField(max_length=300)
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="annexes")
    holds_from = models.DateTimeField()
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    returned_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    returned_at = models.DateTimeField(null=True)
    return_reason = models.CharField(max_length=200, blank=True)

    objects = AnnexQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["kind", "holds_from"])]
        constraints = [
            models.CheckConstraint(
                name="annex_confirmed_by_another",
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("entered_by")),
            ),
            models.CheckConstraint(
                name="annex_confirmed_or_returned",
                condition=Q(confirmed_at=None) | Q(returned_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def is_waiting(self) -> bool:
        return self.confirmed_at is None and self.returned_at is None
