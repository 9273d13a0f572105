from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rasmi.people.models import User
from rasmi.publishing.models.posts import Post, Version


class Review(models.Model):
    """What a reviewer decided on one version, before or after it was published."""

    class Outcome(models.TextChoices):
        APPROVED = "approved", _("Approved")
        RETURNED = "returned", _("Returned for correction")
        REJECTED = "rejected", _("Rejected")
        UPHELD = "upheld", _("Reviewed afterwards: no objection")
        OBJECTED = "objected", _("Reviewed afterwards: objection")

    AFTERWARDS = (Outcome.UPHELD, Outcome.OBJECTED)

    version = models.ForeignKey(Version, models.PROTECT, related_name="reviews")
    outcome = models.CharField(max_length=10, choices=Outcome)
    remark = models.TextField(max_length=2000, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="review_says_why",
                condition=Q(outcome__in=["approved", "upheld"]) | ~Q(remark=""),
            )
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.outcome}"

    @property
    def is_return(self) -> bool:
        return self.outcome == self.Outcome.RETURNED

    @property
    def is_rejection(self) -> bool:
        return self.outcome == self.Outcome.REJECTED

    @property
    def is_objection(self) -> bool:
        return self.outcome == self.Outcome.OBJECTED


class SeenFinding(models.Model):
    """A finding of the screening that a reviewer saw and let pass, with the reason."""

    version = models.ForeignKey(Version, models.PROTECT, related_name="seen")
    mark = models.CharField(max_length=16)
    category = models.CharField(max_length=20)
    words = models.CharField(max_length=300)
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "mark", "by"], name="seen_once_by_each"
            )
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.mark}"


class Urgency(models.Model):
    """That a post went out alone for a reason, to be looked at afterwards."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="urgencies")
    version = models.ForeignKey(Version, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    look_by = models.DateTimeField()  # when somebody has to have looked at it

    class Meta:
        ordering = ["look_by"]

    def __str__(self) -> str:
        return str(self.post_id)
