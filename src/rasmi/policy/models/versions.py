from datetime import datetime
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from rasmi.people.models import User
from rasmi.policy.models.decisions import Decision


class PolicyVersionQuerySet(models.QuerySet["PolicyVersion"]):
    def in_force(self, at: datetime) -> Self:
        return self.filter(in_force_from__lte=at).order_by("-in_force_from", "-pk")


class PolicyVersion(models.Model):
    """
    An issue of the policy, from the time at which it comes into force.
    """

    issue = models.CharField(max_length=20, unique=True)
    in_force_from = models.DateTimeField(null=True)
    decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, related_name="versions"
    )
    made_at = models.DateTimeField()

    objects = PolicyVersionQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.issue


class Wording(models.Model):
    """
    The official wording of a clause: data of this installation, for staff only.
    """

    version = models.ForeignKey(PolicyVersion, models.PROTECT, related_name="wordings")
    clause = models.CharField(max_length=10)
    ar = models.TextField()
    en = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "clause"], name="wording_once")
        ]

    def __str__(self) -> str:
        return self.clause


class PolicyReview(models.Model):
    """A line of the policy's review log, with the six things that the log asks for."""

    version = models.ForeignKey(PolicyVersion, models.PROTECT, related_name="reviews")
    reviewed_on = models.DateField(_("date of the review"))
    reviewer = models.CharField(_("name of the reviewer"), max_length=120)
    amended_by = models.CharField(_("amended by"), max_length=120, blank=True)
    parts_amended = models.CharField(_("parts amended"), max_length=300, blank=True)
    reasons = models.CharField(_("reasons"), max_length=300)
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        ordering = ["-reviewed_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.version} {self.reviewed_on:%Y-%m-%d}"
