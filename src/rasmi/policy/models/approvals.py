from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q

from rasmi.people.models import User


class ApprovalQuerySet(models.QuerySet["Approval"]):
    def standing(self, at: datetime) -> Self:
        """Given and not taken back; whether the window is open is another question."""
        return self.filter(
            Q(voided_at=None) | Q(voided_at__gt=at),
            given_at__lte=at,
        )


class Approval(models.Model):
    """
    That a person approved exactly these bytes, to be used within a window.

    It knows the bytes by their SHA-256 only: whoever uses it shows the same bytes.
    """

    act = models.CharField(max_length=20)  # of the approval matrix
    digest = models.CharField(max_length=64, db_index=True)  # SHA-256, hexadecimal
    by = models.ForeignKey(User, models.PROTECT, related_name="approvals")
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    not_before = models.DateTimeField()
    not_after = models.DateTimeField()  # exclusive
    voided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    voided_at = models.DateTimeField(null=True)
    void_reason = models.CharField(max_length=300, blank=True)

    objects = ApprovalQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="approval_by_another", condition=~Q(by=F("written_by"))
            ),
            models.CheckConstraint(
                name="approval_window", condition=Q(not_after__gt=F("not_before"))
            ),
            models.UniqueConstraint(
                fields=["digest", "by"],
                condition=Q(voided_at=None),
                name="approval_once_of_the_same_bytes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.digest[:12]}"

    @property
    def is_voided(self) -> bool:
        return self.voided_at is not None
