from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rasmi.channels.models import Channel
from rasmi.core.language import in_language
from rasmi.delegations.models.assessments import Assessment
from rasmi.people.models import Placement, Topic, User
from rasmi.policy.models import Decision


class Task(models.TextChoices):
    """What a delegated person does on an account."""

    DRAFT = "draft", _("Write drafts")
    REVIEW = "review", _("Review")
    PUBLISH = "publish", _("Publish")
    REPLY = "reply", _("Reply")
    MODERATE = "moderate", _("Moderate contributions")
    ENDORSE = "endorse", _("Like and re-share")
    MANAGE = "manage", _("Manage settings")


class DelegationQuerySet(models.QuerySet["Delegation"]):
    def in_force(self, at: datetime) -> Self:
        """
        Delegations by which somebody may speak at a time.

        They end with their day, by revocation, and by themselves with the place of the
        person in the unit and with the account: nobody has to remember.
        """
        return self.unrevoked(at).filter(
            Q(placement__ends_at=None) | Q(placement__ends_at__gt=at),
            activated_at__lte=at,
            starts_at__lte=at,
            ends_at__gt=at,
            person__is_active=True,
            channel__in=Channel.objects.usable(at),
        )

    def unrevoked(self, at: datetime) -> Self:
        return self.filter(Q(revoked_at=None) | Q(revoked_at__gt=at))

    def waiting(self, at: datetime) -> Self:
        """Nominated, and neither active nor taken back nor past."""
        return self.filter(
            activated_at=None,
            revoked_at=None,
            ends_at__gt=at,
            person__is_active=True,
            placement__ends_at=None,
            channel__in=Channel.objects.present(),
        )

    def overlapping(self, starts_at: datetime, ends_at: datetime) -> Self:
        return self.filter(starts_at__lt=ends_at, ends_at__gt=starts_at)


class Delegation(models.Model):
    """
    A person's right to speak on one account: tasks, topics, decision, from and until.

    A right to act exists only through one. It names the job title as the decision does,
    and holds only while the person keeps the place that it was given in.
    """

    person = models.ForeignKey(User, models.PROTECT, related_name="delegations")
    placement = models.ForeignKey(Placement, models.PROTECT, related_name="+")
    title_ar = models.CharField(max_length=120)
    title_en = models.CharField(max_length=120)
    channel = models.ForeignKey(Channel, models.PROTECT, related_name="delegations")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()  # exclusive
    speaks_by_name = models.BooleanField(default=False)
    contact = models.CharField(max_length=120, blank=True)  # official; by name only
    nominated_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    nominated_at = models.DateTimeField()
    assessment = models.ForeignKey(
        Assessment, models.PROTECT, null=True, related_name="delegations"
    )
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, related_name="delegations"
    )
    activated_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    activated_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True)
    revoke_reason = models.CharField(max_length=200, blank=True)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="delegation_period", condition=Q(ends_at__gt=F("starts_at"))
            ),
            models.CheckConstraint(
                name="delegation_not_by_oneself",
                condition=~Q(nominated_by=F("person"))
                & (Q(approved_by=None) | ~Q(approved_by=F("person"))),
            ),
            models.CheckConstraint(
                name="delegation_approved_by_another",
                condition=Q(approved_by=None) | ~Q(approved_by=F("nominated_by")),
            ),
            models.CheckConstraint(
                name="delegation_active_by_decision",
                condition=Q(activated_at=None)
                | Q(decision__isnull=False, approved_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.channel}"

    @property
    def title(self) -> str:
        return in_language(self.title_ar, self.title_en)

    @property
    def is_active(self) -> bool:
        """Whether it was made active once; whether it holds now is `in_force`."""
        return self.activated_at is not None

    @property
    def is_revoked(self) -> bool:
        return self.revoked_at is not None

    @property
    def is_waiting(self) -> bool:
        return not self.is_active and not self.is_revoked

    @property
    def task_names(self) -> list[str]:
        held = {each.task for each in self.tasks.all()}
        return [str(task.label) for task in Task if task in held]

    @property
    def topic_names(self) -> list[str]:
        return [str(each.topic) for each in self.topics.all()]


class DelegationTask(models.Model):
    """One task of a delegation."""

    delegation = models.ForeignKey(Delegation, models.CASCADE, related_name="tasks")
    task = models.CharField(max_length=10, choices=Task)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["delegation", "task"], name="delegation_task_once"
            )
        ]

    def __str__(self) -> str:
        return str(Task(self.task).label)


class DelegationTopic(models.Model):
    """One topic of a delegation."""

    delegation = models.ForeignKey(Delegation, models.CASCADE, related_name="topics")
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["delegation", "topic"], name="delegation_topic_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.topic)


class Reminder(models.Model):
    """That those concerned were told, once, that a delegation ends in so many days."""

    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="reminders")
    days = models.PositiveSmallIntegerField()  # 60, 30 or 7
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["delegation", "days"], name="reminder_once")
        ]

    def __str__(self) -> str:
        return f"{self.delegation} · {self.days}"
