from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rasmi.channels.models import Channel, Proposal
from rasmi.core.language import in_language
from rasmi.files.models import Evidence, Rendition
from rasmi.people.models import Topic, User
from rasmi.publishing.models.plans import PlanItem

EXCERPT = 80  # characters


class Post(models.Model):
    """
    Something the body says, or is about to say; its words stand in its versions.

    Once it is planned, what becomes of it on each account is told by its intents.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        IN_REVIEW = "in_review", _("Waiting for review")
        APPROVED = "approved", _("Approved")
        PLANNED = "planned", _("Planned")  # from here on its intents are the truth
        CLOSED = "closed", _("Closed")  # rejected or discarded

    author = models.ForeignKey(User, models.PROTECT, related_name="posts")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    # Of the page on which it was begun: a second click begins nothing.
    key = models.CharField(max_length=32, unique=True, null=True)  # noqa: DJ001 — many have none
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["state", "-id"])]

    def __str__(self) -> str:
        return self.version.excerpt

    def move(self, old: State, new: State, now: datetime) -> bool:
        """
        Change the state if it is still `old`; return whether it was.
        """
        moved = Post.objects.filter(pk=self.pk, state=old).update(
            state=new, changed_at=now
        )
        if moved:
            self.refresh_from_db()
        return bool(moved)

    @property
    def version(self) -> "Version":
        """The newest version: the one that counts."""
        loaded: list[Version] = getattr(self, "newest", [])
        if loaded:
            return loaded[0]
        found = self.versions.select_related("topic", "plan", "written_by").first()
        assert found  # noqa: S101 — a post begins with one
        return found

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def is_in_review(self) -> bool:
        return self.state == self.State.IN_REVIEW

    @property
    def is_approved(self) -> bool:
        return self.state == self.State.APPROVED

    @property
    def is_planned(self) -> bool:
        return self.state == self.State.PLANNED

    @property
    def is_closed(self) -> bool:
        return self.state == self.State.CLOSED


class Version(models.Model):
    """
    What a post says, word for word, at one saving; it never changes afterwards.
    """

    post = models.ForeignKey(Post, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    text_ar = models.TextField(blank=True)
    text_en = models.TextField(blank=True)
    purpose = models.CharField(max_length=12, choices=Proposal.Purpose)
    audience = models.CharField(max_length=200)
    plan = models.ForeignKey(PlanItem, models.PROTECT, null=True, related_name="+")
    unplanned_reason = models.CharField(max_length=300, blank=True)
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="+")
    information_class = models.CharField(max_length=40)
    source = models.CharField(max_length=300)  # where what it says is known from
    publish_at = models.DateTimeField()
    not_after = models.DateTimeField()  # exclusive

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["post", "number"], name="version_number_once"
            ),
            models.CheckConstraint(
                name="version_says_something",
                condition=~Q(text_ar="") | ~Q(text_en=""),
            ),
            models.CheckConstraint(
                name="version_planned_or_explained",
                condition=Q(plan__isnull=False) | ~Q(unplanned_reason=""),
            ),
            models.CheckConstraint(
                name="version_window", condition=Q(not_after__gt=F("publish_at"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post_id}/{self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("A version of a post is never changed.")
        super().save(*args, **kwargs)

    @property
    def text(self) -> str:
        """The text in the language of the reader, or in the one that there is."""
        return in_language(self.text_ar, self.text_en) or self.text_ar or self.text_en

    @property
    def excerpt(self) -> str:
        first = self.text.strip().splitlines()[0]
        return first if len(first) <= EXCERPT else f"{first[: EXCERPT - 1]}…"

    @property
    def accounts(self) -> list[Channel]:
        return [each.channel for each in self.channels.all()]


class VersionChannel(models.Model):
    """One account on which a version is to be said."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="channels")
    channel = models.ForeignKey(Channel, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "channel"], name="version_channel_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.channel)


class Medium(models.Model):
    """
    A picture of a version: what it shows, whose it is, and who may be seen in it.
    """

    class People(models.TextChoices):
        NONE = "none", _("Nobody can be recognized")
        PUBLIC = "public", _("Officials in their public duty")
        CONSENT = "consent", _("Recognizable people, with their consent")
        GUARDIAN = "guardian", _("Children, with the consent of their guardians")

    class Licence(models.TextChoices):
        OWN = "own", _("Made by the ministry")
        LICENSED = "licensed", _("Used by a licence")
        PERMITTED = "permitted", _("Used with written permission")
        PUBLIC_DOMAIN = "public_domain", _("No rights reserved")

    NEED_CONSENT = (People.CONSENT, People.GUARDIAN)

    version = models.ForeignKey(Version, models.CASCADE, related_name="media")
    position = models.PositiveSmallIntegerField()
    rendition = models.ForeignKey(Rendition, models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=120)
    alt_ar = models.CharField(max_length=400)
    alt_en = models.CharField(max_length=400, blank=True)
    holder = models.CharField(max_length=160)
    licence = models.CharField(max_length=14, choices=Licence)
    licence_note = models.CharField(max_length=300, blank=True)
    people = models.CharField(max_length=10, choices=People)
    consent = models.ForeignKey(Evidence, models.PROTECT, null=True, related_name="+")
    consent_name = models.CharField(max_length=120, blank=True)  # of the file

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "position"], name="medium_place"
            ),
            models.CheckConstraint(
                name="medium_consent_of_people",
                condition=~Q(people__in=["consent", "guardian"])
                | Q(consent__isnull=False),
            ),
            models.CheckConstraint(
                name="medium_rights_known",
                condition=~Q(holder="") & ~Q(licence="") & ~Q(alt_ar=""),
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def alt(self) -> str:
        return in_language(self.alt_ar, self.alt_en) or self.alt_ar

    def facts(self) -> dict[str, Any]:
        """What is known of it, as plain values for the record."""
        names = ("alt_ar", "alt_en", "holder", "licence", "licence_note", "people")
        return {
            "digest": self.rendition.digest,
            "consent": self.consent.digest if self.consent else "",
            **{name: getattr(self, name) for name in names},
        }
