from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rasmi.channels.models import Channel
from rasmi.core.models import Due, DueQuerySet
from rasmi.delegations.models import Delegation, Task
from rasmi.files.models import Rendition
from rasmi.intake.models import RemoteObject
from rasmi.outbox.models.sayings import TASKS, content
from rasmi.people.models import Topic, User
from rasmi.platforms.registry import CONNECTABLE
from rasmi.policy import selectors as policy
from rasmi.records.models import Record
from rasmi.records.selectors import digest


class IntentQuerySet(DueQuerySet["Intent"]):
    def to_send(self) -> Self:
        """Nothing visible was done for them yet."""
        return self.filter(state__in=[Intent.State.PLANNED, Intent.State.STAGED])

    def to_look_for(self, life: int) -> Self:
        """
        To be sent, and planned in an earlier life of the database: it may be out.

        :param life: the number of the present one
        """
        return self.to_send().filter(life__lt=life)

    def on_the_way(self) -> Self:
        """Planned and neither out nor over: what a stop would hold."""
        over = [
            Intent.State.CONFIRMED,
            Intent.State.REFUSED,
            Intent.State.LAPSED,
            Intent.State.WITHDRAWN,
        ]
        return self.exclude(state__in=over)


class Intent(Due):
    """
    One thing that is to become visible on one account: the only way out.

    It carries all that the gates ask for. What was put into it never changes; only its
    state does, and what the platform answered.
    """

    class State(models.TextChoices):
        PLANNED = "planned", _("Waiting for its hour")
        STAGED = "staged", _("Being prepared")
        ARMED = "armed", _("Being sent")
        HANDED = "handed", _("Handed to the officer")
        CONFIRMED = "confirmed", _("Published")
        REFUSED = "refused", _("Not published there")
        UNKNOWN = "unknown", _("Outcome unknown")
        LAPSED = "lapsed", _("Not published: its window closed")
        WITHDRAWN = "withdrawn", _("Recalled")

    class Connector(models.TextChoices):
        MANUAL = "manual", _("By hand")
        SANDBOX = "sandbox", _("Training platform")
        WORDPRESS = "wordpress", _("By the connection to WordPress")
        MEDIAWIKI = "mediawiki", _("By the connection to MediaWiki")

    key = models.CharField(max_length=32, unique=True)  # ours, at every attempt
    act = models.CharField(max_length=20)  # of the approval matrix
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    connector = models.CharField(max_length=10, choices=Connector)
    channel = models.ForeignKey(Channel, models.PROTECT, related_name="intents")
    # What somebody said that is answered, hidden or shown again; of a post none.
    target = models.ForeignKey(
        RemoteObject, models.PROTECT, null=True, related_name="intents"
    )
    topic = models.ForeignKey(Topic, models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(User, models.PROTECT, related_name="intents")
    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="+")
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    text = models.TextField(blank=True)
    information_class = models.CharField(max_length=40, blank=True)
    not_before = models.DateTimeField()
    not_after = models.DateTimeField()  # exclusive
    digest = models.CharField(max_length=64)  # SHA-256 of what is said, as planned
    seen = models.JSONField(default=list)  # marks of the findings that a person saw
    record = models.ForeignKey(Record, models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()
    # The life of the database in which it was planned, or last looked for.
    life = models.PositiveIntegerField(default=1)

    staged = models.JSONField(default=dict)  # what the platform calls what was uploaded
    held_by = models.CharField(max_length=80, blank=True)  # the lever that holds it
    held_at = models.DateTimeField(null=True)
    recalled_at = models.DateTimeField(null=True)  # while it could be out already
    late_told_at = models.DateTimeField(null=True)  # that it waits for the platform
    site = models.CharField(max_length=450, blank=True)  # and by whom, as it was staged
    armed_at = models.DateTimeField(null=True)
    armings = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    remote_id = models.CharField(max_length=100, blank=True)
    url = models.URLField(max_length=500, blank=True)
    words = models.CharField(max_length=300, blank=True)  # of the platform, or a reason
    undecided_at = models.DateTimeField(null=True)  # since when only a person can tell
    resend_asked_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+"
    )
    resend_asked_at = models.DateTimeField(null=True)
    resend_reason = models.CharField(max_length=300, blank=True)

    objects = IntentQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="intent_window", condition=Q(not_after__gt=F("not_before"))
            ),
            models.CheckConstraint(
                name="intent_armed_before_visible",
                condition=Q(armed_at__isnull=False)
                | ~Q(state__in=["armed", "handed", "confirmed", "unknown"]),
            ),
            models.CheckConstraint(
                name="intent_resend_asked_by_somebody",
                condition=Q(resend_asked_at=None, resend_asked_by=None)
                | Q(resend_asked_at__isnull=False, resend_asked_by__isnull=False),
            ),
            # What is looked for after a crash is looked for among what came before it,
            # so that one thing at a time is on its way to an account.
            models.UniqueConstraint(
                fields=["channel"],
                condition=Q(state="armed"),
                name="intent_one_armed_at_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "due_at"]),
            models.Index(fields=["channel", "state"]),
        ]

    def __str__(self) -> str:
        return f"{self.channel} · {self.key[:8]}"

    def digest_now(self) -> str:
        """SHA-256 of what stands in the row now; `digest` is that of the planning."""
        pictures = self.pictures.select_related("rendition").order_by("position")
        return digest(
            content(
                act=self.act,
                subject=str(self.record),
                channel=self.channel,
                text=self.text,
                pictures=((each.rendition.digest, each.alt) for each in pictures),
                topic=self.topic_id,
                information_class=self.information_class,
                window=(self.not_before, self.not_after),
                target=self.target.remote_id if self.target else "",
            )
        )

    def move(self, old: tuple[State, ...], new: State, **changes: Any) -> bool:
        """
        Change the state if it is still one of `old`; return whether it was.
        """
        # Compare and set in one UPDATE, as of two workers or a worker and a person
        # who act at once, one gets True. The epoch is that of the claim: who was too
        # slow and lost it changes nothing.
        mine = Intent.objects.filter(pk=self.pk, epoch=self.epoch, state__in=old)
        moved = mine.update(state=new, **changes)
        if moved:
            self.refresh_from_db()
        return bool(moved)

    @property
    def task(self) -> Task:
        """By which task of a delegation it is done."""
        return TASKS[self.act]

    @property
    def what(self) -> str:
        """What it is in a word or two, as the approval matrix calls it."""
        return str(policy.approvals_for(self.act).title)

    @property
    def is_a_post(self) -> bool:
        return self.target_id is None

    @property
    def is_a_reply(self) -> bool:
        return self.task == Task.REPLY

    @property
    def keeps_order(self) -> bool:
        """Whether it says nothing, but hides what somebody said, or shows it again."""
        return self.task == Task.MODERATE

    @property
    def is_a_hiding(self) -> bool:
        return self.act == "hide"

    @property
    def state_name(self) -> str:
        """Its state in the words that fit what it is."""
        done = {
            self.State.CONFIRMED: _("Done there"),
            self.State.REFUSED: _("Not done there"),
            self.State.ARMED: _("Being done"),
            self.State.LAPSED: _("Not done: its window closed"),
        }
        own = done.get(self.State(self.state)) if self.keeps_order else None
        return str(own or self.get_state_display())

    @property
    def is_waiting(self) -> bool:
        return self.state in (self.State.PLANNED, self.State.STAGED)

    @property
    def is_held(self) -> bool:
        return self.is_waiting and bool(self.held_by)

    @property
    def is_handed(self) -> bool:
        return self.state == self.State.HANDED

    @property
    def is_over(self) -> bool:
        """Neither out nor on its way any more."""
        return self.state in (
            self.State.REFUSED,
            self.State.LAPSED,
            self.State.WITHDRAWN,
        )

    @property
    def is_settled(self) -> bool:
        """Out, or over: the gates are no longer asked."""
        return self.is_over or self.is_out

    @property
    def is_out(self) -> bool:
        return self.state == self.State.CONFIRMED

    @property
    def is_armed(self) -> bool:
        return self.state == self.State.ARMED

    @property
    def is_unknown(self) -> bool:
        return self.state == self.State.UNKNOWN

    @property
    def is_undecided(self) -> bool:
        """Whether only a person can tell what became of it."""
        return self.is_unknown and self.undecided_at is not None

    @property
    def is_resend_asked(self) -> bool:
        """Whether one person asked that it is sent again, and none confirmed it."""
        return self.is_unknown and self.resend_asked_at is not None

    @property
    def is_withdrawn(self) -> bool:
        return self.state == self.State.WITHDRAWN

    @property
    def can_be_recalled(self) -> bool:
        """Whether it is not known to be out, and nobody has recalled it yet."""
        return self.is_waiting or (
            self.state in (self.State.HANDED, self.State.ARMED, self.State.UNKNOWN)
            and not self.is_recalled
        )

    @property
    def is_recalled(self) -> bool:
        return self.recalled_at is not None

    @property
    def is_manual(self) -> bool:
        return self.connector == self.Connector.MANUAL

    @property
    def is_connected(self) -> bool:
        """Whether it goes out by a password of the account in the vault."""
        return self.connector in CONNECTABLE

    def is_over_window(self, now: datetime) -> bool:
        return now >= self.not_after


class IntentPicture(models.Model):
    """One picture of an intent, at its place, with its words."""

    intent = models.ForeignKey(Intent, models.CASCADE, related_name="pictures")
    rendition = models.ForeignKey(Rendition, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    alt = models.TextField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["intent", "position"], name="intent_picture_place"
            )
        ]

    def __str__(self) -> str:
        return self.alt
