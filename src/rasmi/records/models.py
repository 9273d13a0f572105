from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from rasmi.files.models import Evidence


class Record(models.Model):
    """
    All that is kept of one thing said or heard, from the first draft to its end.

    Each stage adds its part; whose it is, only the room above knows.
    """

    subject_type = models.CharField(max_length=60)  # room.model
    subject_id = models.CharField(max_length=40)
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_type", "subject_id"], name="record_once_of_its_subject"
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject_type} {self.subject_id}"


class PartQuerySet(models.QuerySet["Part"]):
    def update(self, **changes: Any) -> NoReturn:
        raise TypeError("A part of a record is never changed.")

    def delete(self) -> NoReturn:
        raise TypeError("A part of a record is never deleted.")


class Part(models.Model):
    """
    One part of a record: what was so at one stage, word for word, under its SHA-256.

    Parts are only added; the database itself refuses to change or remove one. Each
    names the one before it, so that none goes missing between two others unseen.
    """

    class Stage(models.TextChoices):
        WRITTEN = "written", _("Written")
        SUBMITTED = "submitted", _("Sent for review")
        RETURNED = "returned", _("Returned for correction")
        REJECTED = "rejected", _("Rejected")
        DISCARDED = "discarded", _("Discarded")
        APPROVED = "approved", _("Approved")
        PLANNED = "planned", _("Planned")
        HELD = "held", _("Held")
        ARMED = "armed", _("Last check: every rule is met")
        HANDED = "handed", _("Handed to the officer")
        SENT = "sent", _("Published")
        NOT_SENT = "not_sent", _("Not published")
        UNKNOWN = "unknown", _("Outcome unknown")
        LAPSED = "lapsed", _("Its window closed")
        RECALL_ASKED = "recall_asked", _("Recalled while it was with the officer")
        WITHDRAWN = "withdrawn", _("Recalled before it was published")
        LOOKED_AT = "looked_at", _("Reviewed afterwards")
        HEARD = "heard", _("Heard")
        CHANGED = "changed", _("Changed on the platform")
        GONE = "gone", _("Deleted on the platform")
        JUDGED = "judged", _("Decided: shown or hidden")
        APPEALED = "appealed", _("Appealed against")
        ASKED = "asked", _("A unit was asked")
        TOLD = "told", _("The unit answered")

    record = models.ForeignKey(Record, models.PROTECT, related_name="parts")
    stage = models.CharField(max_length=12, choices=Stage)
    about = models.CharField(max_length=120, blank=True)  # such as the account
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField()
    content = models.JSONField(default=dict)
    file = models.ForeignKey(Evidence, models.PROTECT, null=True, related_name="+")
    # The digest of the part before it in the same record; empty for the first.
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)  # SHA-256 of all of it, `previous` too

    objects = PartQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.record} {self.stage}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("A part of a record is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("A part of a record is never deleted.")
