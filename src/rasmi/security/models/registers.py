from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rasmi.channels.models import Channel
from rasmi.core.language import in_language
from rasmi.files.models import Evidence
from rasmi.people.models import Unit, User


class Instrument(models.Model):
    """A law, circular or policy of others that bears on this policy."""

    class Kind(models.TextChoices):
        DECREE = "decree", _("Law by royal decree")
        REGULATION = "regulation", _("Executive regulation or ministerial decision")
        CIRCULAR = "circular", _("Circular")
        POLICY = "policy", _("Policy or guideline of another body")
        STANDARD = "standard", _("Standard")
        SECURITY = "security", _("Information-security policy of the ministry")

    kind = models.CharField(max_length=12, choices=Kind)
    number = models.CharField(max_length=60)
    issued_on = models.DateField(null=True)
    title_ar = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    issuer_ar = models.CharField(max_length=120)
    issuer_en = models.CharField(max_length=120)
    version = models.CharField(max_length=40, blank=True)
    place = models.CharField(max_length=300, blank=True)  # where its text is kept
    clauses = models.JSONField(default=list)  # ids of the pack's clauses
    owner = models.ForeignKey(Unit, models.PROTECT, related_name="instruments")
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        ordering = ["kind", "number", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "number"], name="instrument_once")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return in_language(self.title_ar, self.title_en)

    @property
    def issuer(self) -> str:
        return in_language(self.issuer_ar, self.issuer_en)


class InstrumentReview(models.Model):
    """That its owner read an instrument again, in the version of that day."""

    instrument = models.ForeignKey(Instrument, models.PROTECT, related_name="reviews")
    version = models.CharField(max_length=40)
    found = models.TextField(max_length=1000)
    reviewed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.instrument} {self.reviewed_at:%Y-%m-%d}"


class GapQuerySet(models.QuerySet["Gap"]):
    def open(self) -> Self:
        return self.filter(closed_at=None)


class Gap(models.Model):
    """What an instrument asks for and we do not do yet: whose it is, and by when."""

    instrument = models.ForeignKey(Instrument, models.PROTECT, related_name="gaps")
    text = models.CharField(max_length=500)
    owner = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    due_at = models.DateTimeField()  # exclusive: the midnight after its last day
    found_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    found_at = models.DateTimeField()
    how = models.CharField(max_length=500, blank=True)  # it was closed
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)

    objects = GapQuerySet.as_manager()

    class Meta:
        ordering = ["due_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="gap_closed_by_somebody",
                condition=Q(closed_at=None, closed_by=None)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    def is_late(self, at: datetime) -> bool:
        return self.is_open and self.due_at <= at


class Measure(models.Model):
    """What is done so that data of an account, or of all, comes to no harm."""

    title_ar = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    protects = models.CharField(max_length=300)  # which data
    risk = models.CharField(max_length=300)  # against what
    channel = models.ForeignKey(
        Channel, models.PROTECT, null=True, related_name="measures"
    )  # None: every account
    owner = models.ForeignKey(Unit, models.PROTECT, related_name="measures")
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return in_language(self.title_ar, self.title_en)


class MeasureReview(models.Model):
    """Whether a measure was in place when its owner looked, and how that was seen."""

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="reviews")
    is_in_place = models.BooleanField()
    found = models.TextField(max_length=1000)
    original = models.ForeignKey(Evidence, models.PROTECT, null=True, related_name="+")
    file_name = models.CharField(max_length=120, blank=True)
    reviewed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.measure} {self.reviewed_at:%Y-%m-%d}"
