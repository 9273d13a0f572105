from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rasmi.core.language import in_language
from rasmi.people.models import Unit, User


class Campaign(models.Model):
    """A message that makes staff aware of the risks of social media."""

    class Audience(models.TextChoices):
        ALL = "all", _("All staff")
        UNIT = "unit", _("A unit, with those beneath it")
        DELEGATES = "delegates", _("Those who speak on accounts")

    title_ar = models.CharField(max_length=120)
    title_en = models.CharField(max_length=120)
    text_ar = models.TextField(max_length=2000)
    text_en = models.TextField(max_length=2000)
    course = models.CharField(max_length=60, blank=True)  # key of a course, or none
    audience = models.CharField(max_length=10, choices=Audience)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    ends_at = models.DateTimeField()  # exclusive: by then it is to be read
    begun_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="campaign_period", condition=Q(ends_at__gt=F("begun_at"))
            ),
            models.CheckConstraint(
                name="campaign_of_a_unit",
                condition=Q(audience="unit", unit__isnull=False)
                | (~Q(audience="unit") & Q(unit=None)),
            ),
        ]

    def __str__(self) -> str:
        return in_language(self.title_ar, self.title_en)

    @property
    def text(self) -> str:
        return in_language(self.text_ar, self.text_en)

    def is_over(self, at: datetime) -> bool:
        return self.ends_at <= at


class Reached(models.Model):
    """That a campaign was told to a person, and that the person has read it."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="reached")
    person = models.ForeignKey(User, models.PROTECT, related_name="+")
    told_at = models.DateTimeField(null=True)  # when the mail was written
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "person"], name="reached_once_by_a_campaign"
            )
        ]
        indexes = [models.Index(fields=["person", "told_at"])]

    def __str__(self) -> str:
        return f"{self.campaign} · {self.person_id}"
