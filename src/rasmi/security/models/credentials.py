from datetime import timedelta
from typing import Self
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rasmi.channels.models import Channel
from rasmi.core.models import Due, DueQuerySet
from rasmi.people.models import User

STALE = timedelta(days=2)  # without a look at the account


class CredentialQuerySet(DueQuerySet["Credential"]):
    def in_use(self) -> Self:
        return self.filter(ended_at=None)

    def broken(self) -> Self:
        """Those with which the platform does not let us speak."""
        return self.in_use().filter(
            state__in=[Credential.State.LACKING, Credential.State.REFUSED]
        )


class Credential(Due):
    """
    What Rasmi signs in to an account with: sealed, and shown to nobody again.

    One account has one at a time; an ended one stays, without its secret.
    """

    class State(models.TextChoices):
        NEW = "new", _("Being tried")
        WORKING = "working", _("Connected")
        LACKING = "lacking", _("Connected, with rights missing")
        REFUSED = "refused", _("The platform refuses it")

    class Reason(models.TextChoices):
        FIRST = "first", _("First connection")
        ROUTINE = "routine", _("Changed as the policy asks from time to time")
        PERSON_LEFT = "person_left", _("Somebody who knew it has left")
        SUSPICION = "suspicion", _("It may be known to others")
        BROKEN = "broken", _("The platform no longer takes it")

    uid = models.UUIDField(default=uuid4, unique=True)
    channel = models.ForeignKey(Channel, models.PROTECT, related_name="credentials")
    site = models.URLField(max_length=300)
    login = models.CharField(max_length=120)
    sealed = models.BinaryField()  # see `security.vault`; empty once it has ended
    sealed_for = models.CharField(max_length=16)  # fingerprint of the vault's key
    reason = models.CharField(max_length=12, choices=Reason)
    stored_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    stored_at = models.DateTimeField()
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    state = models.CharField(max_length=10, choices=State, default=State.NEW)
    seen_at = models.DateTimeField(null=True)  # when the platform last answered
    seen_name = models.CharField(max_length=120, blank=True)
    missing = models.JSONField(default=list)  # rights, in the platform's words

    objects = CredentialQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["channel"],
                condition=Q(ended_at=None),
                name="credential_one_in_use",
            ),
            models.CheckConstraint(
                name="credential_ended_by_somebody",
                condition=Q(ended_at=None, ended_by=None)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel} · {self.site}"

    @property
    def is_new(self) -> bool:
        return self.state == self.State.NEW

    @property
    def is_working(self) -> bool:
        return self.state == self.State.WORKING

    @property
    def is_lacking(self) -> bool:
        return self.state == self.State.LACKING

    @property
    def is_refused(self) -> bool:
        return self.state == self.State.REFUSED

    @property
    def is_broken(self) -> bool:
        """Whether the platform does not let us speak with it."""
        return self.is_lacking or self.is_refused
