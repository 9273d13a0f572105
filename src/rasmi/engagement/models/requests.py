from uuid import uuid4

from django.core.signing import Signer
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rasmi.engagement.models.conversations import Conversation
from rasmi.people.models import Unit, User


def signer() -> Signer:
    return Signer(salt="rasmi.engagement.request")


class InformationRequest(models.Model):
    """
    A fact that another unit is asked for, and what it answered.
    """

    class Publishable(models.TextChoices):
        ALL = "all", _("All of it may be published")
        PART = "part", _("Part of it may be published")
        NONE = "none", _("For internal use only")

    conversation = models.ForeignKey(
        Conversation, models.PROTECT, related_name="requests"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    recipient = models.ForeignKey(User, models.PROTECT, related_name="+")
    question = models.TextField()
    quotes_message = models.BooleanField(default=True)  # without its author
    is_urgent = models.BooleanField(default=False)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True)
    # The link is this, signed: the database alone does not open it.
    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    link_ends_at = models.DateTimeField()
    more_time_until = models.DateTimeField(null=True)
    more_time_why = models.CharField(max_length=300, blank=True)
    declined_at = models.DateTimeField(null=True)
    declined_why = models.CharField(max_length=300, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=160, blank=True)  # as typed
    answer = models.TextField(blank=True)
    publishable = models.CharField(max_length=4, choices=Publishable, blank=True)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="request_answer_is_whole",
                condition=Q(answered_at=None, answer="")
                | (Q(answered_at__isnull=False) & ~Q(answer="") & ~Q(publishable="")),
            ),
            models.CheckConstraint(
                name="request_answered_or_declined",
                condition=Q(answered_at=None) | Q(declined_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.pk}"

    @property
    def secret(self) -> str:
        """What the link to it ends with."""
        return signer().sign(self.uid.hex)

    @property
    def is_waiting(self) -> bool:
        return self.answered_at is None and self.declined_at is None

    @property
    def is_answered(self) -> bool:
        return self.answered_at is not None

    @property
    def is_declined(self) -> bool:
        return self.declined_at is not None

    @property
    def may_be_cited(self) -> bool:
        return self.is_answered and self.publishable != self.Publishable.NONE
