from datetime import datetime, timedelta
from typing import Self, TypeVar

from django.db import models
from django.db.models import F, Q

LEASE = timedelta(minutes=2)
MAX_ATTEMPTS = 8  # then a person is asked
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(minutes=30)

Row = TypeVar("Row", bound="Due")
Held = TypeVar("Held", bound=models.Model)


def locked(row: Held) -> Held:
    """
    Read a row again and hold it until the transaction ends.

    PostgreSQL holds the row; on SQLite the transaction already holds everything, and
    only the reading matters: what the page showed may have changed since.
    """
    return type(row)._default_manager.select_for_update().get(pk=row.pk)


class DueQuerySet(models.QuerySet[Row]):
    def due(self, now: datetime) -> Self:
        """Rows whose hour has come and that no living worker holds."""
        return self.filter(
            Q(lease_until=None) | Q(lease_until__lte=now),
            due_at__lte=now,
            attempts__lt=MAX_ATTEMPTS,
        ).order_by("due_at", "pk")

    def stuck(self) -> Self:
        """Rows that were tried too often: a person has to look at them."""
        return self.filter(due_at__isnull=False, attempts__gte=MAX_ATTEMPTS)


class Due(models.Model):
    """
    A row that asks to be worked on at a time: the row itself is the message.

    `due_at` is empty when nothing is to be done. A worker takes the row by `claim`,
    then either `settle`s or `postpone`s it; one that dies leaves a lease that ends.
    """

    due_at = models.DateTimeField(null=True, blank=True, db_index=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    epoch = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=500, blank=True)

    class Meta:
        abstract = True

    def claim(self, now: datetime, *, lease: timedelta = LEASE) -> bool:
        """Take the row until the lease ends; return whether it was free."""
        # Compare and set on the epoch: of two workers that read the same row, one gets
        # True. The loser's epoch is stale, so its later `settle` changes nothing.
        taken = (
            type(self)
            ._base_manager.filter(pk=self.pk, epoch=self.epoch, due_at__lte=now)
            .filter(Q(lease_until=None) | Q(lease_until__lte=now))
            .update(
                epoch=F("epoch") + 1,
                attempts=F("attempts") + 1,
                lease_until=now + lease,
            )
        )
        if taken:
            self.refresh_from_db()
        return bool(taken)

    def settle(self, **changes: object) -> bool:
        """Say that the work is done, and change more; return whether it was ours."""
        return self._release(due_at=None, attempts=0, last_error="", **changes)

    def postpone(self, now: datetime, *, error: str, counts: bool = True) -> bool:
        """
        Say that the work failed; it comes back after a pause that doubles up to half an
        hour.

        :param counts: False where the failure says nothing about this row, such as a
            server that is away: such a row never becomes a matter for a person
        """
        doubled = FIRST_PAUSE * 2 ** max(self.attempts - 1, 0)
        return self._release(
            due_at=now + min(doubled, LONGEST_PAUSE),
            last_error=error[:500],
            attempts=self.attempts if counts else self.attempts - 1,
        )

    def postpone_until(self, at: datetime) -> bool:
        """Say that nothing failed and it is to come back then."""
        return self._release(due_at=at, attempts=0)

    def _release(self, **changes: object) -> bool:
        released = (
            type(self)
            ._base_manager.filter(pk=self.pk, epoch=self.epoch)
            .update(lease_until=None, **changes)
        )
        if released:
            self.refresh_from_db()
        return bool(released)


class SweepRun(models.Model):
    """The last run of one sweep, so that a stopped worker is seen by people."""

    name = models.CharField(max_length=80, primary_key=True)
    every = models.DurationField()
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    handled = models.PositiveIntegerField(default=0)
    failures = models.PositiveIntegerField(default=0)  # in a row
    error = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        return self.name
