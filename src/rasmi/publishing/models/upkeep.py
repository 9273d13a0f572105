from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rasmi.files.models import Evidence
from rasmi.outbox.models import Intent
from rasmi.people.models import User
from rasmi.publishing.models.posts import Post


class OldLook(models.Model):
    """That somebody looked at a post that has been out for long, and what is to be."""

    class Outcome(models.TextChoices):
        KEEP = "keep", _("It still holds")
        CORRECT = "correct", _("It is to be corrected")

    post = models.ForeignKey(Post, models.PROTECT, related_name="old_looks")
    outcome = models.CharField(max_length=10, choices=Outcome)
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.post_id} {self.outcome}"


class Sample(models.Model):
    """
    What of a month was drawn to be looked at, and from what it was drawn.

    Anybody who has the keys of what was published draws the same: the ones whose
    SHA-256 of ``seed:key`` come first. The seed is the SHA-256 of the month and of the
    signed checkpoint of the log, which nobody could choose.
    """

    month = models.DateField(unique=True)  # its first day
    checkpoint = models.TextField()  # the signed note of the log at the drawing
    seed = models.CharField(max_length=64)
    population = models.PositiveIntegerField()  # all that was published in the month
    # Of all that was published, one a line; empty for what earlier versions drew.
    keys = models.ForeignKey(Evidence, models.PROTECT, null=True, related_name="+")
    drawn_at = models.DateTimeField()
    due_at = models.DateTimeField()  # when all of it is judged

    class Meta:
        ordering = ["-month"]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"


class SampleItem(models.Model):
    """One thing of a sample, and what somebody who had no part in it says."""

    class Outcome(models.TextChoices):
        FINE = "fine", _("In order")
        REMARK = "remark", _("In order, with a remark")
        SUSPECT = "suspect", _("May be against the policy")

    sample = models.ForeignKey(Sample, models.PROTECT, related_name="items")
    intent = models.ForeignKey(Intent, models.PROTECT, related_name="+")
    position = models.PositiveIntegerField()  # in the order of drawing
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    remark = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(null=True)
    # Of what may be against the policy: what came of it, as another person says.
    settled_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)
    settlement = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["sample", "intent"], name="sampled_once_in_a_month"
            ),
            models.CheckConstraint(
                name="sampled_remark_says_what",
                condition=Q(outcome__in=["", "fine"]) | ~Q(remark=""),
            ),
            models.CheckConstraint(
                name="sampled_settled_by_another",
                condition=Q(settled_by=None) | ~Q(settled_by=F("by")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sample} {self.position}"

    @property
    def is_judged(self) -> bool:
        return bool(self.outcome)

    @property
    def is_suspect(self) -> bool:
        return self.outcome == self.Outcome.SUSPECT
