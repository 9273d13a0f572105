from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from rasmi.channels.models import Channel
from rasmi.files.models import Evidence
from rasmi.intake.models.streams import Receipt
from rasmi.people.models import User
from rasmi.records.models import Record

EXCERPT = 120  # characters
LONGEST_TEXT = 100_000  # code points of a text that are kept beside its receipt


class Shown(models.TextChoices):
    """How the platform shows it, as far as is known."""

    VISIBLE = "visible", _("Shown there")
    HIDDEN = "hidden", _("Hidden there")
    DELETED = "deleted", _("Deleted there")


class RemoteObjectQuerySet(models.QuerySet["RemoteObject"]):
    def of_the_public(self) -> Self:
        return self.filter(is_ours=False)

    def held(self) -> Self:
        """In which the screening finds something that a person has to look at."""
        return self.of_the_public().filter(is_held=True)


class RemoteObject(models.Model):
    """
    Something said to one of our accounts, or by it, as it stands on its platform.

    Its words stand in its versions; here is who said it, where, and how it stands now.
    """

    channel = models.ForeignKey(Channel, models.PROTECT, related_name="heard")
    remote_id = models.CharField(max_length=100)
    thread = models.CharField(max_length=500, blank=True)  # what it stands beneath
    reply_to = models.CharField(max_length=100, blank=True)  # a remote id in the thread
    author = models.CharField(max_length=200)
    author_id = models.CharField(max_length=100, blank=True)  # as the platform knows it
    is_ours = models.BooleanField(default=False)
    url = models.URLField(max_length=500, blank=True)
    said_at = models.DateTimeField()  # by the platform's clock
    heard_at = models.DateTimeField()  # when it came to us first
    shown = models.CharField(max_length=10, choices=Shown, default=Shown.VISIBLE)
    is_held = models.BooleanField(default=False)  # by what its newest version says
    record = models.ForeignKey(Record, models.PROTECT, related_name="+", null=True)
    # Where no connection reads: who entered it, and a picture of it.
    entered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    screenshot = models.ForeignKey(
        Evidence, models.PROTECT, null=True, related_name="+"
    )

    objects = RemoteObjectQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "remote_id"], name="remote_object_once"
            )
        ]
        indexes = [
            models.Index(fields=["channel", "thread"]),
            models.Index(
                fields=["-id"],
                condition=models.Q(is_held=True),
                name="remote_object_held",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.author} · {self.channel}"

    @property
    def version(self) -> "Version":
        """The newest version: what it says now, or said last."""
        loaded: list[Version] = getattr(self, "newest", [])
        if loaded:
            return loaded[0]
        found = self.versions.first()
        assert found  # noqa: S101 — it is heard with one
        return found

    @property
    def is_by_hand(self) -> bool:
        return self.entered_by_id is not None

    @property
    def is_visible(self) -> bool:
        return self.shown == Shown.VISIBLE

    @property
    def is_hidden(self) -> bool:
        return self.shown == Shown.HIDDEN

    @property
    def is_deleted(self) -> bool:
        return self.shown == Shown.DELETED


class Version(models.Model):
    """
    What a remote object said at one time, word for word; it never changes afterwards.

    A deleted one has a last version without words, its tombstone.
    """

    object = models.ForeignKey(RemoteObject, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    shown = models.CharField(max_length=10, choices=Shown)
    seen_at = models.DateTimeField()
    receipt = models.ForeignKey(Receipt, models.PROTECT, null=True, related_name="+")
    # Each as `intake.selectors.Found`: what the screening found when it was heard.
    findings = models.JSONField(default=list)
    is_held = models.BooleanField(default=False)
    lexicon = models.CharField(max_length=40, blank=True)  # version of it

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["object", "number"], name="remote_version_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.object_id}/{self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("A version of what was heard is never changed.")
        super().save(*args, **kwargs)

    @property
    def excerpt(self) -> str:
        first = " ".join(self.text.split())
        return first if len(first) <= EXCERPT else f"{first[: EXCERPT - 1]}…"
