from django.db import models

from rasmi.channels.models.channels import Channel
from rasmi.people.models import Unit, User


class Verification(models.Model):
    """Whether an account carried the badge of its platform when somebody looked."""

    channel = models.ForeignKey(Channel, models.PROTECT, related_name="verifications")
    is_verified = models.BooleanField()
    note = models.CharField(max_length=200, blank=True)
    seen_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    seen_at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.channel} {self.seen_at:%Y-%m-%d}"


class SettingsReview(models.Model):
    """That a consulted unit looked at an account's privacy and technical settings."""

    channel = models.ForeignKey(Channel, models.PROTECT, related_name="reviews")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    found = models.TextField(max_length=1000)
    reviewed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.channel} {self.reviewed_at:%Y-%m-%d}"


class Confirmation(models.Model):
    """That the unit that owns an account looked at it again: still wanted, or not."""

    channel = models.ForeignKey(Channel, models.PROTECT, related_name="confirmations")
    is_needed = models.BooleanField()
    note = models.CharField(max_length=300)
    confirmed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.channel} {self.confirmed_at:%Y-%m-%d}"
