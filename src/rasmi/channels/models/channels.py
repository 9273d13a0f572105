from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from rasmi.core.language import in_language
from rasmi.files.models import Evidence
from rasmi.people.models import Unit, User
from rasmi.platforms.catalog import PLATFORMS, Platform
from rasmi.policy.models import Decision

if TYPE_CHECKING:
    from rasmi.channels.models.openings import Proposal
    from rasmi.channels.models.watch import Verification


class ChannelQuerySet(models.QuerySet["Channel"]):
    def present(self) -> Self:
        """Accounts that are neither closed nor withdrawn."""
        over = [Channel.State.CLOSED, Channel.State.WITHDRAWN]
        return self.exclude(state__in=over)

    def in_register(self) -> Self:
        """Accounts that the body answers for: decided ones and those still in use."""
        return self.filter(state__in=[Channel.State.ACTIVE, Channel.State.IN_USE])

    def usable(self, at: datetime) -> Self:
        """Accounts for which people may be delegated: active, or in a transition."""
        in_transition = Q(
            state=Channel.State.IN_USE,
            transitions__begins_at__lte=at,
            transitions__ends_at__gt=at,
        )
        return self.filter(Q(state=Channel.State.ACTIVE) | in_transition).distinct()


class Channel(models.Model):
    """
    An official account on a platform: who it is, whose it is and how it stands.

    What else is known of it stands in tables of its own.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        ACTIVE = "active", _("Active")
        IN_USE = "in_use", _("In use, decision outstanding")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        CLOSED = "closed", _("Closed")

    platform = models.CharField(max_length=20)
    handle = models.CharField(max_length=100)  # without @
    address = models.URLField(max_length=300, blank=True)
    name_ar = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    owner = models.ForeignKey(Unit, models.PROTECT, related_name="channels")
    state = models.CharField(max_length=10, choices=State)
    since_at = models.DateTimeField()  # since when it is in this state

    objects = ChannelQuerySet.as_manager()

    class Meta:
        ordering = ["name_ar", "pk"]
        constraints = [
            models.UniqueConstraint(
                "platform",
                Lower("handle"),
                condition=Q(state__in=["proposed", "active", "in_use"]),
                name="channel_once_on_its_platform",
            )
        ]

    def __str__(self) -> str:
        return in_language(self.name_ar, self.name_en)

    @property
    def on(self) -> Platform:
        return PLATFORMS.get(self.platform, PLATFORMS["other"])

    @property
    def platform_name(self) -> str:
        return in_language(self.on.name_ar, self.on.name_en)

    @property
    def is_proposed(self) -> bool:
        return self.state == self.State.PROPOSED

    @property
    def is_active(self) -> bool:
        return self.state == self.State.ACTIVE

    @property
    def is_in_use(self) -> bool:
        return self.state == self.State.IN_USE

    @property
    def is_over(self) -> bool:
        return self.state in (self.State.WITHDRAWN, self.State.CLOSED)

    @property
    def proposal(self) -> "Proposal | None":
        """What it is for, as it was stated last."""
        return self.proposals.select_related("answered_by", "proposed_by").first()

    def transition_at(self, at: datetime) -> "Transition | None":
        """The signed period that lets an account in use go on at a time."""
        periods = self.transitions.all()
        return next(
            (each for each in periods if each.begins_at <= at < each.ends_at), None
        )

    @property
    def case(self) -> "Proposal | None":
        """The same where many are shown; needs `selectors.public_accounts`."""
        stated: list[Proposal] = getattr(self, "stated", [])
        return stated[0] if stated else None

    @property
    def badge(self) -> "Verification | None":
        """What was last seen of the platform's badge; needs `selectors.channels`."""
        seen: list[Verification] = getattr(self, "seen", [])
        return seen[0] if seen else None

    @property
    def waits_for_decision(self) -> bool:
        return self.is_proposed or self.is_in_use


class Transition(models.Model):
    """
    That an account in use without a decision may go on for a period, by a decision.

    It is no waiver: the finding stays open until the opening is decided.
    """

    channel = models.ForeignKey(Channel, models.PROTECT, related_name="transitions")
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="+")
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()  # exclusive
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-ends_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.channel} · {self.decision}"


class Closing(models.Model):
    """Why and by which decision an account was closed."""

    channel = models.OneToOneField(Channel, models.PROTECT, related_name="closing")
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    closed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.channel} · {self.decision}"


class Import(models.Model):
    """A list of accounts already in use, kept as it came."""

    original = models.ForeignKey(Evidence, models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=120)
    accounts = models.PositiveIntegerField()  # entered
    known = models.PositiveIntegerField()  # passed over: in the register already
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.file_name


class FinalApprover(models.Model):
    """The unit whose people give the last approval on an account, by a decision."""

    channel = models.OneToOneField(
        Channel, models.PROTECT, related_name="final_approver"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="+")
    set_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.channel} · {self.unit}"
