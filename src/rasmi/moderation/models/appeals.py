from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rasmi.moderation.models.judgements import Judgement
from rasmi.people.models import User


class Appeal(models.Model):
    """
    What somebody of the public writes against the hiding of their words.

    Who it is stays unknown: the answer is read with a code, of which only the digest is
    kept.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Being looked at")
        UPHELD = "upheld", _("The decision stays")
        GRANTED = "granted", _("Granted: it is shown again")

    # Empty until an officer finds out what it is about.
    judgement = models.ForeignKey(
        Judgement, models.PROTECT, null=True, related_name="appeals"
    )
    digest = models.CharField(max_length=64, unique=True)  # SHA-256 of its code
    text = models.TextField()
    place = models.CharField(max_length=500, blank=True)  # typed, where no code was
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    received_at = models.DateTimeField()
    matched_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["judgement"],
                condition=Q(state="open"),
                name="appeal_open_once_of_a_judgement",
            ),
            models.CheckConstraint(
                name="appeal_is_answered_by_somebody",
                condition=Q(state="open", decided_by=None, decided_at=None)
                | (
                    ~Q(state="open")
                    & Q(decided_by__isnull=False, decided_at__isnull=False)
                    & ~Q(answer="")
                ),
            ),
            models.CheckConstraint(
                name="appeal_granted_of_a_judgement",
                condition=~Q(state="granted") | Q(judgement__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    def move(self, new: State, **changes: Any) -> bool:
        """
        Decide it if nobody has; return whether nobody had.
        """
        mine = Appeal.objects.filter(pk=self.pk, state=self.State.OPEN)
        moved = mine.update(state=new, **changes)
        if moved:
            self.refresh_from_db()
        return bool(moved)

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def is_granted(self) -> bool:
        return self.state == self.State.GRANTED

    @property
    def is_upheld(self) -> bool:
        return self.state == self.State.UPHELD
