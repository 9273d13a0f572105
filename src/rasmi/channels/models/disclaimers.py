from django.conf import settings
from django.db import models
from django.db.models import F, Q

from rasmi.channels.models.channels import Channel
from rasmi.core.language import in_language
from rasmi.files.models import Evidence
from rasmi.people.models import User

PLACE = "{address}"  # in the short text, where the address of the full one goes


def address() -> str:
    """Where everybody reads the full text."""
    return f"{settings.PUBLIC_ORIGIN}/copyright/"


class Disclaimer(models.Model):
    """The notice of copyright of the body: written by one, approved by another."""

    text_ar = models.TextField(max_length=6000)
    text_en = models.TextField(max_length=6000)
    short_ar = models.CharField(max_length=300)
    short_en = models.CharField(max_length=300)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="disclaimer_approved_by_another",
                condition=Q(approved_by=None) | ~Q(approved_by=F("written_by")),
            )
        ]

    def __str__(self) -> str:
        return self.short

    @property
    def text(self) -> str:
        return in_language(self.text_ar, self.text_en)

    @property
    def short(self) -> str:
        return in_language(*self.shorts)

    @property
    def shorts(self) -> tuple[str, str]:
        """The short text in both languages, with the address of the full one."""
        ar, en = self.short_ar, self.short_en
        return ar.replace(PLACE, address()), en.replace(PLACE, address())


class ProfileReading(models.Model):
    """What stood on the page of an account about itself when somebody looked."""

    channel = models.ForeignKey(Channel, models.PROTECT, related_name="profiles")
    text = models.TextField(max_length=6000)
    screenshot = models.ForeignKey(
        Evidence, models.PROTECT, null=True, related_name="+"
    )
    seen_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    seen_at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.channel} {self.seen_at:%Y-%m-%d}"
