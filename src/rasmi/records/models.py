from datetime import datetime
from typing import Any, NoReturn, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rasmi.channels.models import Channel
from rasmi.files.models import Evidence
from rasmi.people.models import User
from rasmi.policy.models import Decision
from rasmi.records.classes import CLASSES


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


class RulingQuerySet(models.QuerySet["Ruling"]):
    def in_force(self, at: datetime) -> Self:
        """Confirmed ones that held at a time, those that hold now last."""
        held = self.filter(confirmed_at__lte=at, holds_from__lte=at)
        return held.order_by("holds_from", "confirmed_at", "pk")

    def waiting(self) -> Self:
        return self.filter(confirmed_at=None, returned_at=None)


class Ruling(models.Model):
    """
    What a decision says of one class of records: public or not, for whom, how long.

    Entered by one, confirmed by another; a later one never changes the past.
    """

    class Access(models.TextChoices):
        EVERYBODY = "everybody", _("Open to everybody")
        ON_REQUEST = "on_request", _("Open to who asks, case by case")
        NOBODY = "nobody", _("Not open to outsiders")

    record_class = models.CharField(max_length=20)
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="rulings")
    is_public_record = models.BooleanField()
    access = models.CharField(max_length=12, choices=Access)
    keep_years = models.PositiveSmallIntegerField(null=True)  # empty: no end
    schedule_name = models.CharField(max_length=120, blank=True)  # of the authority
    basis = models.CharField(max_length=300)
    holds_from = models.DateTimeField()
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)
    return_reason = models.CharField(max_length=200, blank=True)

    objects = RulingQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="ruling_confirmed_by_another",
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("entered_by")),
            ),
            models.CheckConstraint(
                name="ruling_confirmed_or_returned",
                condition=Q(confirmed_at=None) | Q(returned_at=None),
            ),
            models.UniqueConstraint(
                name="ruling_waits_once_for_a_class",
                fields=["record_class"],
                condition=Q(confirmed_at=None, returned_at=None),
            ),
        ]

    def __str__(self) -> str:
        return str(CLASSES[self.record_class].title)

    @property
    def is_open(self) -> bool:
        return self.access == self.Access.EVERYBODY

    @property
    def is_waiting(self) -> bool:
        return self.confirmed_at is None and self.returned_at is None


class Release(models.Model):
    """
    That a record is handed to somebody outside, and by which ruling.

    Asked for by one; agreed to by another, unless it is open to everybody anyway.
    """

    record = models.ForeignKey(Record, models.PROTECT, related_name="releases")
    ruling = models.ForeignKey(Ruling, models.PROTECT, related_name="+")
    recipient = models.CharField(max_length=200)
    reason = models.CharField(max_length=300)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    agreed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    declined_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    declined_at = models.DateTimeField(null=True)
    decline_reason = models.CharField(max_length=300, blank=True)
    # From here on what was handed over is fixed, and is made again the same.
    made_at = models.DateTimeField(null=True)
    last_part = models.ForeignKey(Part, models.PROTECT, null=True, related_name="+")
    checkpoint = models.TextField(blank=True)  # the signed note of the log
    digest = models.CharField(max_length=64, blank=True)  # SHA-256 of the manifest

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="release_agreed_by_another",
                condition=Q(agreed_by=None) | ~Q(agreed_by=F("asked_by")),
            ),
            models.CheckConstraint(
                name="release_made_or_declined",
                condition=Q(made_at=None) | Q(declined_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.record} {self.asked_at:%Y-%m-%d}"

    @property
    def is_asked(self) -> bool:
        return self.made_at is None and self.declined_at is None

    @property
    def can_be_taken(self) -> bool:
        """Whether its bytes can be made again; not of those of earlier versions."""
        return self.made_at is not None and bool(self.checkpoint)


class HoldQuerySet(models.QuerySet["Hold"]):
    def in_force(self, at: datetime) -> Self:
        held = self.filter(placed_at__lte=at)
        return held.filter(Q(lifted_at=None) | Q(lifted_at__gt=at))


class Hold(models.Model):
    """
    That a record, or all of an account, is kept whatever its years: a case needs it.

    Placed by one and lifted by another; no time ends it.
    """

    record = models.ForeignKey(
        Record, models.PROTECT, null=True, related_name="own_holds"
    )
    channel = models.ForeignKey(
        Channel, models.PROTECT, null=True, related_name="record_holds"
    )
    asked_by = models.CharField(max_length=200)  # a court, the prosecution, a lawyer
    reference = models.CharField(max_length=120)  # number and day of their letter
    reason = models.CharField(max_length=300)
    placed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    placed_at = models.DateTimeField()
    looked_at = models.DateTimeField()  # when somebody last said that it goes on
    lifted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lift_reason = models.CharField(max_length=300, blank=True)

    objects = HoldQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="hold_lifted_by_another",
                condition=Q(lifted_by=None) | ~Q(lifted_by=F("placed_by")),
            ),
            models.CheckConstraint(
                name="hold_over_one_thing",
                condition=Q(record=None, channel__isnull=False)
                | Q(record__isnull=False, channel=None),
            ),
        ]

    def __str__(self) -> str:
        return self.reference
