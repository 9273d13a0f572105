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
    # An issue that was drafted here; one of the pack or of a file has no drafter.
    drafted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    # Whether what people may do changes: then the right to speak waits until one has
    # acknowledged this issue.
    is_material = models.BooleanField(default=True)

    # Since when personal links go out, so many at a time; empty when all have gone.
    links_asked_at = models.DateTimeField(null=True)

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


class PartyReview(models.Model):
    """
    What one of the parties that review an issue says of exactly these texts.
    """

    version = models.ForeignKey(
        PolicyVersion, models.PROTECT, related_name="party_reviews"
    )
    party = models.CharField(max_length=40)  # a role of the pack
    agrees = models.BooleanField()
    remarks = models.TextField(blank=True)
    digest = models.CharField(max_length=64)  # SHA-256 of the texts, hexadecimal
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.version} · {self.party}"


class ReviewRequest(models.Model):
    """That the policy is to be reviewed before its interval is over, and why."""

    version = models.ForeignKey(
        PolicyVersion, models.PROTECT, related_name="review_requests"
    )
    reason = models.CharField(max_length=300)
    due_on = models.DateField()
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()

    class Meta:
        ordering = ["due_on", "pk"]

    def __str__(self) -> str:
        return f"{self.version} · {self.due_on:%Y-%m-%d}"
