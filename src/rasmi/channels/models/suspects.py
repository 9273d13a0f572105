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
                Suspect.State.OURS,
                Suspect.State.FOUND,
                Suspect.State.CONFIRMED,
            ]
        )

    def public(self) -> Self:
        """Those of which two persons say that they pretend to be us, and still do."""
        return self.filter(state=Suspect.State.CONFIRMED)


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
        WITHDRAWN = "withdrawn", _("Taken back: it does not pretend to be ours")

    platform = models.CharField(max_length=20, blank=True)  # empty: not told
    handle = models.CharField(max_length=300)
    asked = models.CharField(max_length=300)  # as it was reported
    # Of a link to no platform that we know: its host, with the steps of its path.
    site = models.CharField(max_length=300, blank=True)
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
    step_began_at = models.DateTimeField()  # from when its days are counted
    finding = models.TextField(max_length=1000, blank=True)
    examined_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    examined_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    asked_reference = models.CharField(max_length=100, blank=True)  # of the platform
    asked_at = models.DateTimeField(null=True)  # that it be taken down
    gone_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawal_reason = models.TextField(max_length=1000, blank=True)

    objects = SuspectQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="suspect_confirmed_by_another",
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("examined_by")),
            )
        ]
        indexes = [models.Index(fields=["state", "step_began_at"])]

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

    @property
    def is_ours(self) -> bool:
        return self.state == self.State.OURS


class Sighting(models.Model):
    """What somebody tells of an account that was reported before."""

    suspect = models.ForeignKey(Suspect, models.PROTECT, related_name="sightings")
    note = models.TextField(max_length=1000, blank=True)
    screenshot = models.ForeignKey(
        Evidence, models.PROTECT, null=True, related_name="+"
    )
    by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+"
    )  # empty: by the public, of whom nothing is kept
    at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.suspect} {self.at:%Y-%m-%d}"
