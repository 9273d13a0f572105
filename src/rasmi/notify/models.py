from django.db import models

from rasmi.core.models import Due, DueQuerySet


class MessageQuerySet(DueQuerySet["Message"]):
    """The messages that wait, and those that nobody took."""


class Message(Due):
    """
    An e-mail to one address. Its text is removed once it is sent: it may hold a link
    that opens a door.
    """

    kind = models.CharField(max_length=60)  # room.reason
    address = models.EmailField()
    subject = models.CharField(max_length=250)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
