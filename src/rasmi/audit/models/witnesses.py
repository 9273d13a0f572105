from django.conf import settings
from django.db import models

from rasmi.audit.models.ledger import Checkpoint


class Witness(models.Model):
    """An address outside this server that keeps checkpoints; one at a time."""

    address = models.EmailField(max_length=254)
    named_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    since_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.address


class Telling(models.Model):
    """A checkpoint on its way to the witness; never one that went back."""

    witness = models.ForeignKey(Witness, models.PROTECT, related_name="tellings")
    checkpoint = models.ForeignKey(Checkpoint, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.witness} {self.checkpoint}"
