from django.db import models
from django.utils.translation import gettext_lazy as _

from rasmi.files.models import Evidence
from rasmi.people.models import User


class Assessment(models.Model):
    """How suitable a person is to speak, by the four criteria of the policy."""

    person = models.ForeignKey(User, models.PROTECT, related_name="assessments")
    assessed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    assessed_at = models.DateTimeField()
    evidence = models.ForeignKey(Evidence, models.PROTECT, null=True, related_name="+")
    file_name = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.person} {self.assessed_at:%Y-%m-%d}"

    def unmet(self) -> list["AssessedCriterion"]:
        return [each for each in self.criteria.all() if each.is_unmet]


class AssessedCriterion(models.Model):
    """One of the four criteria, with how far it is met and what shows it."""

    class Criterion(models.TextChoices):
        TOPICS = "topics", _("Qualification and command of the topics")
        LANGUAGE = "language", _("Language and communication")
        TECHNICAL = "technical", _("Awareness and technical knowledge")
        AVAILABILITY = "availability", _("Readiness outside working hours")

    class Level(models.TextChoices):
        MET = "met", _("Met")
        PARTLY = "partly", _("Partly met: the scope is limited accordingly")
        UNMET = "unmet", _("Not met")

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="criteria")
    criterion = models.CharField(max_length=15, choices=Criterion)
    level = models.CharField(max_length=10, choices=Level)
    shown_by = models.CharField(max_length=300)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "criterion"], name="criterion_assessed_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.Criterion(self.criterion).label)

    @property
    def is_unmet(self) -> bool:
        return self.level == self.Level.UNMET

    @property
    def is_met(self) -> bool:
        return self.level == self.Level.MET
