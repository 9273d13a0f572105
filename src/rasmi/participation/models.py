from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rasmi.core.language import in_language
from rasmi.intake.models import RemoteObject
from rasmi.people.models import Topic, User


class OutcomeQuerySet(models.QuerySet["Outcome"]):
    def published(self) -> Self:
        return self.filter(state=Outcome.State.PUBLISHED)


class Outcome(models.Model):
    """
    What was decided on what people said: adopted, partly, under study or not, and why.

    Its words never change: a correction is a new outcome that takes the place of the
    old one, which stays on record.
    """

    class Decision(models.TextChoices):
        ADOPTED = "adopted", _("Adopted")
        PARTLY = "partly", _("Partly adopted")
        UNDER_STUDY = "under_study", _("Under study")
        NOT_ADOPTED = "not_adopted", _("Not adopted")

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    topic = models.ForeignKey(Topic, models.PROTECT, related_name="outcomes")
    title_ar = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    said_ar = models.TextField()  # what people said
    said_en = models.TextField()
    decision = models.CharField(max_length=12, choices=Decision)
    did_ar = models.TextField()  # what we did, or decided
    did_en = models.TextField()
    why_ar = models.TextField(blank=True)
    why_en = models.TextField(blank=True)
    effect_ar = models.TextField(blank=True)  # on the policy
    effect_en = models.TextField(blank=True)
    decided_on = models.DateField()
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="corrected_by"
    )
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    published_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdraw_reason = models.CharField(max_length=300, blank=True)

    objects = OutcomeQuerySet.as_manager()

    class Meta:
        ordering = ["-decided_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="outcome_says_why",
                condition=Q(decision="adopted") | (~Q(why_ar="") & ~Q(why_en="")),
            ),
            models.CheckConstraint(
                name="outcome_published_by_another",
                condition=Q(published_by=None)
                | ~Q(published_by=models.F("written_by")),
            ),
            models.CheckConstraint(
                name="outcome_published_by_somebody",
                condition=~Q(state="published")
                | Q(published_by__isnull=False, published_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def move(self, old: tuple[State, ...], new: State, **changes: Any) -> bool:
        """
        Change the state if it is still one of `old`; return whether it was.
        """
        mine = Outcome.objects.filter(pk=self.pk, state__in=old)
        moved = mine.update(state=new, **changes)
        if moved:
            self.refresh_from_db()
        return bool(moved)

    @property
    def title(self) -> str:
        return in_language(self.title_ar, self.title_en)

    @property
    def said(self) -> str:
        return in_language(self.said_ar, self.said_en)

    @property
    def did(self) -> str:
        return in_language(self.did_ar, self.did_en)

    @property
    def why(self) -> str:
        return in_language(self.why_ar, self.why_en)

    @property
    def effect(self) -> str:
        return in_language(self.effect_ar, self.effect_en)

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def is_published(self) -> bool:
        return self.state == self.State.PUBLISHED

    @property
    def is_withdrawn(self) -> bool:
        return self.state == self.State.WITHDRAWN

    @property
    def is_adopted(self) -> bool:
        return self.decision == self.Decision.ADOPTED

    @property
    def is_partly(self) -> bool:
        return self.decision == self.Decision.PARTLY

    @property
    def is_under_study(self) -> bool:
        return self.decision == self.Decision.UNDER_STUDY


class Contribution(models.Model):
    """That something somebody said is behind an outcome."""

    outcome = models.ForeignKey(Outcome, models.CASCADE, related_name="contributions")
    object = models.ForeignKey(RemoteObject, models.PROTECT, related_name="outcomes")
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["outcome", "object"], name="contribution_once_of_an_outcome"
            )
        ]

    def __str__(self) -> str:
        return f"{self.outcome} · {self.object}"
