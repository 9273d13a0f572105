from django.db import models
from django.utils.translation import gettext_lazy as _

from rasmi.audit.models.entries import Entry


class Log(models.Model):
    """
    The entries of one life of the database, sealed one after the other into one tree.

    A restore opens another one, whose first entry names the one before: nobody who
    holds a checkpoint of the old one is told something else by the same name.
    """

    class Why(models.TextChoices):
        FIRST = "first", _("First start")
        RESTORED = "restored", _("Restored from a backup")
        ELSEWHERE = "elsewhere", _("Found at another place than before")
        BEHIND = "behind", _("Found older than it was")
        REKEYED = "rekeyed", _("Goes on with another key")

    number = models.PositiveIntegerField(unique=True)  # from 1 on
    origin = models.CharField(max_length=60, unique=True)  # its name in checkpoints
    key = models.CharField(max_length=160)  # the public one, as a verifier takes it
    why = models.CharField(max_length=10, choices=Why)
    opened_at = models.DateTimeField()
    # What it takes to go on: how many leaves there are, and the tree's right edge.
    size = models.PositiveBigIntegerField(default=0)
    edge = models.JSONField(default=list)  # hashes, hexadecimal

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number} · {self.get_why_display()}"


class Leaf(models.Model):
    """
    The place of an entry in the tree, and the hash that it was sealed with.

    Who acted on what is in the tree as a commitment only; without the salt nobody can
    tell from it who it was.
    """

    entry = models.OneToOneField(
        Entry, models.PROTECT, primary_key=True, related_name="leaf"
    )
    log = models.ForeignKey(Log, models.PROTECT, related_name="leaves")
    index = models.PositiveBigIntegerField()  # from 0 on
    salt = models.CharField(max_length=32)  # hexadecimal
    hash = models.CharField(max_length=64)  # hexadecimal

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["log", "index"], name="leaf_has_its_own_place"
            )
        ]

    def __str__(self) -> str:
        return f"{self.log_id}:{self.index}"


class Checkpoint(models.Model):
    """How a log stood at one moment, signed; see C2SP tlog-checkpoint."""

    log = models.ForeignKey(Log, models.PROTECT, related_name="checkpoints")
    size = models.PositiveBigIntegerField()
    root = models.CharField(max_length=64)  # hexadecimal
    note = models.TextField()  # as signed
    at = models.DateTimeField(db_index=True)
    # The highest key of an entry that was sealed by then.
    through = models.PositiveBigIntegerField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["log", "size"], name="checkpoint_once_of_a_size"
            )
        ]

    def __str__(self) -> str:
        return f"{self.log_id}:{self.size}"


class Verification(models.Model):
    """What was found when the whole log was reckoned anew."""

    at = models.DateTimeField(db_index=True)
    entries = models.PositiveBigIntegerField()
    is_sound = models.BooleanField()
    # Each as kind, number of the log, and what is named in it; see rasmi.ledger.
    findings = models.JSONField(default=list)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {'sound' if self.is_sound else 'not sound'}"
