from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rasmi.channels.models.channels import Channel
from rasmi.core.language import in_language
from rasmi.files.models import Evidence
from rasmi.people.models import User
from rasmi.platforms.catalog import PLATFORMS


class SuspectQuerySet(models.QuerySet["Suspect"]):
    def open(self) -> Self:
        return self.filter(
            state__in=[
                Suspect.State.REPORTED,
                Suspect.State.FOUND,
                Suspect.State.CONFIRMED,
            ]
        )

    def public(self) -> Self:
        """Those of which two persons say that they pretend to be us."""
        return self.filter(confirmed_at__isnull=False)


class Suspect(models.Model):
    """
    An account that is not in the register and may be taken for one of ours.

    That it pretends to be ours is said in public only after two persons have looked.
    """

    class State(models.TextChoices):
        REPORTED = "reported", _("Reported")
        HARMLESS = "harmless", _("Harmless")
        OURS = "ours", _("Ours, and not in the register")
        FOUND = "found", _("Pretends to be ours: waits for a second person")
        CONFIRMED = "confirmed", _("Pretends to be ours")
        GONE = "gone", _("Taken down")

    platform = models.CharField(max_length=20, blank=True)  # empty: not told
    handle = models.CharField(max_length=300)
    asked = models.CharField(max_length=300)  # as it was reported
    note = models.TextField(max_length=1000, blank=True)
    screenshot = models.ForeignKey(
        Evidence, models.PROTECT, null=True, related_name="+"
    )
    like = models.ForeignKey(Channel, models.PROTECT, null=True, related_name="+")
    reports = models.PositiveIntegerField(default=1)
    reported_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+"
    )  # empty: by the public, of whom nothing is kept
    reported_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.REPORTED)
    finding = models.TextField(max_length=1000, blank=True)
    examined_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    examined_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    asked_reference = models.CharField(max_length=100, blank=True)  # of the platform
    asked_at = models.DateTimeField(null=True)  # that it be taken down
    gone_at = models.DateTimeField(null=True)

    objects = SuspectQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="suspect_confirmed_by_another",
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("examined_by")),
            )
        ]
        indexes = [models.Index(fields=["state", "reported_at"])]

    def __str__(self) -> str:
        return self.asked

    @property
    def platform_name(self) -> str:
        known = PLATFORMS.get(self.platform)
        return in_language(known.name_ar, known.name_en) if known else ""

    @property
    def is_reported(self) -> bool:
        return self.state == self.State.REPORTED

    @property
    def is_found(self) -> bool:
        return self.state == self.State.FOUND

    @property
    def is_confirmed(self) -> bool:
        return self.state == self.State.CONFIRMED
