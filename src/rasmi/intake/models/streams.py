from django.db import models

from rasmi.channels.models import Channel
from rasmi.core.models import Due, DueQuerySet


class StreamQuerySet(DueQuerySet["Stream"]):
    """The accounts that are listened to."""


class Stream(Due):
    """
    What is read again and again of one account, and how far it has been read.
    """

    channel = models.OneToOneField(Channel, models.PROTECT, related_name="stream")
    cursor = models.TextField(blank=True)  # opaque, of the connector
    heard_at = models.DateTimeField(null=True)  # when the platform answered last
    failing_since = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)  # people, that it is failing

    objects = StreamQuerySet.as_manager()

    class Meta:
        ordering = ["channel_id"]

    def __str__(self) -> str:
        return str(self.channel)


class ReceiptQuerySet(DueQuerySet["Receipt"]):
    """What came, and what of it nobody could read yet."""


class Receipt(Due):
    """
    One item as a platform gave it, kept before anybody reads it.

    It is due until it is read; what cannot be read waits for a person, or for a version
    of the software that can.
    """

    channel = models.ForeignKey(Channel, models.PROTECT, related_name="receipts")
    platform = models.CharField(max_length=20)  # whose connector can read it
    item = models.JSONField()
    ref = models.CharField(max_length=100)  # which thing it is about: its id there
    digest = models.CharField(max_length=64)  # SHA-256 of the item, canonical
    received_at = models.DateTimeField()

    objects = ReceiptQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["channel", "ref", "-id"])]

    def __str__(self) -> str:
        return f"{self.channel} {self.digest[:8]}"
