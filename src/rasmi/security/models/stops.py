from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rasmi.channels.models import Channel
from rasmi.people.models import Unit, User


class StopQuerySet(models.QuerySet["Stop"]):
    def in_force(self, at: datetime) -> Self:
        """As a clock tells it, for pages; what is sent asks `lasting`."""
        return self.filter(
            Q(resumed_at=None) | Q(resumed_at__gt=at), stopped_at__lte=at
        )

    def lasting(self) -> Self:
        """
        Those that nobody has ended, whatever any clock says.

        Clocks of two machines differ, and whoever waited for a row has an old `now`: a
        stop counts from the moment that its row is there.
        """
        return self.filter(resumed_at=None)

    def asked(self) -> Self:
        """Where somebody asked that speaking resumes, and nobody has confirmed it."""
        return self.filter(resume_asked_at__isnull=False, resumed_at=None)


class Stop(models.Model):
    """
    That nothing is said, on one account, on those of a unit, or on all of them.

    One person stops; two resume. Without an account and a unit it is for all. What is
    no longer the database that sent before stops by itself: nobody did it.
    """

    class Kind(models.TextChoices):
        INCIDENT = "incident", gettext_lazy("Emergency stop")
        PAUSE = "pause", gettext_lazy("Pause")
        RESTORE = "restore", gettext_lazy("Stop after a restore")

    kind = models.CharField(max_length=10, choices=Kind)
    channel = models.ForeignKey(
        Channel, models.PROTECT, null=True, related_name="stops"
    )
    unit = models.ForeignKey(  # with the units below it
        Unit, models.PROTECT, null=True, related_name="stops"
    )
    reason = models.CharField(max_length=300)
    stopped_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    stopped_at = models.DateTimeField()
    resume_asked_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+"
    )
    resume_asked_at = models.DateTimeField(null=True)
    resume_reason = models.CharField(max_length=300, blank=True)
    resumed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    resumed_at = models.DateTimeField(null=True)

    objects = StopQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="stop_one_scope", condition=Q(channel=None) | Q(unit=None)
            ),
            models.CheckConstraint(
                name="stop_by_somebody",
                condition=Q(kind="restore", stopped_by=None)
                | (~Q(kind="restore") & Q(stopped_by__isnull=False)),
            ),
            models.CheckConstraint(
                name="stop_asked_by_somebody",
                condition=Q(resume_asked_at=None, resume_asked_by=None)
                | Q(resume_asked_at__isnull=False, resume_asked_by__isnull=False),
            ),
            models.CheckConstraint(
                name="stop_resumed_as_asked",
                condition=Q(resumed_at=None, resumed_by=None)
                | Q(
                    resumed_at__isnull=False,
                    resumed_by__isnull=False,
                    resume_asked_by__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="stop_resumed_by_another",
                condition=Q(resumed_by=None) | ~Q(resumed_by=F("resume_asked_by")),
            ),
            models.UniqueConstraint(
                fields=["channel", "kind"],
                condition=Q(channel__isnull=False, resumed_at=None),
                name="stop_once_for_an_account",
            ),
            models.UniqueConstraint(
                fields=["unit", "kind"],
                condition=Q(unit__isnull=False, resumed_at=None),
                name="stop_once_for_a_unit",
            ),
            models.UniqueConstraint(
                fields=["kind"],
                condition=Q(channel=None, unit=None, resumed_at=None),
                name="stop_once_for_all",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.scope_name}"

    @property
    def scope_name(self) -> str:
        """For which accounts it is, in words."""
        if self.channel:
            return str(self.channel)
        if self.unit:
            return _("the accounts of %(unit)s") % {"unit": self.unit}
        return _("all accounts")

    @property
    def owner_id(self) -> int | None:
        """The unit whose accounts it stops; None where it stops those of all."""
        return self.channel.owner_id if self.channel else self.unit_id

    @property
    def by_name(self) -> str:
        """Who stopped, in words."""
        return str(self.stopped_by) if self.stopped_by else _("Rasmi itself")

    @property
    def is_pause(self) -> bool:
        """Whether nothing went wrong."""
        return self.kind == self.Kind.PAUSE

    @property
    def is_restore(self) -> bool:
        """Whether the database is not the one that sent before."""
        return self.kind == self.Kind.RESTORE

    @property
    def is_over(self) -> bool:
        return self.resumed_at is not None

    @property
    def is_asked(self) -> bool:
        """Whether somebody asked that speaking resumes, and it has not."""
        return self.resume_asked_at is not None and not self.is_over


class StoppedChannel(models.Model):
    """
    An account that was in the scope of a stop when it began.

    It stays stopped when it, or its unit, is moved elsewhere meanwhile.
    """

    stop = models.ForeignKey(Stop, models.PROTECT, related_name="frozen")
    channel = models.ForeignKey(Channel, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["stop", "channel"], name="stopped_channel_once_in_a_stop"
            )
        ]

    def __str__(self) -> str:
        return f"{self.stop} · {self.channel}"
