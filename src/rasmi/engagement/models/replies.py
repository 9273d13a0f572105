from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rasmi.engagement.models.conversations import Conversation
from rasmi.engagement.models.requests import InformationRequest
from rasmi.intake.models import RemoteObject
from rasmi.outbox.models import Intent
from rasmi.people.models import User


class ReplyQuerySet(models.QuerySet["Reply"]):
    def coming(self) -> Self:
        """Written, and neither out nor over."""
        is_read = Q(state=Reply.State.IN_REVIEW)
        is_sent = Q(
            state=Reply.State.PLANNED, intent__in=Intent.objects.all().on_the_way()
        )
        return self.filter(is_read | is_sent)


class Reply(models.Model):
    """
    What the account answers, word for word; once planned, its intent tells the rest.
    """

    class State(models.TextChoices):
        IN_REVIEW = "in_review", _("Waiting for review")
        PLANNED = "planned", _("Sent on its way")
        RETURNED = "returned", _("Returned for correction")

    class Signature(models.TextChoices):
        UNIT = "unit", _("By the unit")
        NAME = "name", _("By name")

    conversation = models.ForeignKey(
        Conversation, models.PROTECT, related_name="replies"
    )
    target = models.ForeignKey(RemoteObject, models.PROTECT, related_name="+")
    key = models.CharField(max_length=32, unique=True)  # of the page it was typed on
    text = models.TextField()  # as it was typed
    said = models.TextField()  # as it is said, with its signature
    signature = models.CharField(max_length=4, choices=Signature)
    is_holding = models.BooleanField(default=False)  # it answers nothing yet
    cites = models.ForeignKey(
        InformationRequest, models.PROTECT, null=True, related_name="replies"
    )
    act = models.CharField(max_length=20)  # of the approval matrix
    information_class = models.CharField(max_length=40)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.IN_REVIEW)
    remark = models.CharField(max_length=300, blank=True)  # of who returned it
    reviewed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    intent = models.OneToOneField(
        Intent, models.PROTECT, null=True, related_name="reply"
    )
    confirmed_at = models.DateTimeField(null=True)  # as its intent said

    objects = ReplyQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="reply_planned_has_intent",
                condition=~Q(state="planned") | Q(intent__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.conversation} {self.pk}"

    @property
    def is_in_review(self) -> bool:
        return self.state == self.State.IN_REVIEW

    @property
    def is_returned(self) -> bool:
        return self.state == self.State.RETURNED
