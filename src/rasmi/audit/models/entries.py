from typing import Any, NoReturn, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class EntryQuerySet(models.QuerySet["Entry"]):
    def refused(self) -> Self:
        return self.filter(outcome=Entry.Outcome.REFUSED)

    def of_room(self, room: str) -> Self:
        return self.filter(action__startswith=f"{room}.")

    def update(self, **changes: Any) -> NoReturn:
        raise TypeError("An audit entry is never changed.")

    def delete(self) -> NoReturn:
        raise TypeError("An audit entry is never deleted.")


class Entry(models.Model):
    """
    One act of a person or of the system, or one that the rules refused.

    It holds ids and plain words of the code, never a message, a name or a secret. Rows
    are only ever added: the model refuses more, and so do triggers in the database.
    """

    class Outcome(models.TextChoices):
        DONE = "done", _("Done")
        REFUSED = "refused", _("Refused")

    at = models.DateTimeField()
    actor = models.ForeignKey(  # empty: the system itself, or nobody signed in
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    acting_for = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    action = models.CharField(max_length=80, db_index=True)  # room.noun.verb
    outcome = models.CharField(
        max_length=10, choices=Outcome, default=Outcome.DONE, db_index=True
    )
    target_type = models.CharField(max_length=60, blank=True)  # room.model
    target_id = models.CharField(max_length=40, blank=True)
    lever = models.CharField(max_length=80, blank=True)
    facts = models.JSONField(default=dict)

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["target_type", "target_id"])]

    def __str__(self) -> str:
        return f"{self.action} {self.target_type} {self.target_id}".strip()

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("An audit entry is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("An audit entry is never deleted.")

    @property
    def reason(self) -> str:
        """Why the log was read, where this entry is of a reading."""
        reading: Reading | None = getattr(self, "reading", None)
        return reading.reason if reading else ""

    @property
    def is_sealed(self) -> bool:
        return hasattr(self, "leaf")

    @property
    def is_refusal(self) -> bool:
        return self.outcome == self.Outcome.REFUSED


class Reading(models.Model):
    """Why somebody read the log, beside the entry: words of a person are no facts."""

    entry = models.OneToOneField(Entry, models.PROTECT, related_name="reading")
    reason = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.reason
