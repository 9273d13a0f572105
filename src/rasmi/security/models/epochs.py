from django.db import models
from django.utils.translation import gettext_lazy as _

from rasmi.security.models.stops import Stop


class Epoch(models.Model):
    """
    One life of the database: from its first start, or from a restore, to the next.

    What was planned in an earlier one may be said already, without this database
    knowing: it is looked for before it is sent.
    """

    class Why(models.TextChoices):
        FIRST = "first", _("First start")
        RESTORED = "restored", _("Restored from a backup")
        ELSEWHERE = "elsewhere", _("Found at another place than before")
        BEHIND = "behind", _("Found older than it was")

    installation = models.UUIDField()  # the same through all restores
    number = models.PositiveIntegerField(unique=True)
    why = models.CharField(max_length=10, choices=Why)
    reason = models.CharField(max_length=300, blank=True)
    begun_at = models.DateTimeField()
    stop = models.ForeignKey(Stop, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(
                name="epoch_stops_but_for_the_first",
                condition=models.Q(why="first") | models.Q(stop__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} · {self.get_why_display()}"
