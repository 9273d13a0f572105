from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rasmi.channels.models import Channel
from rasmi.intake.models import RemoteObject
from rasmi.people.models import Topic, User


class ConversationQuerySet(models.QuerySet["Conversation"]):
    def open(self) -> Self:
        return self.filter(state=Conversation.State.OPEN)

    def sorted_out(self) -> Self:
        """Those of which it is known what they are and about what."""
        return self.exclude(kind="").filter(topic__isnull=False)

    def unsorted(self) -> Self:
        return self.open().filter(Q(kind="") | Q(topic=None), is_held=False)

    def overdue(self, at: datetime) -> Self:
        return self.open().filter(due_at__lte=at)


class Conversation(models.Model):
    """
    What somebody said to an account and what was answered, as one thing to be dealt
    with. For how long people wait in it is told by its waits.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Closed")

    class Kind(models.TextChoices):
        QUESTION = "question", _("Question")
        SUGGESTION = "suggestion", _("Suggestion")
        COMPLAINT = "complaint", _("Complaint")
        THANKS = "thanks", _("Thanks")
        FALSE_INFORMATION = "false_information", _("False information")
        ABUSE = "abuse", _("Abuse")

    class Reason(models.TextChoices):
        """Why it is closed without anything owed."""

        ANSWERED = "answered", _("Answered")
        NO_ANSWER = "no_answer", _("Needs no answer")
        HIDDEN = "hidden", _("Hidden by the house rules")
        GONE = "gone", _("Deleted by its author")

    channel = models.ForeignKey(Channel, models.PROTECT, related_name="conversations")
    root = models.OneToOneField(RemoteObject, models.PROTECT, related_name="+")
    author = models.CharField(max_length=200)
    topic = models.ForeignKey(Topic, models.PROTECT, null=True, related_name="+")
    # Empty where the topic is that of our post beneath which it stands.
    topic_set_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    is_held = models.BooleanField(default=False)  # until a person has looked at it
    opened_at = models.DateTimeField()
    last_said_at = models.DateTimeField()  # by the public
    due_at = models.DateTimeField(null=True)  # of the next thing that is owed
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    close_reason = models.CharField(max_length=10, choices=Reason, blank=True)
    close_note = models.CharField(max_length=300, blank=True)

    objects = ConversationQuerySet.as_manager()

    class Meta:
        ordering = ["due_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="conversation_closed_for_a_reason",
                condition=Q(state="open", closed_at=None, close_reason="")
                | (Q(state="closed", closed_at__isnull=False) & ~Q(close_reason="")),
            ),
            models.CheckConstraint(
                name="conversation_open_is_due",
                condition=Q(state="closed") | Q(due_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["state", "due_at", "id"]),
            models.Index(fields=["state", "-closed_at", "-id"]),
        ]

    def __str__(self) -> str:
        return f"{self.author} · {self.channel}"

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def is_hidden(self) -> bool:
        return self.close_reason == self.Reason.HIDDEN

    @property
    def is_sorted(self) -> bool:
        return bool(self.kind) and self.topic_id is not None


class Message(models.Model):
    """One thing that was said in a conversation, by the public or by the account."""

    conversation = models.ForeignKey(
        Conversation, models.PROTECT, related_name="messages"
    )
    object = models.OneToOneField(RemoteObject, models.PROTECT, related_name="message")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.object)


class Wait(models.Model):
    """
    A stretch in which somebody waits for an answer: from when, by when, until when.

    The targets are those that held when it began; a later number changes none.
    """

    conversation = models.ForeignKey(Conversation, models.PROTECT, related_name="waits")
    begun_at = models.DateTimeField()
    first_due_at = models.DateTimeField()
    final_due_at = models.DateTimeField()
    first_at = models.DateTimeField(null=True)  # any reply, confirmed there
    final_at = models.DateTimeField(null=True)  # the reply that answers
    ended_at = models.DateTimeField(null=True)  # answered, or nothing is owed any more

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["conversation"],
                condition=Q(ended_at=None),
                name="wait_one_open_at_a_time",
            )
        ]
        indexes = [models.Index(fields=["begun_at"])]

    def __str__(self) -> str:
        return f"{self.conversation} {self.begun_at:%Y-%m-%d %H:%M}"

    @property
    def due_at(self) -> datetime:
        """Of the next thing that is owed in it."""
        return self.final_due_at if self.first_at else self.first_due_at
