from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from rasmi.people.models import User
from rasmi.policy.models.decisions import Decision
from rasmi.policy.models.versions import PolicyVersion


class PublicationQuerySet(models.QuerySet["Publication"]):
    def standing(self, at: datetime) -> Self:
        """Published at a time and not withdrawn by then."""
        not_withdrawn = Q(withdrawn_at=None) | Q(withdrawn_at__gt=at)
        return self.filter(not_withdrawn, published_at__lte=at)


class Publication(models.Model):
    """
    That an issue of the policy, an internal document, is shown to everybody.
    """

    version = models.ForeignKey(
        PolicyVersion, models.PROTECT, related_name="publications"
    )
    decision = models.OneToOneField(
        Decision, models.PROTECT, related_name="publication"
    )
    published_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    published_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawal_reason = models.CharField(max_length=300, blank=True)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version"],
                condition=Q(withdrawn_at=None),
                name="version_published_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.version} · {self.decision}"
